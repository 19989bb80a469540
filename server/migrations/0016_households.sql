-- How many households a place has, where its own count is kept: resident grids are drawn by it.
ALTER TABLE place ADD COLUMN households int CHECK (households > 0);
