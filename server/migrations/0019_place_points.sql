-- A point of its own (WGS84) for what lies below the grid and is too small for an outline: compounds, buildings, stairways.
ALTER TABLE place ADD COLUMN lon double precision;
ALTER TABLE place ADD COLUMN lat double precision;
ALTER TABLE place ADD CONSTRAINT place_point CHECK ((lon IS NULL) = (lat IS NULL));
