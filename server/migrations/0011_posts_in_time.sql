-- Terms as they go on: how they were filled, suspended, followed by another, reminded of; and grades.

-- `ended` says how a term came to its end: dismissed, handed_over, prolonged, expired; null while it runs or is planned.
-- A suspended term keeps its seat and loses its permissions until it is resumed.
ALTER TABLE term ADD COLUMN filled text COLLATE "C";
ALTER TABLE term ADD COLUMN follows uuid;
ALTER TABLE term ADD COLUMN suspended_at timestamptz;
ALTER TABLE term ADD COLUMN ended text COLLATE "C";
ALTER TABLE term ADD COLUMN reminded_at timestamptz;
CREATE INDEX term_ending ON term (county_id, to_day, term_id) WHERE ended IS NULL AND to_day IS NOT NULL;

-- A message about a term: what is said is made when it is sent.
ALTER TABLE message ADD COLUMN term_id uuid;

-- Where a person stands in a grade table, step by step; the last step is where they stand now.
CREATE TABLE grade_step (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  step_no smallint NOT NULL,
  table_id text COLLATE "C" NOT NULL,
  grade_post text COLLATE "C" NOT NULL,
  grade smallint NOT NULL,
  from_day date NOT NULL,
  why text COLLATE "C" NOT NULL,
  PRIMARY KEY (county_id, person_id, step_no)
);
CREATE INDEX grade_step_table ON grade_step (county_id, table_id, person_id);

-- What the rule for rising counts: a year's assessment (`of` is the year) or an examination passed (`of` is its code).
CREATE TABLE grade_fact (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  of text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (county_id, person_id, kind, of)
);
