import { type PlaceNode, shareOut } from '../../domain/src/pack/index.ts';
import { chineseNumber, gridName, shortName } from './names.ts';
import { randomOf } from './random.ts';
import type { GridCounts, TerritorySource } from './source.ts';

/** Codes of former grids start here, so that none is ever given again to a grid of today. */
const FORMER = 900;
const KINDS = ['resident', 'reserved', 'dedicated'] as const;

/**
 * The territory's nodes, parents before children, in the order of the official codes; former grids last.
 * Ids are counted in that order and never change once a county has gone live; the county itself is `c`.
 */
export function nodesOf(source: TerritorySource): PlaceNode[] {
  const { code, name } = source.county;
  const county: PlaceNode = { id: 'c', parent: null, kind: 'county', code, name };
  const towns = sorted(source.towns).map(
    (town, i): PlaceNode => ({
      id: `t${number(i + 1, 2)}`,
      parent: 'c',
      kind: 'town',
      subkind: town.subkind,
      code: town.code,
      name: town.name,
    }),
  );
  const areas = serviceAreasOf(source, towns);
  const communities = communitiesOf(source, towns, areas);
  const grids = gridsOf(source, communities);
  return [county, ...towns, ...areas, ...communities, ...grids, ...formerGrids(source, communities)];
}

function number(n: number, width: number): string {
  return String(n).padStart(width, '0');
}

function sorted<T extends { code: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function serviceAreasOf(source: TerritorySource, towns: readonly PlaceNode[]): PlaceNode[] {
  const named = towns.flatMap((town) => {
    const { serviceAreas = 0 } = source.towns.find((one) => one.code === town.code)!;
    return Array.from({ length: serviceAreas }, (_, n) => ({
      parent: town.id,
      name: `${town.name}第${chineseNumber(n + 1)}服务区`,
    }));
  });
  return named.map((area, i): PlaceNode => ({ id: `a${number(i + 1, 2)}`, ...area, kind: 'service_area', code: '' }));
}

/** Communities below their towns, villages below the service area of their turn where the town has such. */
function communitiesOf(source: TerritorySource, towns: readonly PlaceNode[], areas: readonly PlaceNode[]): PlaceNode[] {
  const urban = new Set(source.urban.map((one) => one.code));
  const gridded = new Set(
    [...source.urban, ...(source.gridded ?? [])].filter((one) => countOf(one.grids) > 0).map((one) => one.code),
  );
  const rural = new Set(source.rural ?? []);
  const communities: PlaceNode[] = [];
  for (const town of towns) {
    const own = sorted(source.communities.filter((one) => one.code.startsWith(town.code)));
    const villages = own.filter((one) => !urban.has(one.code));
    const within = areas.filter((area) => area.parent === town.id);
    const parents = within.length
      ? shareOut(
          villages.length,
          within.map(() => 1),
        ).flatMap((n, i) => Array.from({ length: n }, () => within[i]!.id))
      : villages.map(() => town.id);
    const parentOf = new Map(villages.map((one, i) => [one.code, parents[i]!]));
    for (const { code, name } of own) {
      const isUrban = urban.has(code);
      communities.push({
        id: `s${number(communities.length + 1, 3)}`,
        parent: parentOf.get(code) ?? town.id,
        kind: 'community',
        code,
        name: shortName(name, source.endings),
        subkind: rural.has(code) ? 'rural' : isUrban ? 'urban' : 'village',
        ...(gridded.has(code) ? { gridded: true } : {}),
      });
    }
  }
  return communities;
}

function countOf(grids: GridCounts): number {
  return typeof grids === 'number' ? grids : KINDS.reduce((sum, kind) => sum + (grids[kind] ?? 0), 0);
}

function gridsOf(source: TerritorySource, communities: readonly PlaceNode[]): PlaceNode[] {
  const counts = new Map([...source.urban, ...(source.gridded ?? [])].map((one) => [one.code, one.grids]));
  const random = randomOf(`${source.seed}:households`);
  const from = source.former ? { from: dayAfter(source.former.until) } : {};
  const grids: PlaceNode[] = [];
  for (const community of communities) {
    const wanted = counts.get(community.code) ?? 0;
    let n = 0;
    for (const kind of KINDS) {
      const count = typeof wanted === 'number' ? (kind === 'resident' ? wanted : 0) : (wanted[kind] ?? 0);
      for (let nth = 1; nth <= count; nth++)
        grids.push({
          id: `g${number(grids.length + 1, 3)}`,
          parent: community.id,
          kind: 'grid',
          subkind: kind,
          code: `${community.code}${number(++n, 3)}`,
          name: gridName(community.name, nth, kind),
          ...(kind === 'resident' && source.households ? { households: drawn(source.households, random()) } : {}),
          ...from,
        });
    }
  }
  return grids;
}

function drawn([from, to]: [number, number], share: number): number {
  return from + Math.floor(share * (to - from + 1));
}

function formerGrids({ former }: TerritorySource, communities: readonly PlaceNode[]): PlaceNode[] {
  const byCode = new Map(communities.map((one) => [one.code, one]));
  const listed = sorted(former?.grids ?? []).flatMap(({ code, grids }) =>
    Array.from({ length: grids }, (_, n) => ({ community: byCode.get(code)!, n: n + 1 })),
  );
  return listed.map(
    ({ community, n }, i): PlaceNode => ({
      id: `f${number(i + 1, 3)}`,
      parent: community.id,
      kind: 'grid',
      subkind: 'resident',
      code: `${community.code}${number(FORMER + n, 3)}`,
      name: `${community.name}原第${chineseNumber(n)}网格`,
      from: FIRST_DAY,
      until: former!.until,
    }),
  );
}

/** When the former grids began is not told; any day long before serves. */
const FIRST_DAY = '2020-01-01';

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
