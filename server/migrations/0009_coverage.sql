-- What the check of the grids found, to be shown on the map.
CREATE TABLE coverage_run (
  county_id text COLLATE "C" NOT NULL,
  run_id uuid NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  job_id uuid NOT NULL,
  tolerance double precision NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  areas integer NOT NULL DEFAULT 0,
  grids integer NOT NULL DEFAULT 0,
  undrawn integer NOT NULL DEFAULT 0,
  counts json NOT NULL DEFAULT '{}',
  PRIMARY KEY (county_id, run_id)
);
CREATE INDEX coverage_run_recent ON coverage_run (county_id, started_at);

-- Each with its own outline. `form`: what a sliver would be if it were wider.
CREATE TABLE coverage_fault (
  county_id text COLLATE "C" NOT NULL,
  run_id uuid NOT NULL,
  fault_no integer NOT NULL,
  area_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  form text COLLATE "C" NOT NULL,
  places text[] COLLATE "C" NOT NULL,
  square_metres double precision NOT NULL,
  width double precision NOT NULL,
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  shape json NOT NULL,
  PRIMARY KEY (county_id, run_id, fault_no)
);
CREATE INDEX coverage_fault_kind ON coverage_fault (county_id, run_id, kind, fault_no);
CREATE INDEX coverage_fault_area ON coverage_fault (county_id, run_id, area_id, fault_no);
