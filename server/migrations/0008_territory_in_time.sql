-- Places in time: a place is in force from its first day to its last, both counted; a change may be planned for a coming day.

-- A change of the territory as it was ordered, and whether its day has come. The journal of each place tells it for good.
CREATE TABLE place_change (
  county_id text COLLATE "C" NOT NULL,
  change_id uuid NOT NULL,
  kind text NOT NULL,
  -- The places that it ends or alters, then the ones that come of it.
  places text[] COLLATE "C" NOT NULL,
  heirs text[] COLLATE "C" NOT NULL,
  effective_from date NOT NULL,
  state text NOT NULL,
  body json NOT NULL,
  by_person uuid,
  by_post text,
  made_at timestamptz NOT NULL,
  done_at timestamptz,
  -- The work that puts earlier matters under the new places.
  job_id uuid,
  PRIMARY KEY (county_id, change_id)
);
CREATE INDEX place_change_planned ON place_change (county_id, effective_from) WHERE state = 'planned';
CREATE INDEX place_change_made ON place_change (county_id, made_at, change_id);

-- The change that ends a place, or will: it says what comes after.
ALTER TABLE place ADD COLUMN ended_by uuid;
CREATE INDEX place_code ON place (county_id, code) WHERE code <> '';
