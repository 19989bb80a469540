import type { PlaceNode, ShapeCollection } from '../../domain/src/pack/index.ts';
import { coverageFaults, type Outline, partsOf, ringArea, shapeFaults } from '../../domain/src/territory/index.ts';

export type CoverageFault = { place: string; code: string; detail: string };

/** Metres. Shapes of packs share their corners, so whatever is found is a fault; this only says what a thin one is called. */
const TOLERANCE = 1;

/**
 * Checks that children tile their parent, by the check that the running county has too; that no outline is broken, and that
 * rings run the right way. Parents with no drawn children are leaves; former places are not drawn.
 * @returns every fault found; none means seamless
 */
export function checkCoverage(nodes: readonly PlaceNode[], shapes: ShapeCollection): CoverageFault[] {
  const faults: CoverageFault[] = [];
  const drawn = new Set(shapes.features.map((feature) => feature.id));
  const outlines = new Map<string, Outline>();
  for (const { id, geometry } of shapes.features) {
    const broken = shapeFaults(geometry);
    faults.push(...broken.map(({ code, at }) => ({ place: id, code, detail: String(at ?? '') })));
    if (partsOf(geometry).some((rings) => rings.some((ring, i) => ringArea(ring) > 0 !== (i === 0))))
      faults.push({ place: id, code: 'clockwise', detail: 'outer rings run counter-clockwise, holes clockwise' });
    if (broken.length === 0) outlines.set(id, { id, shape: geometry });
  }
  const children = Map.groupBy(nodes, (node) => node.parent);
  for (const node of nodes.filter((one) => one.until === undefined)) {
    if (!drawn.has(node.id)) faults.push({ place: node.id, code: 'no_shape', detail: node.name });
    const own = outlines.get(node.id);
    const below = (children.get(node.id) ?? []).flatMap((child) => outlines.get(child.id) ?? []);
    if (!own || below.length === 0) continue;
    for (const { kind, places, width, at } of coverageFaults(own, below, { tolerance: TOLERANCE }))
      faults.push({ place: node.id, code: kind, detail: `${places.join(', ')}: ${width.toFixed(2)} m wide at ${at}` });
  }
  return faults;
}
