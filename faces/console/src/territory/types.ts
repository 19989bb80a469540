/** What the server says of places and their changes. */
import type { LonLat, Named, PlaceRow } from '../../../shared/api/types.ts';

export type Shape =
  | { type: 'Polygon'; coordinates: [number, number][][] }
  | { type: 'MultiPolygon'; coordinates: [number, number][][][] };

export type Ability =
  | { verb: 'edit'; code: boolean; subkinds: string[]; gridded: boolean; point: boolean }
  | { verb: 'make'; kinds: { kind: string; subkinds: string[]; coded: boolean; code: string; point: boolean }[] }
  | { verb: 'retire' }
  | { verb: 'split'; subkinds: string[]; codes: string[] }
  | { verb: 'merge'; with: { id: string; name: string; version: number }[]; subkinds: string[]; code: string };
export type Verb = Ability['verb'];

export type Who = { name: string | null; post: string | null; at: string | null };

export type Change = {
  id: string;
  kind: string;
  state: string;
  from: string;
  places: Named[];
  heirs: Named[];
  counts: { places: number; heirs: number };
  set: Record<string, unknown>;
  madeAt: string;
  by: Who | null;
  job: string | null;
  mayCancel: boolean;
};

export type PlaceSheet = {
  place: PlaceRow;
  version: number;
  from: string;
  to: string | null;
  inForce: boolean;
  area: number | null;
  point: LonLat | null;
  path: { id: string; name: string; kind?: string }[];
  figures: Record<string, number>;
  changes: Change[];
  coming: { id: string; name: string; from: string }[];
  abilities: Ability[];
};

export type HistoryEntry = {
  seq: number;
  kind: string;
  at: string;
  by: Who | null;
  from: string | null;
  set: Record<string, unknown>;
  fields: string[];
  heirs: Named[];
  parent: Named | null;
};

export type Consequences = {
  matters: number;
  openMatters: number;
  terms: number;
  units: number;
  reporting: number;
  facilities: number;
  devices: number;
  members: number;
  branches: Named[];
  plans: number;
  parent: Named | null;
  /** `spots`: its own point, or those of what lies below it. */
  below: { id: string; name: string; kind: string; coded: boolean; spots: LonLat[] }[];
};

/** What the map is asked to let somebody draw. */
export type DrawTask = { kind: 'new' } | { kind: 'edit'; shape: Shape } | { kind: 'point' };

export type Redrawn = { moves: { place: Named; kind: string; from: Named; to: Named }[]; count: number };
