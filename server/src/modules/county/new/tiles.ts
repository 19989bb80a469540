/** Outlines for a county that has none yet: a square around its centre, cut into strips that touch and leave no gap. */
import type { PlaceNode, ShapeCollection } from '@huying/domain/pack';

type Box = { west: number; south: number; east: number; north: number };

/** Half the side of the square, degrees: some 20 km. */
const HALF = 0.1;

/** One rectangle per place, marked as made up. The map can be used at once and drawn properly later. */
export function tiles(nodes: readonly PlaceNode[], [lon, lat]: readonly [number, number]): ShapeCollection {
  const boxes = new Map<string, Box>();
  const root = nodes.find((node) => node.parent === null) as PlaceNode;
  const cut = (node: PlaceNode, box: Box, upright: boolean): void => {
    boxes.set(node.id, box);
    const inside = nodes.filter((one) => one.parent === node.id);
    inside.forEach((one, i) => {
      cut(one, strip(box, i, inside.length, upright), !upright);
    });
  };
  cut(root, { west: lon - HALF, south: lat - HALF, east: lon + HALF, north: lat + HALF }, true);
  return {
    type: 'FeatureCollection',
    synthetic: true,
    features: nodes.map(({ id, kind, name }) => ({
      type: 'Feature',
      id,
      properties: { kind, name, synthetic: true },
      geometry: { type: 'Polygon', coordinates: [ring(boxes.get(id) as Box)] },
    })),
  };
}

function strip(box: Box, i: number, n: number, upright: boolean): Box {
  const [from, to] = upright ? [box.west, box.east] : [box.south, box.north];
  const at = (k: number): number => (k === n ? to : Number((from + ((to - from) * k) / n).toFixed(7)));
  return upright ? { ...box, west: at(i), east: at(i + 1) } : { ...box, south: at(i), north: at(i + 1) };
}

function ring({ west, south, east, north }: Box): [number, number][] {
  const round = (n: number): number => Number(n.toFixed(7));
  const [w, s, e, n] = [round(west), round(south), round(east), round(north)];
  return [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ];
}
