-- Foreign keys of the tables of 0008 to 0014, in a step of their own as in 0002.
-- territory
ALTER TABLE place_change ADD FOREIGN KEY (county_id) REFERENCES county;
ALTER TABLE place_change ADD FOREIGN KEY (county_id, by_person) REFERENCES person;
ALTER TABLE place ADD FOREIGN KEY (county_id, ended_by) REFERENCES place_change DEFERRABLE INITIALLY DEFERRED;

-- coverage

-- party

-- posts

-- lists

-- facilities

-- devices

