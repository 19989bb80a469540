-- Generated from server/migrations by `npm run check -- --fix`. Not run by anything; read it, and compare it.

CREATE SEQUENCE public.matter_number_seq AS bigint START 1 INCREMENT 1 MINVALUE 1 MAXVALUE 9223372036854775807;

CREATE TABLE public.account (
  county_id text COLLATE "C" NOT NULL,
  account_id uuid NOT NULL,
  person_id uuid NOT NULL,
  username text NOT NULL,
  password_hash text NOT NULL,
  demo boolean DEFAULT false NOT NULL,
  disabled_at timestamp with time zone,
  CONSTRAINT account_pkey PRIMARY KEY (county_id, account_id),
  CONSTRAINT account_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id)
);
CREATE UNIQUE INDEX account_username ON public.account USING btree (county_id, username);

CREATE TABLE public.assignment (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  assignment_no smallint NOT NULL,
  unit_id text COLLATE "C" NOT NULL,
  role text NOT NULL,
  state text COLLATE "C" NOT NULL,
  round smallint NOT NULL,
  binding boolean NOT NULL,
  arrival boolean NOT NULL,
  sent_at timestamp with time zone NOT NULL,
  taken_on_at timestamp with time zone,
  arrived_at timestamp with time zone,
  concluded_at timestamp with time zone,
  refused_for text,
  ruled boolean NOT NULL,
  outcome text,
  submitted_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  CONSTRAINT assignment_pkey PRIMARY KEY (county_id, matter_id, assignment_no),
  CONSTRAINT assignment_county_id_matter_id_fkey FOREIGN KEY (county_id, matter_id) REFERENCES matter(county_id, matter_id),
  CONSTRAINT assignment_county_id_unit_id_fkey FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, unit_id)
);
CREATE INDEX assignment_disputed ON public.assignment USING btree (county_id, matter_id) WHERE (NOT ruled);
CREATE INDEX assignment_open ON public.assignment USING btree (county_id, unit_id, state, due_at, matter_id) WHERE (state = ANY (ARRAY['sent'::text, 'taken_on'::text, 'arrived'::text]));
CREATE INDEX assignment_unit ON public.assignment USING btree (county_id, unit_id, submitted_at, matter_id);

CREATE TABLE public.away (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  CONSTRAINT away_pkey PRIMARY KEY (county_id, person_id, from_day),
  CONSTRAINT away_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id)
);

CREATE TABLE public.calendar (
  county_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  body json NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT calendar_pkey PRIMARY KEY (county_id, version)
);

CREATE TABLE public.circle_result (
  county_id text COLLATE "C" NOT NULL,
  result_id uuid NOT NULL,
  kind text NOT NULL,
  input json NOT NULL,
  summary json NOT NULL,
  body json NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT circle_result_pkey PRIMARY KEY (county_id, result_id),
  CONSTRAINT circle_result_county_id_fkey FOREIGN KEY (county_id) REFERENCES county(county_id)
);
CREATE INDEX circle_result_made ON public.circle_result USING btree (county_id, made_at);

CREATE TABLE public.clock (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  clock_no smallint NOT NULL,
  assignment_no smallint,
  kind text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  span json NOT NULL,
  rule text NOT NULL,
  calendar_version integer NOT NULL,
  provisional boolean NOT NULL,
  yellow_at timestamp with time zone,
  due_at timestamp with time zone,
  card text COLLATE "C" NOT NULL,
  stopped_at timestamp with time zone,
  verdict text,
  CONSTRAINT clock_pkey PRIMARY KEY (county_id, matter_id, clock_no)
);
CREATE INDEX clock_provisional ON public.clock USING btree (county_id, matter_id) WHERE (stopped_at IS NULL);
CREATE INDEX clock_red ON public.clock USING btree (county_id, due_at, matter_id) WHERE ((stopped_at IS NULL) AND (card <> 'red'::text));
CREATE INDEX clock_yellow ON public.clock USING btree (county_id, yellow_at, matter_id) WHERE ((stopped_at IS NULL) AND (card = 'none'::text));

CREATE TABLE public.clock_request (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  request_no smallint NOT NULL,
  assignment_no smallint NOT NULL,
  kind text NOT NULL,
  amount json,
  asked_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  CONSTRAINT clock_request_pkey PRIMARY KEY (county_id, matter_id, request_no),
  CONSTRAINT clock_request_county_id_matter_id_fkey FOREIGN KEY (county_id, matter_id) REFERENCES matter(county_id, matter_id)
);
CREATE INDEX clock_request_open ON public.clock_request USING btree (county_id, matter_id) WHERE (state = 'open'::text);

