/**
 * Whether a point lies in a ring (closed or not), by counting the edges a ray to the east crosses. A point on a border
 * belongs to one of two neighbours that share the edge, never to both nor to none, for edges with identical ends.
 */
export function pointInRing(x: number, y: number, ring: readonly (readonly [number, number])[]): boolean {
  let inside = false;
  let previous = ring[ring.length - 1];
  for (const point of ring) {
    if (previous && point[1] > y !== previous[1] > y) {
      // The crossing is computed from the lower end, so that both neighbours of an edge get the same number.
      const [low, high] = point[1] < previous[1] ? [point, previous] : [previous, point];
      const crossing = low[0] + ((high[0] - low[0]) * (y - low[1])) / (high[1] - low[1]);
      if (x < crossing) inside = !inside;
    }
    previous = point;
  }
  return inside;
}
