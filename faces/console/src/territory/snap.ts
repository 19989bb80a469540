/** Where the pointer holds on: a corner of a border within reach, else the nearest spot on one. Distances in pixels of the screen. */
type LonLat = [number, number];
type Pixel = { x: number; y: number };

const CORNER = 14;
const LINE = 10;

export function snapTo(at: LonLat, borders: readonly LonLat[][], project: (point: LonLat) => Pixel): LonLat | null {
  const here = project(at);
  let corner: LonLat | null = null;
  let nearest = CORNER;
  let spot: LonLat | null = null;
  let closest = LINE;
  for (const ring of borders) {
    let before: Pixel | null = null;
    for (const [index, point] of ring.entries()) {
      const pixel = project(point);
      const far = Math.hypot(pixel.x - here.x, pixel.y - here.y);
      if (far < nearest) [nearest, corner] = [far, point];
      if (before) {
        const from = ring[index - 1] as LonLat;
        const share = along(before, pixel, here);
        const foot = { x: before.x + (pixel.x - before.x) * share, y: before.y + (pixel.y - before.y) * share };
        const off = Math.hypot(foot.x - here.x, foot.y - here.y);
        if (off < closest) {
          closest = off;
          spot = [round(from[0] + (point[0] - from[0]) * share), round(from[1] + (point[1] - from[1]) * share)];
        }
      }
      before = pixel;
    }
  }
  return corner ?? spot;
}

/** Share of the way from a to b at which a point lies beside it, kept within. */
function along(a: Pixel, b: Pixel, point: Pixel): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  if (length === 0) return 0;
  return Math.min(1, Math.max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / length));
}

const round = (n: number): number => Number(n.toFixed(7));