CREATE TABLE public.command_key (
  county_id text COLLATE "C" NOT NULL,
  actor text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  body_hash bytea NOT NULL,
  result json,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT command_key_pkey PRIMARY KEY (county_id, actor, key)
);
CREATE INDEX command_key_age ON public.command_key USING btree (county_id, made_at);

CREATE TABLE public.county (
  county_id text COLLATE "C" NOT NULL,
  pack_digest text NOT NULL,
  loaded_at timestamp with time zone NOT NULL,
  CONSTRAINT county_pkey PRIMARY KEY (county_id)
);

CREATE TABLE public.coverage_fault (
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
  CONSTRAINT coverage_fault_pkey PRIMARY KEY (county_id, run_id, fault_no),
  CONSTRAINT coverage_fault_county_id_area_id_fkey FOREIGN KEY (county_id, area_id) REFERENCES place(county_id, place_id),
  CONSTRAINT coverage_fault_county_id_run_id_fkey FOREIGN KEY (county_id, run_id) REFERENCES coverage_run(county_id, run_id)
);
CREATE INDEX coverage_fault_area ON public.coverage_fault USING btree (county_id, run_id, area_id, fault_no);
CREATE INDEX coverage_fault_kind ON public.coverage_fault USING btree (county_id, run_id, kind, fault_no);

CREATE TABLE public.coverage_run (
  county_id text COLLATE "C" NOT NULL,
  run_id uuid NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  job_id uuid NOT NULL,
  tolerance double precision NOT NULL,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  areas integer DEFAULT 0 NOT NULL,
  grids integer DEFAULT 0 NOT NULL,
  undrawn integer DEFAULT 0 NOT NULL,
  counts json DEFAULT '{}'::json NOT NULL,
  CONSTRAINT coverage_run_pkey PRIMARY KEY (county_id, run_id),
  CONSTRAINT coverage_run_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);
CREATE INDEX coverage_run_recent ON public.coverage_run USING btree (county_id, started_at);

CREATE TABLE public.delivery (
  county_id text COLLATE "C" NOT NULL,
  rule text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  CONSTRAINT delivery_pkey PRIMARY KEY (county_id, rule, subject_kind, subject_id, seq)
);

CREATE TABLE public.device (
  county_id text COLLATE "C" NOT NULL,
  device_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  maker text NOT NULL,
  serial text NOT NULL,
  spot text NOT NULL,
  lon double precision,
  lat double precision,
  state text NOT NULL,
  since date NOT NULL,
  retired_on date,
  version integer NOT NULL,
  head bytea NOT NULL,
  CONSTRAINT device_pkey PRIMARY KEY (county_id, device_id),
  CONSTRAINT device_place_fk FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);
CREATE INDEX device_kind ON public.device USING btree (county_id, kind, state);
CREATE INDEX device_order ON public.device USING btree (county_id, serial, device_id);
CREATE INDEX device_place ON public.device USING btree (county_id, place_id);
CREATE UNIQUE INDEX device_serial ON public.device USING btree (county_id, maker, serial);

CREATE TABLE public.drain_lease (
  county_id text COLLATE "C" NOT NULL,
  holder text NOT NULL,
  until timestamp with time zone NOT NULL,
  CONSTRAINT drain_lease_pkey PRIMARY KEY (county_id)
);

CREATE TABLE public.duty (
  county_id text COLLATE "C" NOT NULL,
  duty_id uuid NOT NULL,
  roster_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  team_id uuid NOT NULL,
  person_id uuid NOT NULL,
  starts_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  closes_at timestamp with time zone NOT NULL,
  published boolean NOT NULL,
  state text NOT NULL,
  checked_in_at timestamp with time zone,
  late_minutes integer,
  metres integer,
  sent_later boolean DEFAULT false NOT NULL,
  excuse text,
  CONSTRAINT duty_pkey PRIMARY KEY (county_id, duty_id),
  CONSTRAINT duty_county_id_facility_id_fkey FOREIGN KEY (county_id, facility_id) REFERENCES facility(county_id, facility_id),
  CONSTRAINT duty_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id),
  CONSTRAINT duty_county_id_roster_id_fkey FOREIGN KEY (county_id, roster_id) REFERENCES roster(county_id, roster_id)
);
CREATE INDEX duty_facility ON public.duty USING btree (county_id, facility_id, starts_at);
CREATE INDEX duty_missed ON public.duty USING btree (county_id, starts_at, duty_id) WHERE (state = 'missed'::text);
CREATE INDEX duty_open ON public.duty USING btree (county_id, closes_at, duty_id) WHERE ((state = 'planned'::text) AND published);
CREATE INDEX duty_person ON public.duty USING btree (county_id, person_id, starts_at);
CREATE INDEX duty_roster ON public.duty USING btree (county_id, roster_id);

