-- Every table but county has county_id first in its primary key; foreign keys follow in 0002 (docs/decisions/0004).
-- Ids that travel in place paths and indexes are compared byte by byte: COLLATE "C".

CREATE TABLE county (
  county_id text COLLATE "C" PRIMARY KEY,
  pack_digest text NOT NULL,
  loaded_at timestamptz NOT NULL
);

-- Territory -----------------------------------------------------------------------------------------------------------
CREATE TABLE place (
  county_id text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  parent_id text COLLATE "C",
  kind text NOT NULL,
  subkind text,
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  path text COLLATE "C" NOT NULL,
  gridded boolean NOT NULL DEFAULT false,
  from_day date NOT NULL,
  to_day date,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, place_id)
);
CREATE UNIQUE INDEX place_path ON place (county_id, path);
CREATE INDEX place_parent ON place (county_id, parent_id, code);
CREATE INDEX place_kind ON place (county_id, kind, subkind);

CREATE TABLE place_shape (
  county_id text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  shape json NOT NULL,
  PRIMARY KEY (county_id, place_id)
);

CREATE TABLE unit (
  county_id text COLLATE "C" NOT NULL,
  unit_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  jurisdiction text COLLATE "C" NOT NULL,
  reporting_in boolean NOT NULL DEFAULT false,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, unit_id)
);

-- People, posts, sign-in ----------------------------------------------------------------------------------------------
CREATE TABLE person (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL,
  name text,
  phone_sealed bytea,
  phone_index bytea,
  created_at timestamptz NOT NULL,
  erased_at timestamptz,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, person_id)
);
CREATE INDEX person_phone ON person (county_id, phone_index) WHERE phone_index IS NOT NULL;
CREATE INDEX person_name ON person (county_id, name);

-- The secret under which the journal vouches for a person's data without holding it. Gone when the person is erased.
CREATE TABLE person_key (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  secret bytea NOT NULL,
  PRIMARY KEY (county_id, person_id)
);

-- Why somebody's data was read in clear. The journal's reading events vouch for the words.
CREATE TABLE reading_reason (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  read_at timestamptz NOT NULL,
  reader_id uuid NOT NULL,
  matter_id uuid,
  reason text NOT NULL,
  PRIMARY KEY (county_id, person_id, read_at, reader_id)
);

CREATE TABLE account (
  county_id text COLLATE "C" NOT NULL,
  account_id uuid NOT NULL,
  person_id uuid NOT NULL,
  username text NOT NULL,
  password_hash text NOT NULL,
  demo boolean NOT NULL DEFAULT false,
  disabled_at timestamptz,
  PRIMARY KEY (county_id, account_id)
);
CREATE UNIQUE INDEX account_username ON account (county_id, username);

CREATE TABLE session (
  county_id text COLLATE "C" NOT NULL,
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, token_hash)
);
CREATE INDEX session_person ON session (county_id, person_id);

CREATE TABLE phone_code (
  county_id text COLLATE "C" NOT NULL,
  phone_index bytea NOT NULL,
  code_hash bytea NOT NULL,
  phone_sealed bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (county_id, phone_index)
);

CREATE TABLE post (
  county_id text COLLATE "C" NOT NULL,
  post_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  place_id text COLLATE "C",
  unit_id text COLLATE "C",
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, post_id),
  CHECK ((place_id IS NULL) <> (unit_id IS NULL))
);
CREATE UNIQUE INDEX post_at ON post (county_id, kind, coalesce(place_id, unit_id));
CREATE INDEX post_place ON post (county_id, place_id) WHERE place_id IS NOT NULL;
CREATE INDEX post_unit ON post (county_id, unit_id) WHERE unit_id IS NOT NULL;

CREATE TABLE term (
  county_id text COLLATE "C" NOT NULL,
  term_id uuid NOT NULL,
  post_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  from_day date NOT NULL,
  to_day date,
  PRIMARY KEY (county_id, term_id)
);
CREATE INDEX term_post ON term (county_id, post_id);
CREATE INDEX term_person ON term (county_id, person_id);

-- Rules as they stood -------------------------------------------------------------------------------------------------
CREATE TABLE calendar (
  county_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  body json NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, version)
);

CREATE TABLE item_list (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  effective_from date NOT NULL,
  PRIMARY KEY (county_id, list_id, version)
);

CREATE TABLE item (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  category text NOT NULL,
  lead text,
  assists text[] NOT NULL,
  callback text NOT NULL,
  keywords text[] NOT NULL,
  PRIMARY KEY (county_id, list_id, version, item_id)
);
CREATE INDEX item_category ON item (county_id, category, code);

