-- Devices by kind and place: an inventory of things, never of persons (docs/decisions/0014). No column says who passed,
-- who was seen or whose face it was, and none may be added.
CREATE TABLE device (
  county_id text COLLATE "C" NOT NULL,
  device_id uuid NOT NULL,
  kind text COLLATE "C" NOT NULL,
  place_id text COLLATE "C" NOT NULL,
  maker text NOT NULL,
  -- The maker's number, by which a thing is told from another of its kind.
  serial text NOT NULL,
  -- Where it hangs or stands, as the one who looks after it would say it.
  spot text NOT NULL,
  lon double precision,
  lat double precision,
  state text NOT NULL,
  since date NOT NULL,
  retired_on date,
  version integer NOT NULL,
  head bytea NOT NULL,
  PRIMARY KEY (county_id, device_id)
);
CREATE UNIQUE INDEX device_serial ON device (county_id, maker, serial);
CREATE INDEX device_kind ON device (county_id, kind, state);
CREATE INDEX device_place ON device (county_id, place_id);
CREATE INDEX device_order ON device (county_id, serial, device_id);
