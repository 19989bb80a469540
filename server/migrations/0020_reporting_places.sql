-- Where a unit that takes part in 双报到 reports: one grid or community.
ALTER TABLE unit ADD COLUMN reports_to text COLLATE "C";
CREATE INDEX unit_reports_to ON unit (county_id, reports_to) WHERE reports_to IS NOT NULL;
