import type { LonLat, Named } from '../../../shared/api/types.ts';

export const KINDS = ['gap', 'overlap', 'outside', 'loose', 'sliver', 'broken'] as const;
export type Kind = (typeof KINDS)[number];

/** Neither red nor amber: those are for what is due. Each is also told by its letter and its word. */
export const COLOURS: Record<Kind, string> = {
  gap: '#5b3fa6',
  overlap: '#1d63ad',
  outside: '#7b2a63',
  loose: '#33702a',
  sliver: '#52615f',
  broken: '#14211f',
};

export type Run = {
  id: string;
  place: Named;
  job: string;
  tolerance: number;
  startedAt: string;
  endedAt: string | null;
  areas: number;
  grids: number;
  undrawn: number;
  counts: Partial<Record<Kind, number>>;
  faults: number;
  state: string;
  done: number;
  total: number;
};

export type Runs = { rows: Run[]; settings: { tolerance: number; mend: number } };

export type Fault = {
  no: number;
  kind: Kind;
  of: Kind;
  area: Named;
  places: Named[];
  squareMetres: number;
  width: number;
  at: LonLat;
};

export type Geometry = { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown };
export type Features<P> = {
  type: 'FeatureCollection';
  features: { type: 'Feature'; id?: number | string; properties: P; geometry: Geometry }[];
};
export type FaultFeatures = Features<Fault>;

export type Found = Omit<Fault, 'no' | 'area'> & { shape: Geometry };
export type Mending = {
  area: Named;
  reach: number;
  mended: (Found & { to: Named[] })[];
  left: (Found & { because: string })[];
  changes: (Named & {
    version: number;
    before: Geometry;
    after: Geometry;
    areaBefore: number;
    areaAfter: number;
  })[];
  remaining: number;
};

/** What is mended: an area, or one fault in it. */
export type MendWish = { area: Named; no: number | null; reach: number };

/** All areas of a check: how far the working out or the mending is, and what it says area by area. */
export type MendingAll = {
  id: string;
  state: string;
  done: number;
  total: number;
  reach: number;
  figures: Record<string, number> | null;
  areas: { area: Named; mended?: number; left?: number; remaining?: number; changes?: number; refused?: string }[];
};
