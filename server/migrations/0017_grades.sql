-- Grades of community workers. The two tables of 0011 were never written; they are made again so that what is written
-- is added to and never overwritten.
DROP TABLE grade_step;
DROP TABLE grade_fact;

-- Somebody in a grade table: the head of their chain in the journal. Made with the first fact or step.
CREATE TABLE grade_standing (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  table_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, person_id)
);

-- Where they stand from a day on; the highest number counts. `by_years` and `by_qualifications` are the grades a rise used up.
CREATE TABLE grade_step (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  step_no smallint NOT NULL,
  why text COLLATE "C" NOT NULL,
  grade_post text COLLATE "C" NOT NULL,
  grade smallint NOT NULL,
  from_day date NOT NULL,
  by_years smallint NOT NULL,
  by_qualifications smallint NOT NULL,
  reason text COLLATE "C",
  made_at timestamptz NOT NULL,
  made_by uuid,
  PRIMARY KEY (county_id, person_id, step_no)
);

-- What a grade rests on: work of the sort since a day, a degree, a certificate, a year's assessment. Of one kind and `of`
-- the highest number counts; `withdrawn` takes it away.
CREATE TABLE grade_fact (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  fact_no smallint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  of text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  day date NOT NULL,
  withdrawn boolean NOT NULL,
  reason text COLLATE "C",
  made_at timestamptz NOT NULL,
  made_by uuid,
  PRIMARY KEY (county_id, person_id, fact_no)
);
