import type { Demo } from './demo.ts';
import { placesOf } from './place-set.ts';
import { shareOut } from './share-out.ts';
import type { PlaceNode } from './territory.ts';

/**
 * Makes the demo's compounds, buildings and stairways below the resident grids (or where the pack puts them): exactly as many as the pack says,
 * spread a little unevenly, always the same. Ids: h0001 compound, b0001 building, u00001 stairway.
 */
export function housingOf(demo: Demo, nodes: readonly PlaceNode[]): PlaceNode[] {
  const { housing } = demo;
  const grids = placesOf(housing.under ?? { places: 'grid', subkind: 'resident' }, nodes);
  const households = housing.households === undefined ? null : spreadUneven(housing.households, housing.compounds);
  const compounds = spread(housing.compounds, grids, 3).map(({ parent, no }): PlaceNode => {
    const { prefix, stems, endings } = housing.names;
    const name = `${prefix}${stems[no % stems.length]}${endings[Math.floor(no / stems.length) % endings.length]}`;
    const node: PlaceNode = { id: `h${digits(no + 1, 4)}`, parent: parent.id, kind: 'compound', code: '', name };
    return households ? { ...node, households: households[no]! } : node;
  });
  const buildings = spread(housing.buildings, compounds, 5).map(
    ({ parent, no, nth }): PlaceNode => ({
      id: `b${digits(no + 1, 4)}`,
      parent: parent.id,
      kind: 'building',
      code: '',
      name: `${nth + 1}号楼`,
    }),
  );
  const stairways = spread(housing.stairways, buildings, 3).map(
    ({ parent, no, nth }): PlaceNode => ({
      id: `u${digits(no + 1, 5)}`,
      parent: parent.id,
      kind: 'stairway',
      code: '',
      name: `${nth + 1}单元`,
    }),
  );
  return [...compounds, ...buildings, ...stairways];
}

/** Puts `total` children under parents whose weights run in a cycle of `cycle` sizes, so that no two neighbours are alike. */
function spread(
  total: number,
  parents: readonly PlaceNode[],
  cycle: number,
): { parent: PlaceNode; no: number; nth: number }[] {
  if (!parents.length) return [];
  const parts = shareOut(
    total,
    parents.map((_, i) => cycle + ((i * 7) % cycle)),
  );
  let no = 0;
  return parents.flatMap((parent, i) => Array.from({ length: parts[i]! }, (_, nth) => ({ parent, no: no++, nth })));
}

/** Households of so many compounds: some large, some small, none empty. */
function spreadUneven(total: number, compounds: number): number[] {
  return shareOut(
    total,
    Array.from({ length: compounds }, (_, i) => 3 + ((i * 7) % 11)),
  );
}

function digits(n: number, width: number): string {
  return String(n).padStart(width, '0');
}
