-- Foreign key of 0020, in a step of its own as in 0002.
ALTER TABLE unit ADD FOREIGN KEY (county_id, reports_to) REFERENCES place;
