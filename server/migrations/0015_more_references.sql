-- Foreign keys of the tables of 0008 to 0014, in a step of their own as in 0002.
-- territory

-- coverage

-- party

-- posts

-- lists

-- facilities

-- devices
ALTER TABLE device ADD CONSTRAINT device_place_fk FOREIGN KEY (county_id, place_id) REFERENCES place (county_id, place_id);