CREATE TABLE public.duty_feed (
  county_id text COLLATE "C" NOT NULL,
  secret_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT duty_feed_pkey PRIMARY KEY (county_id, secret_hash),
  CONSTRAINT duty_feed_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id)
);
CREATE INDEX duty_feed_person ON public.duty_feed USING btree (county_id, person_id);

CREATE TABLE public.duty_swap (
  county_id text COLLATE "C" NOT NULL,
  swap_id uuid NOT NULL,
  duty_id uuid NOT NULL,
  asker_id uuid NOT NULL,
  asked_id uuid NOT NULL,
  return_id uuid,
  state text NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  version integer NOT NULL,
  CONSTRAINT duty_swap_pkey PRIMARY KEY (county_id, swap_id),
  CONSTRAINT duty_swap_county_id_duty_id_fkey FOREIGN KEY (county_id, duty_id) REFERENCES duty(county_id, duty_id)
);
CREATE INDEX duty_swap_asked ON public.duty_swap USING btree (county_id, asked_id, asked_at);
CREATE INDEX duty_swap_asker ON public.duty_swap USING btree (county_id, asker_id, asked_at);
CREATE UNIQUE INDEX duty_swap_open ON public.duty_swap USING btree (county_id, duty_id) WHERE (state = ANY (ARRAY['asked'::text, 'agreed'::text]));

CREATE TABLE public.effect_due (
  county_id text COLLATE "C" NOT NULL,
  rule text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  due_at timestamp with time zone NOT NULL,
  CONSTRAINT effect_due_pkey PRIMARY KEY (county_id, rule, subject_kind, subject_id, seq)
);
CREATE INDEX effect_due_next ON public.effect_due USING btree (county_id, due_at);

CREATE TABLE public.facility (
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
  CONSTRAINT facility_pkey PRIMARY KEY (county_id, facility_id),
  CONSTRAINT facility_county_id_contact_post_fkey FOREIGN KEY (county_id, contact_post) REFERENCES post(county_id, post_id),
  CONSTRAINT facility_county_id_fkey FOREIGN KEY (county_id) REFERENCES county(county_id),
  CONSTRAINT facility_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);
CREATE UNIQUE INDEX facility_name ON public.facility USING btree (county_id, kind, place_id, name) WHERE (to_day IS NULL);
CREATE INDEX facility_place ON public.facility USING btree (county_id, place_id);

CREATE TABLE public.file (
  county_id text COLLATE "C" NOT NULL,
  file_id uuid NOT NULL,
  owner_id uuid,
  sha256 bytea NOT NULL,
  bytes integer NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT file_pkey PRIMARY KEY (county_id, file_id)
);

CREATE TABLE public.grade_fact (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  fact_no smallint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  of text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  day date NOT NULL,
  withdrawn boolean NOT NULL,
  reason text COLLATE "C",
  made_at timestamp with time zone NOT NULL,
  made_by uuid,
  CONSTRAINT grade_fact_pkey PRIMARY KEY (county_id, person_id, fact_no),
  CONSTRAINT grade_fact_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES grade_standing(county_id, person_id)
);

CREATE TABLE public.grade_standing (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  table_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  head bytea NOT NULL,
  CONSTRAINT grade_standing_pkey PRIMARY KEY (county_id, person_id),
  CONSTRAINT grade_standing_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id)
);

CREATE TABLE public.grade_step (
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
  made_at timestamp with time zone NOT NULL,
  made_by uuid,
  CONSTRAINT grade_step_pkey PRIMARY KEY (county_id, person_id, step_no),
  CONSTRAINT grade_step_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES grade_standing(county_id, person_id)
);

CREATE TABLE public.item (
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
  handled_by text[],
  supervised_by text[],
  CONSTRAINT item_pkey PRIMARY KEY (county_id, list_id, version, item_id),
  CONSTRAINT item_county_id_list_id_version_fkey FOREIGN KEY (county_id, list_id, version) REFERENCES list_version(county_id, list_id, version)
);
CREATE INDEX item_category ON public.item USING btree (county_id, category, code);

CREATE TABLE public.item_condition (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  item_id text COLLATE "C" NOT NULL,
  condition_id text COLLATE "C" NOT NULL,
  "position" integer NOT NULL,
  words text NOT NULL,
  finish text NOT NULL,
  process text NOT NULL,
  limits json NOT NULL,
  arrival boolean NOT NULL,
  CONSTRAINT item_condition_pkey PRIMARY KEY (county_id, list_id, version, item_id, condition_id),
  CONSTRAINT item_condition_county_id_list_id_version_item_id_fkey FOREIGN KEY (county_id, list_id, version, item_id) REFERENCES item(county_id, list_id, version, item_id)
);

