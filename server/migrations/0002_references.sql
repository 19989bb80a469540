-- Foreign keys, each with the county first. Hot tables of the loop refer by path and id inside one transaction of the
-- program's own; what they point to is checked there, so that intake does not lock a place row per matter.
ALTER TABLE place ADD FOREIGN KEY (county_id) REFERENCES county;
ALTER TABLE place ADD FOREIGN KEY (county_id, parent_id) REFERENCES place;
ALTER TABLE place_shape ADD FOREIGN KEY (county_id, place_id) REFERENCES place;
ALTER TABLE unit ADD FOREIGN KEY (county_id, jurisdiction) REFERENCES place;
ALTER TABLE account ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE session ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE post ADD FOREIGN KEY (county_id, place_id) REFERENCES place;
ALTER TABLE post ADD FOREIGN KEY (county_id, unit_id) REFERENCES unit;
ALTER TABLE term ADD FOREIGN KEY (county_id, post_id) REFERENCES post;
ALTER TABLE term ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE item ADD FOREIGN KEY (county_id, list_id, version) REFERENCES item_list;
ALTER TABLE item_condition ADD FOREIGN KEY (county_id, list_id, version, item_id) REFERENCES item;
ALTER TABLE assignment ADD FOREIGN KEY (county_id, matter_id) REFERENCES matter;
ALTER TABLE assignment ADD FOREIGN KEY (county_id, unit_id) REFERENCES unit;
ALTER TABLE clock_request ADD FOREIGN KEY (county_id, matter_id) REFERENCES matter;
ALTER TABLE matter_file ADD FOREIGN KEY (county_id, matter_id) REFERENCES matter;
ALTER TABLE matter_file ADD FOREIGN KEY (county_id, file_id) REFERENCES file;
ALTER TABLE seal_entry ADD FOREIGN KEY (county_id, seal_no) REFERENCES seal;
