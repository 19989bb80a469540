-- Foreign keys of the tables of 0008 to 0014, in a step of their own as in 0002.
-- territory
ALTER TABLE place_change ADD FOREIGN KEY (county_id) REFERENCES county;
ALTER TABLE place_change ADD FOREIGN KEY (county_id, by_person) REFERENCES person;
ALTER TABLE place ADD FOREIGN KEY (county_id, ended_by) REFERENCES place_change DEFERRABLE INITIALLY DEFERRED;

-- coverage
ALTER TABLE coverage_run ADD FOREIGN KEY (county_id, place_id) REFERENCES place;
ALTER TABLE coverage_fault ADD FOREIGN KEY (county_id, run_id) REFERENCES coverage_run;
ALTER TABLE coverage_fault ADD FOREIGN KEY (county_id, area_id) REFERENCES place;

-- party
ALTER TABLE party_org ADD FOREIGN KEY (county_id, parent_id) REFERENCES party_org;
ALTER TABLE party_org ADD FOREIGN KEY (county_id, place_id) REFERENCES place;
ALTER TABLE party_cover ADD FOREIGN KEY (county_id, org_id) REFERENCES party_org;
ALTER TABLE party_cover ADD FOREIGN KEY (county_id, place_id) REFERENCES place;
ALTER TABLE party_member ADD FOREIGN KEY (county_id, org_id) REFERENCES party_org;
ALTER TABLE party_member ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE party_member ADD FOREIGN KEY (county_id, residence_id) REFERENCES place;
ALTER TABLE party_member ADD FOREIGN KEY (county_id, home_unit) REFERENCES unit;
ALTER TABLE party_plaque ADD FOREIGN KEY (county_id, org_id) REFERENCES party_org;
ALTER TABLE party_plaque ADD FOREIGN KEY (county_id, place_id) REFERENCES place;
ALTER TABLE party_plan ADD FOREIGN KEY (county_id, place_id) REFERENCES place;

-- posts
ALTER TABLE term ADD FOREIGN KEY (county_id, follows) REFERENCES term;
ALTER TABLE message ADD FOREIGN KEY (county_id, term_id) REFERENCES term;
ALTER TABLE grade_step ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE grade_fact ADD FOREIGN KEY (county_id, person_id) REFERENCES person;

-- lists
ALTER TABLE list_approval ADD FOREIGN KEY (county_id, list_id, version) REFERENCES list_version;
ALTER TABLE list_note ADD FOREIGN KEY (county_id, list_id, version) REFERENCES list_version;
ALTER TABLE list_duty ADD FOREIGN KEY (county_id, list_id, version) REFERENCES list_version;
ALTER TABLE list_replay ADD FOREIGN KEY (county_id, list_id, version) REFERENCES list_version;
ALTER TABLE list_replay_matter ADD FOREIGN KEY (county_id, replay_id) REFERENCES list_replay;

-- facilities
ALTER TABLE facility ADD FOREIGN KEY (county_id) REFERENCES county;
ALTER TABLE facility ADD FOREIGN KEY (county_id, place_id) REFERENCES place;
ALTER TABLE facility ADD FOREIGN KEY (county_id, contact_post) REFERENCES post;
ALTER TABLE team ADD FOREIGN KEY (county_id, place_id) REFERENCES place;
ALTER TABLE team ADD FOREIGN KEY (county_id, facility_id) REFERENCES facility;
ALTER TABLE team_member ADD FOREIGN KEY (county_id, team_id) REFERENCES team;
ALTER TABLE team_member ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE roster ADD FOREIGN KEY (county_id, facility_id) REFERENCES facility;
ALTER TABLE duty ADD FOREIGN KEY (county_id, roster_id) REFERENCES roster;
ALTER TABLE duty ADD FOREIGN KEY (county_id, facility_id) REFERENCES facility;
ALTER TABLE duty ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE duty_swap ADD FOREIGN KEY (county_id, duty_id) REFERENCES duty;
ALTER TABLE away ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE duty_feed ADD FOREIGN KEY (county_id, person_id) REFERENCES person;
ALTER TABLE path_network ADD FOREIGN KEY (county_id) REFERENCES county;
ALTER TABLE circle_result ADD FOREIGN KEY (county_id) REFERENCES county;

-- devices
ALTER TABLE device ADD CONSTRAINT device_place_fk FOREIGN KEY (county_id, place_id) REFERENCES place (county_id, place_id);
