-- Versions of lists with a lifecycle (docs/decisions/0011): the responsibility list of matters (kind items) and the duty
-- lists of posts (kind duties). Versions from before were made at once and are in force from their day.
ALTER TABLE item_list RENAME TO list_version;
ALTER TABLE list_version
  ALTER COLUMN effective_from DROP NOT NULL,
  ADD COLUMN kind text COLLATE "C" NOT NULL DEFAULT 'items',
  ADD COLUMN state text COLLATE "C" NOT NULL DEFAULT 'approved',
  -- Counts every change of the row or of what stands in it: the version an editor or approver saw.
  ADD COLUMN revision integer NOT NULL DEFAULT 1,
  -- The version it was written from.
  ADD COLUMN base integer,
  ADD COLUMN authors uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN made_at timestamptz;
ALTER TABLE list_version
  ALTER COLUMN kind DROP DEFAULT,
  ALTER COLUMN state DROP DEFAULT;
CREATE INDEX list_version_kind ON list_version (county_id, kind, effective_from);

-- Who said yes since it was last submitted; the journal keeps those of earlier rounds.
CREATE TABLE list_approval (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  person_id uuid NOT NULL,
  post_id text COLLATE "C",
  approved_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, list_id, version, person_id)
);

-- Why a version was returned or withdrawn. Free text: here and nowhere else, the journal vouches for it.
CREATE TABLE list_note (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  note_no integer NOT NULL,
  verb text NOT NULL,
  person_id uuid NOT NULL,
  noted_at timestamptz NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (county_id, list_id, version, note_no)
);

CREATE TABLE list_duty (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  post_kind text COLLATE "C" NOT NULL,
  phase text COLLATE "C" NOT NULL,
  position integer NOT NULL,
  zh text NOT NULL,
  en text NOT NULL,
  PRIMARY KEY (county_id, list_id, version, post_kind, phase, position)
);

-- What a version would have made of a year's matters: the latest replay of each version, with every matter looked at and
-- what was found of it, so that each figure opens the matters behind it.
CREATE TABLE list_replay (
  county_id text COLLATE "C" NOT NULL,
  replay_id uuid NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  revision integer NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  made_at timestamptz NOT NULL,
  looked integer NOT NULL DEFAULT 0,
  done_at timestamptz,
  figures json,
  PRIMARY KEY (county_id, replay_id)
);
CREATE UNIQUE INDEX list_replay_version ON list_replay (county_id, list_id, version);

CREATE TABLE list_replay_matter (
  county_id text COLLATE "C" NOT NULL,
  replay_id uuid NOT NULL,
  matter_id uuid NOT NULL,
  submitted_at timestamptz NOT NULL,
  flags text[] NOT NULL,
  PRIMARY KEY (county_id, replay_id, matter_id)
);
CREATE INDEX list_replay_order ON list_replay_matter (county_id, replay_id, submitted_at, matter_id);
