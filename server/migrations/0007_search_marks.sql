-- Reports whose words are not yet made ready to be found: marked with the event that brought them, taken away once they are.
CREATE TABLE search_dirty (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  PRIMARY KEY (county_id, matter_id)
);
