/** Made-up counties for tests: each seed another place, another number of communities and grids, other borders. */
import type { PlaceNode } from '../../domain/src/pack/index.ts';
import type { Outline, Polygon } from '../../domain/src/territory/index.ts';
import { makeShapes } from './make-shapes.ts';
import { nodesOf } from './nodes.ts';
import { randomOf } from './random.ts';
import type { TerritorySource } from './source.ts';

export type GriddedArea = { parent: Outline; grids: Outline[] };

export function randomSource(seed: string): TerritorySource {
  const random = randomOf(`source:${seed}`);
  const [lon, lat] = [80 + random() * 45, 20 + random() * 28];
  const urban = Array.from({ length: 4 }, (_, i) => ({
    code: `11010100100${i + 1}`,
    grids: 3 + Math.floor(random() * 14),
    areaKm2: 0.6 + random() * 2,
  }));
  return {
    seed,
    county: { code: '110101', name: '试县', areaKm2: 60 + random() * 60 },
    outline: [
      [lon, lat],
      [lon + 0.1, lat - 0.02],
      [lon + 0.13, lat + 0.06],
      [lon + 0.05, lat + 0.11],
      [lon - 0.02, lat + 0.07],
    ],
    shape: { rough: 0.1, step: { community: 200, grid: 80 }, waves: [{ reach: 3000, shift: 300 }] },
    endings: [{ from: '居民委员会', to: '' }],
    towns: [
      {
        code: '110101001',
        name: '甲街道',
        subkind: 'subdistrict',
        share: 3,
        at: [lon + 0.02, lat + 0.03],
        core: [lon + 0.05, lat + 0.05],
      },
      { code: '110101100', name: '乙镇', subkind: 'town', share: 4, at: [lon + 0.08, lat + 0.02] },
    ],
    urban,
    near: { codes: ['110101001009'], areaKm2: 1.5 },
    communities: [
      ...Array.from({ length: 9 }, (_, i) => ({ code: `11010100100${i + 1}`, name: `甲${i}社区居民委员会` })),
      ...Array.from({ length: 5 }, (_, i) => ({ code: `11010110000${i + 1}`, name: `乙${i}社区居民委员会` })),
    ],
  };
}

/** The gridded communities, with their grids, of made-up counties; seeds that cannot be drawn are passed over. */
export function griddedAreas(counties: number): GriddedArea[] {
  const areas: GriddedArea[] = [];
  for (let drawn = 0, n = 0; drawn < counties; n += 1) {
    const source = randomSource(`county ${n}`);
    const nodes = nodesOf(source);
    try {
      areas.push(...areasOf(nodes, makeShapes(source, nodes).features));
      drawn += 1;
    } catch (error) {
      if (n > 20 * counties) throw error;
    }
  }
  return areas;
}

export function areasOf(
  nodes: readonly PlaceNode[],
  features: readonly { id: string; geometry: { coordinates: Polygon } }[],
): GriddedArea[] {
  const shapes = new Map(features.map(({ id, geometry }) => [id, geometry.coordinates]));
  const outline = ({ id }: PlaceNode): Outline => ({
    id,
    shape: { type: 'Polygon', coordinates: shapes.get(id) as Polygon },
  });
  return nodes
    .filter((node) => node.gridded)
    .map((node) => ({
      parent: outline(node),
      grids: nodes.filter((one) => one.parent === node.id && one.kind === 'grid').map(outline),
    }));
}
