-- Facilities, their hours and services, duty teams and rosters.
CREATE TABLE facility (
  county_id text COLLATE "C" NOT NULL,
  facility_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  name text NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  hours json NOT NULL,
  services text[] NOT NULL,
  one_window boolean NOT NULL,
  contact_post text COLLATE "C",
  from_day date NOT NULL,
  to_day date,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, facility_id)
);
CREATE UNIQUE INDEX facility_name ON facility (county_id, kind, place_id, name) WHERE to_day IS NULL;
CREATE INDEX facility_place ON facility (county_id, place_id);

CREATE TABLE team (
  county_id text COLLATE "C" NOT NULL,
  team_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  name text NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  facility_id uuid,
  from_day date NOT NULL,
  to_day date,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, team_id)
);
CREATE UNIQUE INDEX team_name ON team (county_id, kind, place_id, name) WHERE to_day IS NULL;
CREATE INDEX team_place ON team (county_id, place_id);

-- Who is in a team; the first of the order leads it.
CREATE TABLE team_member (
  county_id text COLLATE "C" NOT NULL,
  team_id uuid NOT NULL,
  person_id uuid NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (county_id, team_id, person_id)
);
CREATE INDEX team_member_person ON team_member (county_id, person_id);

CREATE TABLE roster (
  county_id text COLLATE "C" NOT NULL,
  roster_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  rule json NOT NULL,
  team_ids uuid[] NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  state text NOT NULL,
  made_at timestamptz NOT NULL,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, roster_id)
);
CREATE INDEX roster_facility ON roster (county_id, facility_id, from_day);

CREATE TABLE duty (
  county_id text COLLATE "C" NOT NULL,
  duty_id uuid NOT NULL,
  roster_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  team_id uuid NOT NULL,
  person_id uuid NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  closes_at timestamptz NOT NULL,
  published boolean NOT NULL,
  state text NOT NULL,
  checked_in_at timestamptz,
  late_minutes integer,
  metres integer,
  sent_later boolean NOT NULL DEFAULT false,
  excuse text,
  PRIMARY KEY (county_id, duty_id)
);
CREATE INDEX duty_facility ON duty (county_id, facility_id, starts_at);
CREATE INDEX duty_person ON duty (county_id, person_id, starts_at);
CREATE INDEX duty_roster ON duty (county_id, roster_id);
-- Overdue check-ins are found by looking here, not by a timer per duty.
CREATE INDEX duty_open ON duty (county_id, closes_at, duty_id) WHERE state = 'planned' AND published;
CREATE INDEX duty_missed ON duty (county_id, starts_at, duty_id) WHERE state = 'missed';

CREATE TABLE duty_swap (
  county_id text COLLATE "C" NOT NULL,
  swap_id uuid NOT NULL,
  duty_id uuid NOT NULL,
  asker_id uuid NOT NULL,
  asked_id uuid NOT NULL,
  -- The duty given in return; null: none.
  return_id uuid,
  state text NOT NULL,
  asked_at timestamptz NOT NULL,
  version integer NOT NULL,
  PRIMARY KEY (county_id, swap_id)
);
CREATE UNIQUE INDEX duty_swap_open ON duty_swap (county_id, duty_id) WHERE state IN ('asked', 'agreed');
CREATE INDEX duty_swap_asked ON duty_swap (county_id, asked_id, asked_at);
CREATE INDEX duty_swap_asker ON duty_swap (county_id, asker_id, asked_at);

-- Days on which somebody cannot be put on duty. Why is nobody's business.
CREATE TABLE away (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  PRIMARY KEY (county_id, person_id, from_day)
);

-- A person's secret address of their own duties; only its hash is kept.
CREATE TABLE duty_feed (
  county_id text COLLATE "C" NOT NULL,
  secret_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, secret_hash)
);
CREATE INDEX duty_feed_person ON duty_feed (county_id, person_id);

-- Ways to walk on, whole versions of them; the latest is the one that counts.
CREATE TABLE path_network (
  county_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  ways integer NOT NULL,
  kilometres double precision NOT NULL,
  body json NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, version)
);

-- What the 15-minute circle and the search for the next sites found.
CREATE TABLE circle_result (
  county_id text COLLATE "C" NOT NULL,
  result_id uuid NOT NULL,
  kind text NOT NULL,
  input json NOT NULL,
  summary json NOT NULL,
  body json NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, result_id)
);
CREATE INDEX circle_result_made ON circle_result (county_id, made_at);