CREATE TABLE public.job (
  county_id text COLLATE "C" NOT NULL,
  job_id uuid NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  done integer DEFAULT 0 NOT NULL,
  total integer DEFAULT 0 NOT NULL,
  input json NOT NULL,
  result json,
  started_by uuid,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT job_pkey PRIMARY KEY (county_id, job_id)
);
CREATE INDEX job_recent ON public.job USING btree (county_id, started_at);

CREATE TABLE public.journal (
  county_id text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  occurred_at timestamp with time zone NOT NULL,
  recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  event json NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT journal_pkey PRIMARY KEY (county_id, subject_kind, subject_id, seq)
);
CREATE TRIGGER journal_stays BEFORE DELETE OR UPDATE ON public.journal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_stays_whole BEFORE TRUNCATE ON public.journal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE public.list_approval (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  person_id uuid NOT NULL,
  post_id text COLLATE "C",
  approved_at timestamp with time zone NOT NULL,
  CONSTRAINT list_approval_pkey PRIMARY KEY (county_id, list_id, version, person_id),
  CONSTRAINT list_approval_county_id_list_id_version_fkey FOREIGN KEY (county_id, list_id, version) REFERENCES list_version(county_id, list_id, version)
);

CREATE TABLE public.list_duty (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  post_kind text COLLATE "C" NOT NULL,
  phase text COLLATE "C" NOT NULL,
  "position" integer NOT NULL,
  zh text NOT NULL,
  en text NOT NULL,
  CONSTRAINT list_duty_pkey PRIMARY KEY (county_id, list_id, version, post_kind, phase, "position"),
  CONSTRAINT list_duty_county_id_list_id_version_fkey FOREIGN KEY (county_id, list_id, version) REFERENCES list_version(county_id, list_id, version)
);

CREATE TABLE public.list_note (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  note_no integer NOT NULL,
  verb text NOT NULL,
  person_id uuid NOT NULL,
  noted_at timestamp with time zone NOT NULL,
  body text NOT NULL,
  CONSTRAINT list_note_pkey PRIMARY KEY (county_id, list_id, version, note_no),
  CONSTRAINT list_note_county_id_list_id_version_fkey FOREIGN KEY (county_id, list_id, version) REFERENCES list_version(county_id, list_id, version)
);

CREATE TABLE public.list_replay (
  county_id text COLLATE "C" NOT NULL,
  replay_id uuid NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  revision integer NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  made_at timestamp with time zone NOT NULL,
  looked integer DEFAULT 0 NOT NULL,
  done_at timestamp with time zone,
  figures json,
  CONSTRAINT list_replay_pkey PRIMARY KEY (county_id, replay_id),
  CONSTRAINT list_replay_county_id_list_id_version_fkey FOREIGN KEY (county_id, list_id, version) REFERENCES list_version(county_id, list_id, version)
);
CREATE UNIQUE INDEX list_replay_version ON public.list_replay USING btree (county_id, list_id, version);

CREATE TABLE public.list_replay_matter (
  county_id text COLLATE "C" NOT NULL,
  replay_id uuid NOT NULL,
  matter_id uuid NOT NULL,
  submitted_at timestamp with time zone NOT NULL,
  flags text[] NOT NULL,
  CONSTRAINT list_replay_matter_pkey PRIMARY KEY (county_id, replay_id, matter_id),
  CONSTRAINT list_replay_matter_county_id_replay_id_fkey FOREIGN KEY (county_id, replay_id) REFERENCES list_replay(county_id, replay_id)
);
CREATE INDEX list_replay_order ON public.list_replay_matter USING btree (county_id, replay_id, submitted_at, matter_id);

CREATE TABLE public.list_version (
  county_id text COLLATE "C" NOT NULL,
  list_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  title text NOT NULL,
  effective_from date,
  kind text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  base integer,
  authors uuid[] DEFAULT '{}'::uuid[] NOT NULL,
  made_at timestamp with time zone,
  CONSTRAINT item_list_pkey PRIMARY KEY (county_id, list_id, version)
);
CREATE INDEX list_version_kind ON public.list_version USING btree (county_id, kind, effective_from);