CREATE TABLE item_condition (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  condition_id text COLLATE "C" NOT NULL,
  position integer NOT NULL,
  words text NOT NULL,
  finish text NOT NULL,
  process text NOT NULL,
  limits json NOT NULL,
  arrival boolean NOT NULL,
  PRIMARY KEY (county_id, list_id, version, item_id, condition_id)
);

-- Matters -------------------------------------------------------------------------------------------------------------
CREATE SEQUENCE matter_number_seq INCREMENT 1;

CREATE TABLE matter (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  number text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  head bytea NOT NULL,
  channel text NOT NULL,
  submitted_at timestamptz NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  place_then text COLLATE "C" NOT NULL,
  path text COLLATE "C" NOT NULL,
  lon double precision,
  lat double precision,
  holder_id text COLLATE "C",
  handler_id text COLLATE "C",
  list_id text COLLATE "C",
  list_version integer,
  item_id text COLLATE "C",
  condition_id text COLLATE "C",
  callback text NOT NULL,
  reporter_id uuid,
  reporter_kind text NOT NULL,
  reachable boolean NOT NULL,
  lead_unit text COLLATE "C",
  round smallint NOT NULL DEFAULT 1,
  raise_count smallint NOT NULL DEFAULT 0,
  refuse_count smallint NOT NULL DEFAULT 0,
  redo_count smallint NOT NULL DEFAULT 0,
  attempts smallint NOT NULL DEFAULT 0,
  outcome text,
  first_concluded_at timestamptz,
  concluded_at timestamptz,
  closed_at timestamptz,
  first_verdict json,
  verdict json,
  due_at timestamptz,
  card text NOT NULL DEFAULT 'none',
  pictures smallint NOT NULL DEFAULT 0,
  historic boolean NOT NULL DEFAULT false,
  external_key text,
  intake_hash bytea,
  PRIMARY KEY (county_id, matter_id)
);
CREATE UNIQUE INDEX matter_number ON matter (county_id, number);
CREATE UNIQUE INDEX matter_external ON matter (county_id, external_key) WHERE external_key IS NOT NULL;
CREATE INDEX matter_submitted ON matter (county_id, submitted_at, matter_id);
CREATE INDEX matter_path ON matter (county_id, path, submitted_at);
CREATE INDEX matter_hand ON matter (county_id, holder_id, state, due_at, matter_id) WHERE holder_id IS NOT NULL;
CREATE INDEX matter_due ON matter (county_id, due_at, matter_id) WHERE due_at IS NOT NULL;
CREATE INDEX matter_reporter ON matter (county_id, reporter_id, submitted_at) WHERE reporter_id IS NOT NULL;

-- Free text is personal data: here and nowhere else. The journal refers to text_no and vouches with a keyed hash.
CREATE TABLE matter_text (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  text_no smallint NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (county_id, matter_id, text_no)
);

CREATE TABLE assignment (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  assignment_no smallint NOT NULL,
  unit_id text COLLATE "C" NOT NULL,
  role text NOT NULL,
  state text COLLATE "C" NOT NULL,
  round smallint NOT NULL,
  binding boolean NOT NULL,
  arrival boolean NOT NULL,
  sent_at timestamptz NOT NULL,
  taken_on_at timestamptz,
  arrived_at timestamptz,
  concluded_at timestamptz,
  refused_for text,
  ruled boolean NOT NULL,
  outcome text,
  submitted_at timestamptz NOT NULL,
  due_at timestamptz,
  PRIMARY KEY (county_id, matter_id, assignment_no)
);
CREATE INDEX assignment_unit ON assignment (county_id, unit_id, submitted_at, matter_id);
CREATE INDEX assignment_open ON assignment (county_id, unit_id, state, due_at, matter_id)
  WHERE state IN ('sent', 'taken_on', 'arrived');
CREATE INDEX assignment_disputed ON assignment (county_id, matter_id) WHERE NOT ruled;

CREATE TABLE clock (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  clock_no smallint NOT NULL,
  assignment_no smallint,
  kind text NOT NULL,
  started_at timestamptz NOT NULL,
  span json NOT NULL,
  rule text NOT NULL,
  calendar_version integer NOT NULL,
  provisional boolean NOT NULL,
  yellow_at timestamptz,
  due_at timestamptz,
  card text COLLATE "C" NOT NULL,
  stopped_at timestamptz,
  verdict text,
  PRIMARY KEY (county_id, matter_id, clock_no)
);
CREATE INDEX clock_yellow ON clock (county_id, yellow_at, matter_id) WHERE stopped_at IS NULL AND card = 'none';
CREATE INDEX clock_red ON clock (county_id, due_at, matter_id) WHERE stopped_at IS NULL AND card <> 'red';
CREATE INDEX clock_provisional ON clock (county_id, matter_id) WHERE stopped_at IS NULL;

