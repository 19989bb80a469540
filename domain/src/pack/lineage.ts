import type { PlaceNode } from './territory.ts';

/** A place and all above it, lowest first; ends where parents run in a circle or are missing. */
export function* lineage(node: PlaceNode, byId: ReadonlyMap<string, PlaceNode>): Generator<PlaceNode> {
  const seen = new Set<string>();
  for (let at: PlaceNode | undefined = node; at && !seen.has(at.id); at = byId.get(at.parent ?? '')) {
    seen.add(at.id);
    yield at;
  }
}