CREATE TABLE public.matter (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  number text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  head bytea NOT NULL,
  channel text NOT NULL,
  submitted_at timestamp with time zone NOT NULL,
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
  round smallint DEFAULT 1 NOT NULL,
  raise_count smallint DEFAULT 0 NOT NULL,
  refuse_count smallint DEFAULT 0 NOT NULL,
  redo_count smallint DEFAULT 0 NOT NULL,
  attempts smallint DEFAULT 0 NOT NULL,
  outcome text,
  first_concluded_at timestamp with time zone,
  concluded_at timestamp with time zone,
  closed_at timestamp with time zone,
  first_verdict json,
  verdict json,
  due_at timestamp with time zone,
  card text DEFAULT 'none'::text NOT NULL,
  pictures smallint DEFAULT 0 NOT NULL,
  historic boolean DEFAULT false NOT NULL,
  external_key text,
  intake_hash bytea,
  CONSTRAINT matter_pkey PRIMARY KEY (county_id, matter_id)
);
CREATE INDEX matter_due ON public.matter USING btree (county_id, due_at, matter_id) WHERE (due_at IS NOT NULL);
CREATE UNIQUE INDEX matter_external ON public.matter USING btree (county_id, external_key) WHERE (external_key IS NOT NULL);
CREATE INDEX matter_hand ON public.matter USING btree (county_id, holder_id, state, due_at, matter_id) WHERE (holder_id IS NOT NULL);
CREATE UNIQUE INDEX matter_number ON public.matter USING btree (county_id, number);
CREATE INDEX matter_path ON public.matter USING btree (county_id, path, submitted_at);
CREATE INDEX matter_reporter ON public.matter USING btree (county_id, reporter_id, submitted_at) WHERE (reporter_id IS NOT NULL);
CREATE INDEX matter_submitted ON public.matter USING btree (county_id, submitted_at, matter_id);

CREATE TABLE public.matter_file (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  file_id uuid NOT NULL,
  seq integer NOT NULL,
  stage text NOT NULL,
  CONSTRAINT matter_file_pkey PRIMARY KEY (county_id, matter_id, file_id),
  CONSTRAINT matter_file_county_id_file_id_fkey FOREIGN KEY (county_id, file_id) REFERENCES file(county_id, file_id),
  CONSTRAINT matter_file_county_id_matter_id_fkey FOREIGN KEY (county_id, matter_id) REFERENCES matter(county_id, matter_id)
);
CREATE INDEX matter_file_file ON public.matter_file USING btree (county_id, file_id);

CREATE TABLE public.matter_search (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  grams tsvector NOT NULL,
  CONSTRAINT matter_search_pkey PRIMARY KEY (county_id, matter_id)
);
CREATE INDEX matter_search_grams ON public.matter_search USING gin (grams);

CREATE TABLE public.matter_text (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  text_no smallint NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  CONSTRAINT matter_text_pkey PRIMARY KEY (county_id, matter_id, text_no)
);

CREATE TABLE public.message (
  county_id text COLLATE "C" NOT NULL,
  message_id uuid NOT NULL,
  person_id uuid NOT NULL,
  template text NOT NULL,
  matter_id uuid,
  made_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  attempts integer DEFAULT 0 NOT NULL,
  term_id uuid,
  CONSTRAINT message_pkey PRIMARY KEY (county_id, message_id),
  CONSTRAINT message_county_id_term_id_fkey FOREIGN KEY (county_id, term_id) REFERENCES term(county_id, term_id)
);
CREATE INDEX message_waiting ON public.message USING btree (county_id, made_at) WHERE (sent_at IS NULL);

CREATE TABLE public.outbox (
  county_id text COLLATE "C" NOT NULL,
  queue_no bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  CONSTRAINT outbox_pkey PRIMARY KEY (county_id, queue_no)
);

CREATE TABLE public.party_cover (
  county_id text COLLATE "C" NOT NULL,
  org_id uuid NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  alone boolean NOT NULL,
  CONSTRAINT party_cover_pkey PRIMARY KEY (county_id, org_id, place_id, from_day),
  CONSTRAINT party_cover_county_id_org_id_fkey FOREIGN KEY (county_id, org_id) REFERENCES party_org(county_id, org_id),
  CONSTRAINT party_cover_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);
CREATE UNIQUE INDEX party_cover_alone ON public.party_cover USING btree (county_id, place_id) WHERE (alone AND (to_day IS NULL));
CREATE INDEX party_cover_place ON public.party_cover USING btree (county_id, place_id);

