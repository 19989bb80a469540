import type { PlaceSet } from './demo.ts';
import { lineage } from './lineage.ts';
import type { PlaceNode } from './territory.ts';

/** The places of a set that are still there, in the order given. Of a subkind is what is of it itself or lies below one that is. */
export function placesOf(set: PlaceSet, places: readonly PlaceNode[]): PlaceNode[] {
  const { subkind, gridded, under } = set;
  const byId = new Map(under || subkind ? places.map((node) => [node.id, node]) : []);
  const fitting = places.filter(
    (node) =>
      node.kind === set.places &&
      node.until === undefined &&
      (subkind === undefined || lineage(node, byId).some((place) => place.subkind === subkind)) &&
      (gridded === undefined || gridded === (node.gridded ?? false)) &&
      (under === undefined || lineage(node, byId).some((place) => under.includes(place.id))),
  );
  return fitting.slice(0, set.first);
}
