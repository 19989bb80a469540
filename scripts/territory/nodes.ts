import type { PlaceNode } from '../../domain/src/pack/index.ts';
import { gridName, shortName } from './names.ts';
import type { TerritorySource } from './source.ts';

/**
 * The territory's nodes, parents before children, in the order of the official codes.
 * Ids are counted in that order and never change once a county has gone live; the county itself is `c`.
 */
export function nodesOf(source: TerritorySource): PlaceNode[] {
  const towns: PlaceNode[] = [];
  const communities: PlaceNode[] = [];
  const grids: PlaceNode[] = [];
  const urban = new Map(source.urban.map((one) => [one.code, one]));
  const number = (n: number, width: number): string => String(n).padStart(width, '0');
  for (const town of [...source.towns].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const townId = `t${number(towns.length + 1, 2)}`;
    towns.push({ id: townId, parent: 'c', kind: 'town', subkind: town.subkind, code: town.code, name: town.name });
    const own = source.communities.filter((one) => one.code.startsWith(town.code));
    for (const one of own.sort((a, b) => (a.code < b.code ? -1 : 1))) {
      const id = `s${number(communities.length + 1, 3)}`;
      const name = shortName(one.name, source.endings);
      const dense = urban.get(one.code);
      const base = { id, parent: townId, kind: 'community', code: one.code, name } as const;
      communities.push(dense ? { ...base, subkind: 'urban', gridded: true } : { ...base, subkind: 'village' });
      for (let n = 1; n <= (dense?.grids ?? 0); n++)
        grids.push({
          id: `g${number(grids.length + 1, 3)}`,
          parent: id,
          kind: 'grid',
          subkind: 'resident',
          code: `${one.code}${number(n, 3)}`,
          name: gridName(name, n),
        });
    }
  }
  const county: PlaceNode = {
    id: 'c',
    parent: null,
    kind: 'county',
    code: source.county.code,
    name: source.county.name,
  };
  return [county, ...towns, ...communities, ...grids];
}