CREATE TABLE public.party_member (
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
  CONSTRAINT party_member_pkey PRIMARY KEY (county_id, member_id),
  CONSTRAINT party_member_county_id_home_unit_fkey FOREIGN KEY (county_id, home_unit) REFERENCES unit(county_id, unit_id),
  CONSTRAINT party_member_county_id_org_id_fkey FOREIGN KEY (county_id, org_id) REFERENCES party_org(county_id, org_id),
  CONSTRAINT party_member_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id),
  CONSTRAINT party_member_county_id_residence_id_fkey FOREIGN KEY (county_id, residence_id) REFERENCES place(county_id, place_id)
);
CREATE UNIQUE INDEX party_member_once ON public.party_member USING btree (county_id, person_id, org_id) WHERE (to_day IS NULL);
CREATE INDEX party_member_org ON public.party_member USING btree (county_id, org_id, from_day);
CREATE UNIQUE INDEX party_member_own ON public.party_member USING btree (county_id, person_id) WHERE ((relation = 'own'::text) AND (to_day IS NULL));
CREATE INDEX party_member_person ON public.party_member USING btree (county_id, person_id);
CREATE INDEX party_member_residence ON public.party_member USING btree (county_id, residence_id) WHERE (residence_id IS NOT NULL);

CREATE TABLE public.party_org (
  county_id text COLLATE "C" NOT NULL,
  org_id uuid NOT NULL,
  parent_id uuid,
  kind text COLLATE "C" NOT NULL,
  variety text COLLATE "C",
  name text NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  term_day date,
  reminded_day date,
  version integer NOT NULL,
  head bytea NOT NULL,
  CONSTRAINT party_org_pkey PRIMARY KEY (county_id, org_id),
  CONSTRAINT party_org_county_id_parent_id_fkey FOREIGN KEY (county_id, parent_id) REFERENCES party_org(county_id, org_id),
  CONSTRAINT party_org_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);
CREATE INDEX party_org_kind ON public.party_org USING btree (county_id, kind, variety);
CREATE INDEX party_org_parent ON public.party_org USING btree (county_id, parent_id, name);
CREATE INDEX party_org_place ON public.party_org USING btree (county_id, place_id);
CREATE INDEX party_org_term ON public.party_org USING btree (county_id, term_day) WHERE (term_day IS NOT NULL);

CREATE TABLE public.party_plan (
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
  made_at timestamp with time zone NOT NULL,
  applied_day date,
  version integer NOT NULL,
  head bytea NOT NULL,
  CONSTRAINT party_plan_pkey PRIMARY KEY (county_id, plan_id),
  CONSTRAINT party_plan_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);
CREATE INDEX party_plan_made ON public.party_plan USING btree (county_id, made_at);

CREATE TABLE public.party_plaque (
  county_id text COLLATE "C" NOT NULL,
  plaque_id uuid NOT NULL,
  org_id uuid NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  CONSTRAINT party_plaque_pkey PRIMARY KEY (county_id, plaque_id),
  CONSTRAINT party_plaque_county_id_org_id_fkey FOREIGN KEY (county_id, org_id) REFERENCES party_org(county_id, org_id),
  CONSTRAINT party_plaque_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);
CREATE INDEX party_plaque_org ON public.party_plaque USING btree (county_id, org_id);

CREATE TABLE public.path_network (
  county_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  ways integer NOT NULL,
  kilometres double precision NOT NULL,
  body json NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT path_network_pkey PRIMARY KEY (county_id, version),
  CONSTRAINT path_network_county_id_fkey FOREIGN KEY (county_id) REFERENCES county(county_id)
);

CREATE TABLE public.person (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL,
  name text,
  phone_sealed bytea,
  phone_index bytea,
  created_at timestamp with time zone NOT NULL,
  erased_at timestamp with time zone,
  version integer NOT NULL,
  head bytea NOT NULL,
  CONSTRAINT person_pkey PRIMARY KEY (county_id, person_id)
);
CREATE INDEX person_name ON public.person USING btree (county_id, name);
CREATE INDEX person_phone ON public.person USING btree (county_id, phone_index) WHERE (phone_index IS NOT NULL);

CREATE TABLE public.person_key (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  secret bytea NOT NULL,
  CONSTRAINT person_key_pkey PRIMARY KEY (county_id, person_id)
);

CREATE TABLE public.phone_code (
  county_id text COLLATE "C" NOT NULL,
  phone_index bytea NOT NULL,
  code_hash bytea NOT NULL,
  phone_sealed bytea NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  CONSTRAINT phone_code_pkey PRIMARY KEY (county_id, phone_index)
);

