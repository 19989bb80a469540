import type { PlaceKind } from './county.ts';

/** `zone`: a development zone that stands beside the towns. `rural`: a residents' community that has fields (涉农社区). */
export type PlaceSubkind =
  | 'subdistrict'
  | 'town'
  | 'zone'
  | 'urban'
  | 'rural'
  | 'village'
  | 'resident'
  | 'reserved'
  | 'dedicated';

/** A node of the territory tree. The id never changes, whatever happens to code and name. */
export type PlaceNode = {
  /** Short, [a-z0-9]+, unique in the county. */
  id: string;
  /** Null for the county itself. */
  parent: string | null;
  kind: PlaceKind;
  subkind?: PlaceSubkind;
  /** Division code: 6, 9, 12 or 15 digits; empty for levels that have none. */
  code: string;
  name: string;
  /** Its whole area is divided into grids. */
  gridded?: boolean;
  /** Households of a resident grid. */
  households?: number;
  /** First and last day, where grids were drawn anew; a place without them is there from the start and still is. */
  from?: string;
  until?: string;
};

export type Territory = { nodes: PlaceNode[] };

/** shapes.geojson: one polygon per place that is still there, feature id = node id; WGS84, outer ring counter-clockwise. */
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
