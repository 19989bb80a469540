/** Gridded areas as the check and the mend read them: a place that is divided into grids, and its grids in force. */
import { pathRange } from '@huying/domain/kernel';
import type { Outline, Shape } from '@huying/domain/territory';
import { type Queryable, sql } from '../../platform/db.ts';
import { inForce } from '../../platform/in-force.ts';
import type { CountyRuntime } from '../county/runtime.ts';

/** Metres. `tolerance`: what is thinner is a sliver; `mend`: how wide a fault is mended where nobody says otherwise. */
export type CoverageSettings = { tolerance: number; mend: number };

export function settingsOf(county: CountyRuntime): CoverageSettings {
  const { toleranceMetres = 1, mendMetres = 5 } = county.pack.coverage ?? {};
  return { tolerance: toleranceMetres, mend: mendMetres };
}

export type GridOutline = Outline & { name: string; version: number };

export type Area = {
  id: string;
  name: string;
  path: string;
  shape: Shape | null;
  grids: GridOutline[];
  /** Grids without an outline. */
  undrawn: number;
};

/** Ids of the gridded places in force at or below a path, in the order of the tree. */
export async function griddedBelow(db: Queryable, county: string, path: string, day: string): Promise<string[]> {
  const { lo, hi } = pathRange(path);
  const rows = await db.rows<{ id: string }>(sql`
    SELECT p.place_id AS id FROM place p
    WHERE p.county_id = ${county} AND p.path >= ${lo} AND p.path < ${hi} AND p.gridded AND ${inForce('p', day)}
    ORDER BY p.path`);
  return rows.map((row) => row.id);
}

/** One gridded place with its grids; null when it is not there or not gridded on the day. */
export async function readArea(db: Queryable, county: string, id: string, day: string): Promise<Area | null> {
  const place = await db.row<{ name: string; path: string; shape: Shape | null }>(sql`
    SELECT p.name, p.path, s.shape FROM place p
    LEFT JOIN place_shape s ON s.county_id = ${county} AND s.place_id = p.place_id
    WHERE p.county_id = ${county} AND p.place_id = ${id} AND p.gridded AND ${inForce('p', day)}`);
  if (!place) return null;
  const grids = await db.rows<GridOutline & { shape: Shape | null }>(sql`
    SELECT p.place_id AS id, p.name, p.version, s.shape FROM place p
    LEFT JOIN place_shape s ON s.county_id = ${county} AND s.place_id = p.place_id
    WHERE p.county_id = ${county} AND p.parent_id = ${id} AND p.kind = 'grid' AND ${inForce('p', day)}
    ORDER BY p.place_id`);
  const drawn = grids.filter((grid) => grid.shape !== null);
  return { id, ...place, grids: drawn, undrawn: grids.length - drawn.length };
}