CREATE TABLE public.place (
  county_id text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  parent_id text COLLATE "C",
  kind text NOT NULL,
  subkind text,
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  path text COLLATE "C" NOT NULL,
  gridded boolean DEFAULT false NOT NULL,
  from_day date NOT NULL,
  to_day date,
  version integer NOT NULL,
  head bytea NOT NULL,
  ended_by uuid,
  households integer,
  lon double precision,
  lat double precision,
  CONSTRAINT place_pkey PRIMARY KEY (county_id, place_id),
  CONSTRAINT place_households_check CHECK ((households > 0)),
  CONSTRAINT place_point CHECK (((lon IS NULL) = (lat IS NULL))),
  CONSTRAINT place_county_id_ended_by_fkey FOREIGN KEY (county_id, ended_by) REFERENCES place_change(county_id, change_id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT place_county_id_fkey FOREIGN KEY (county_id) REFERENCES county(county_id),
  CONSTRAINT place_county_id_parent_id_fkey FOREIGN KEY (county_id, parent_id) REFERENCES place(county_id, place_id)
);
CREATE INDEX place_code ON public.place USING btree (county_id, code) WHERE (code <> ''::text);
CREATE INDEX place_kind ON public.place USING btree (county_id, kind, subkind);
CREATE INDEX place_parent ON public.place USING btree (county_id, parent_id, code);
CREATE UNIQUE INDEX place_path ON public.place USING btree (county_id, path);

CREATE TABLE public.place_change (
  county_id text COLLATE "C" NOT NULL,
  change_id uuid NOT NULL,
  kind text NOT NULL,
  places text[] COLLATE "C" NOT NULL,
  heirs text[] COLLATE "C" NOT NULL,
  effective_from date NOT NULL,
  state text NOT NULL,
  body json NOT NULL,
  by_person uuid,
  by_post text,
  made_at timestamp with time zone NOT NULL,
  done_at timestamp with time zone,
  job_id uuid,
  CONSTRAINT place_change_pkey PRIMARY KEY (county_id, change_id),
  CONSTRAINT place_change_county_id_by_person_fkey FOREIGN KEY (county_id, by_person) REFERENCES person(county_id, person_id),
  CONSTRAINT place_change_county_id_fkey FOREIGN KEY (county_id) REFERENCES county(county_id)
);
CREATE INDEX place_change_made ON public.place_change USING btree (county_id, made_at, change_id);
CREATE INDEX place_change_planned ON public.place_change USING btree (county_id, effective_from) WHERE (state = 'planned'::text);

CREATE TABLE public.place_shape (
  county_id text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  shape json NOT NULL,
  CONSTRAINT place_shape_pkey PRIMARY KEY (county_id, place_id),
  CONSTRAINT place_shape_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);

CREATE TABLE public.post (
  county_id text COLLATE "C" NOT NULL,
  post_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  place_id text COLLATE "C",
  unit_id text COLLATE "C",
  version integer NOT NULL,
  head bytea NOT NULL,
  CONSTRAINT post_pkey PRIMARY KEY (county_id, post_id),
  CONSTRAINT post_check CHECK (((place_id IS NULL) <> (unit_id IS NULL))),
  CONSTRAINT post_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id),
  CONSTRAINT post_county_id_unit_id_fkey FOREIGN KEY (county_id, unit_id) REFERENCES unit(county_id, unit_id)
);
CREATE UNIQUE INDEX post_at ON public.post USING btree (county_id, kind, COALESCE(place_id, unit_id));
CREATE INDEX post_place ON public.post USING btree (county_id, place_id) WHERE (place_id IS NOT NULL);
CREATE INDEX post_unit ON public.post USING btree (county_id, unit_id) WHERE (unit_id IS NOT NULL);

CREATE TABLE public.reading_reason (
  county_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  read_at timestamp with time zone NOT NULL,
  reader_id uuid NOT NULL,
  matter_id uuid,
  reason text NOT NULL,
  CONSTRAINT reading_reason_pkey PRIMARY KEY (county_id, person_id, read_at, reader_id)
);

CREATE TABLE public.roster (
  county_id text COLLATE "C" NOT NULL,
  roster_id uuid NOT NULL,
  facility_id uuid NOT NULL,
  rule json NOT NULL,
  team_ids uuid[] NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  state text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  version integer NOT NULL,
  head bytea NOT NULL,
  CONSTRAINT roster_pkey PRIMARY KEY (county_id, roster_id),
  CONSTRAINT roster_county_id_facility_id_fkey FOREIGN KEY (county_id, facility_id) REFERENCES facility(county_id, facility_id)
);
CREATE INDEX roster_facility ON public.roster USING btree (county_id, facility_id, from_day);

CREATE TABLE public.schema_migration (
  name text COLLATE "C" NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT schema_migration_pkey PRIMARY KEY (name)
);

