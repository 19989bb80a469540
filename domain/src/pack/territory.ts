import type { PlaceKind } from './county.ts';

/** A node of the territory tree. The id never changes, whatever happens to code and name. */
export type PlaceNode = {
  /** Short, [a-z0-9]+, unique in the county. */
  id: string;
  /** Null for the county itself. */
  parent: string | null;
  kind: PlaceKind;
  subkind?: 'subdistrict' | 'town' | 'urban' | 'village' | 'resident' | 'reserved' | 'dedicated';
  /** Division code: 6, 9, 12 or 15 digits; empty below the grid. */
  code: string;
  name: string;
  /** Its whole area is divided into grids. */
  gridded?: boolean;
};

export type Territory = { nodes: PlaceNode[] };

/** shapes.geojson: one polygon per place, feature id = node id; WGS84, outer ring counter-clockwise. */
export type ShapeCollection = {
  type: 'FeatureCollection';
  synthetic: boolean;
  features: {
    type: 'Feature';
    id: string;
    properties: { kind: PlaceKind; name: string; synthetic: boolean };
    geometry: { type: 'Polygon'; coordinates: [number, number][][] };
  }[];
};
