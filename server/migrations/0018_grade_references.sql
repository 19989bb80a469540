-- Foreign keys of 0017, in a step of their own as in 0002.
ALTER TABLE grade_standing ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE grade_step ADD FOREIGN KEY (county_id, person_id) REFERENCES grade_standing;
ALTER TABLE grade_fact ADD FOREIGN KEY (county_id, person_id) REFERENCES grade_standing;
