-- Party organisations beside the territory, their members, the plans of branch formation. Days are the county's; both
-- ends count; a row whose to_day is set has ended with that day.
CREATE TABLE party_org (
  county_id text COLLATE "C" NOT NULL,
  org_id uuid NOT NULL,
  parent_id uuid,
  kind text COLLATE "C" NOT NULL,
  variety text COLLATE "C",
  name text NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  -- When a temporary or functional branch is meant to end, and for which day it was reminded of.
  term_day date,
  reminded_day date,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, org_id)
);
CREATE INDEX party_org_parent ON party_org (county_id, parent_id, name);
CREATE INDEX party_org_place ON party_org (county_id, place_id);
CREATE INDEX party_org_kind ON party_org (county_id, kind, variety);
CREATE INDEX party_org_term ON party_org (county_id, term_day) WHERE term_day IS NOT NULL;

-- Places a branch answers for. alone: nobody else of its sort may cover the place at the same time.
CREATE TABLE party_cover (
  county_id text COLLATE "C" NOT NULL,
  org_id uuid NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  alone boolean NOT NULL,
  PRIMARY KEY (county_id, org_id, place_id, from_day)
);
CREATE UNIQUE INDEX party_cover_alone ON party_cover (county_id, place_id) WHERE alone AND to_day IS NULL;
CREATE INDEX party_cover_place ON party_cover (county_id, place_id);

-- Who belongs where: own members with their living grid; reporting and functional ones beside the organisation they have elsewhere.
CREATE TABLE party_member (
  county_id text COLLATE "C" NOT NULL,
  member_id uuid NOT NULL,
  person_id uuid NOT NULL,
  org_id uuid NOT NULL,
  relation text COLLATE "C" NOT NULL,
  standing text COLLATE "C" NOT NULL,
  residence_id text COLLATE "C",
  home_unit text COLLATE "C",
  from_day date NOT NULL,
  to_day date,
  PRIMARY KEY (county_id, member_id)
);
CREATE INDEX party_member_org ON party_member (county_id, org_id, from_day);
CREATE INDEX party_member_person ON party_member (county_id, person_id);
CREATE INDEX party_member_residence ON party_member (county_id, residence_id) WHERE residence_id IS NOT NULL;
CREATE UNIQUE INDEX party_member_own ON party_member (county_id, person_id) WHERE relation = 'own' AND to_day IS NULL;
CREATE UNIQUE INDEX party_member_once ON party_member (county_id, person_id, org_id) WHERE to_day IS NULL;

-- A household that has a member's plaque at its door, by the organisation that hung it; who lives there is not kept here.
CREATE TABLE party_plaque (
  county_id text COLLATE "C" NOT NULL,
  plaque_id uuid NOT NULL,
  org_id uuid NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  PRIMARY KEY (county_id, plaque_id)
);
CREATE INDEX party_plaque_org ON party_plaque (county_id, org_id);

CREATE TABLE party_plan (
  county_id text COLLATE "C" NOT NULL,
  plan_id uuid NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  day date NOT NULL,
  rules json NOT NULL,
  wishes json NOT NULL,
  result json,
  job_id uuid,
  base_id uuid,
  made_by uuid,
  made_at timestamptz NOT NULL,
  applied_day date,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, plan_id)
);
CREATE INDEX party_plan_made ON party_plan (county_id, made_at);
