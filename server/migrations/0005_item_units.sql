-- A list that was taken in from elsewhere names its units in its own words: who handles, and who supervises. Null where the
-- list speaks in the county's own units (lead, assists).
ALTER TABLE item ADD COLUMN handled_by text[];
ALTER TABLE item ADD COLUMN supervised_by text[];
