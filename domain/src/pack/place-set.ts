import type { PlaceSet } from './demo.ts';
import { lineage } from './lineage.ts';
import type { PlaceNode } from './territory.ts';

/** The places of a set that are still there, in the order given. */
export function placesOf(set: PlaceSet, places: readonly PlaceNode[]): PlaceNode[] {
  const { subkind, gridded, under } = set;
  const byId = new Map(under ? places.map((node) => [node.id, node]) : []);
  const fitting = places.filter(
    (node) =>
      node.kind === set.places &&
      node.until === undefined &&
      (subkind === undefined || subkind === node.subkind) &&
      (gridded === undefined || gridded === (node.gridded ?? false)) &&
      (under === undefined || lineage(node, byId).some((place) => under.includes(place.id))),
  );
  return fitting.slice(0, set.first);
}