CREATE TABLE public.seal (
  county_id text COLLATE "C" NOT NULL,
  seal_no integer NOT NULL,
  sealed_at timestamp with time zone NOT NULL,
  events integer NOT NULL,
  root bytea NOT NULL,
  mac bytea NOT NULL,
  CONSTRAINT seal_pkey PRIMARY KEY (county_id, seal_no)
);
CREATE TRIGGER seal_stays BEFORE DELETE OR UPDATE ON public.seal FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_stays_whole BEFORE TRUNCATE ON public.seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE public.seal_entry (
  county_id text COLLATE "C" NOT NULL,
  seal_no integer NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT seal_entry_pkey PRIMARY KEY (county_id, seal_no, subject_kind, subject_id),
  CONSTRAINT seal_entry_county_id_seal_no_fkey FOREIGN KEY (county_id, seal_no) REFERENCES seal(county_id, seal_no)
);
CREATE TRIGGER seal_entry_stays BEFORE DELETE OR UPDATE ON public.seal_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_entry_stays_whole BEFORE TRUNCATE ON public.seal_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE public.search_dirty (
  county_id text COLLATE "C" NOT NULL,
  matter_id uuid NOT NULL,
  CONSTRAINT search_dirty_pkey PRIMARY KEY (county_id, matter_id)
);

CREATE TABLE public.session (
  county_id text COLLATE "C" NOT NULL,
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (county_id, token_hash),
  CONSTRAINT session_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id)
);
CREATE INDEX session_person ON public.session USING btree (county_id, person_id);

CREATE TABLE public.tally (
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
  CONSTRAINT tally_pkey PRIMARY KEY (county_id, day, community_id, item_id)
);

CREATE TABLE public.tally_dirty (
  county_id text COLLATE "C" NOT NULL,
  day date NOT NULL,
  CONSTRAINT tally_dirty_pkey PRIMARY KEY (county_id, day)
);

CREATE TABLE public.team (
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
  CONSTRAINT team_pkey PRIMARY KEY (county_id, team_id),
  CONSTRAINT team_county_id_facility_id_fkey FOREIGN KEY (county_id, facility_id) REFERENCES facility(county_id, facility_id),
  CONSTRAINT team_county_id_place_id_fkey FOREIGN KEY (county_id, place_id) REFERENCES place(county_id, place_id)
);
CREATE UNIQUE INDEX team_name ON public.team USING btree (county_id, kind, place_id, name) WHERE (to_day IS NULL);
CREATE INDEX team_place ON public.team USING btree (county_id, place_id);

CREATE TABLE public.team_member (
  county_id text COLLATE "C" NOT NULL,
  team_id uuid NOT NULL,
  person_id uuid NOT NULL,
  "position" integer NOT NULL,
  CONSTRAINT team_member_pkey PRIMARY KEY (county_id, team_id, person_id),
  CONSTRAINT team_member_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id),
  CONSTRAINT team_member_county_id_team_id_fkey FOREIGN KEY (county_id, team_id) REFERENCES team(county_id, team_id)
);
CREATE INDEX team_member_person ON public.team_member USING btree (county_id, person_id);

CREATE TABLE public.term (
  county_id text COLLATE "C" NOT NULL,
  term_id uuid NOT NULL,
  post_id text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  from_day date NOT NULL,
  to_day date,
  filled text COLLATE "C",
  follows uuid,
  suspended_at timestamp with time zone,
  ended text COLLATE "C",
  reminded_at timestamp with time zone,
  CONSTRAINT term_pkey PRIMARY KEY (county_id, term_id),
  CONSTRAINT term_county_id_follows_fkey FOREIGN KEY (county_id, follows) REFERENCES term(county_id, term_id),
  CONSTRAINT term_county_id_person_id_fkey FOREIGN KEY (county_id, person_id) REFERENCES person(county_id, person_id),
  CONSTRAINT term_county_id_post_id_fkey FOREIGN KEY (county_id, post_id) REFERENCES post(county_id, post_id)
);
CREATE INDEX term_ending ON public.term USING btree (county_id, to_day, term_id) WHERE ((ended IS NULL) AND (to_day IS NOT NULL));
CREATE INDEX term_person ON public.term USING btree (county_id, person_id);
CREATE INDEX term_post ON public.term USING btree (county_id, post_id);

CREATE TABLE public.unit (
  county_id text COLLATE "C" NOT NULL,
  unit_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  jurisdiction text COLLATE "C" NOT NULL,
  reporting_in boolean DEFAULT false NOT NULL,
  version integer NOT NULL,
  head bytea NOT NULL,
  reports_to text COLLATE "C",
  CONSTRAINT unit_pkey PRIMARY KEY (county_id, unit_id),
  CONSTRAINT unit_county_id_jurisdiction_fkey FOREIGN KEY (county_id, jurisdiction) REFERENCES place(county_id, place_id),
  CONSTRAINT unit_county_id_reports_to_fkey FOREIGN KEY (county_id, reports_to) REFERENCES place(county_id, place_id)
);
CREATE INDEX unit_reports_to ON public.unit USING btree (county_id, reports_to) WHERE (reports_to IS NOT NULL);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$function$
;
