-- What the words of a report are found by: pairs of characters, made by a reaction. As personal as the words themselves.
CREATE TABLE matter_search (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  grams tsvector NOT NULL,
  PRIMARY KEY (county_id, matter_id)
);
CREATE INDEX matter_search_grams ON matter_search USING gin (grams);