CREATE TABLE clock_request (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  request_no smallint NOT NULL,
  assignment_no smallint NOT NULL,
  kind text NOT NULL,
  amount json,
  asked_at timestamptz NOT NULL,
  state text NOT NULL,
  PRIMARY KEY (county_id, matter_id, request_no)
);
CREATE INDEX clock_request_open ON clock_request (county_id, matter_id) WHERE state = 'open';

-- Files ---------------------------------------------------------------------------------------------------------------
CREATE TABLE file (
  county_id text COLLATE "C" NOT NULL,
  file_id uuid NOT NULL,
  owner_id uuid,
  sha256 bytea NOT NULL,
  bytes integer NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, file_id)
);

CREATE TABLE matter_file (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  file_id uuid NOT NULL,
  seq integer NOT NULL,
  stage text NOT NULL,
  PRIMARY KEY (county_id, matter_id, file_id)
);
CREATE INDEX matter_file_file ON matter_file (county_id, file_id);

-- Journal, outbox, seals ----------------------------------------------------------------------------------------------
CREATE TABLE journal (
  county_id text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  event json NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (county_id, subject_kind, subject_id, seq)
);

CREATE TABLE outbox (
  county_id text COLLATE "C" NOT NULL,
  queue_no bigint GENERATED BY DEFAULT AS IDENTITY,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  PRIMARY KEY (county_id, queue_no)
);

CREATE TABLE drain_lease (
  county_id text COLLATE "C" PRIMARY KEY,
  holder text NOT NULL,
  until timestamptz NOT NULL
);

-- Effects that must happen once: a row is the right to have done it.
CREATE TABLE delivery (
  county_id text COLLATE "C" NOT NULL,
  rule text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  PRIMARY KEY (county_id, rule, subject_kind, subject_id, seq)
);

CREATE TABLE seal (
  county_id text COLLATE "C" NOT NULL,
  seal_no integer NOT NULL,
  sealed_at timestamptz NOT NULL,
  events integer NOT NULL,
  root bytea NOT NULL,
  mac bytea NOT NULL,
  PRIMARY KEY (county_id, seal_no)
);

CREATE TABLE seal_entry (
  county_id text COLLATE "C" NOT NULL,
  seal_no integer NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (county_id, seal_no, subject_kind, subject_id)
);

CREATE TABLE command_key (
  county_id text COLLATE "C" NOT NULL,
  actor text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  body_hash bytea NOT NULL,
  result json,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, actor, key)
);
CREATE INDEX command_key_age ON command_key (county_id, made_at);

-- Messages to people: a template and references; the words are made when it is sent.
CREATE TABLE message (
  county_id text COLLATE "C" NOT NULL,
  message_id uuid NOT NULL,
  person_id uuid NOT NULL,
  template text NOT NULL,
  matter_id uuid,
  made_at timestamptz NOT NULL,
  sent_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  PRIMARY KEY (county_id, message_id)
);
CREATE INDEX message_waiting ON message (county_id, made_at) WHERE sent_at IS NULL;

-- Tallies: made by reactions, rebuilt by the day ----------------------------------------------------------------------
CREATE TABLE tally (
  county_id text COLLATE "C" NOT NULL,
  day date NOT NULL,
  community_id text COLLATE "C" NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  received integer NOT NULL,
  concluded integer NOT NULL,
  closed integer NOT NULL,
  judged integer NOT NULL,
  satisfied integer NOT NULL,
  met integer NOT NULL,
  on_time integer NOT NULL,
  late integer NOT NULL,
  hours bigint NOT NULL,
  redone integer NOT NULL,
  PRIMARY KEY (county_id, day, community_id, item_id)
);

CREATE TABLE tally_dirty (
  county_id text COLLATE "C" NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (county_id, day)
);

-- Long work -----------------------------------------------------------------------------------------------------------
CREATE TABLE job (
  county_id text COLLATE "C" NOT NULL,
  job_id uuid NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  done integer NOT NULL DEFAULT 0,
  total integer NOT NULL DEFAULT 0,
  input json NOT NULL,
  result json,
  started_by uuid,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (county_id, job_id)
);
CREATE INDEX job_recent ON job (county_id, started_at);
