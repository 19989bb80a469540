-- What an event has still to bring about: put here in the transaction that seals the event, taken away in the one that
-- does it (and leaves a row in delivery). One that fails waits its turn again and holds up nobody.
CREATE TABLE effect_due (
  county_id text COLLATE "C" NOT NULL,
  rule text COLLATE "C" NOT NULL,
  subject_kind text COLLATE "C" NOT NULL,
  subject_id text COLLATE "C" NOT NULL,
  seq integer NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (county_id, rule, subject_kind, subject_id, seq)
);
CREATE INDEX effect_due_next ON effect_due (county_id, due_at);
