/** Places with their outlines, and units, as the pack names them. */
import { childPath } from '@huying/domain/kernel';
import type { Pack, PlaceNode } from '@huying/domain/pack';
import { hex, sql, type Tx } from '../../platform/db.ts';
import { NO_HEAD } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import { insertRows } from '../../platform/rows.ts';

const PROGRAM = { person: null, post: null };

type Known = { id: string; path: string; name: string; parent: string | null };

/** Paths of all nodes; a place that is there already keeps the path it has. */
function pathsOf(nodes: readonly PlaceNode[], known: ReadonlyMap<string, Known>): Map<string, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const paths = new Map<string, string>();
  const pathOf = (id: string): string => {
    let path = paths.get(id) ?? known.get(id)?.path;
    if (path === undefined) {
      const parent = byId.get(id)?.parent ?? null;
      path = childPath(parent === null ? '' : pathOf(parent), id);
    }
    paths.set(id, path);
    return path;
  };
  for (const node of nodes) pathOf(node.id);
  return paths;
}

/** Adds the places that are not there yet, with their outlines and points. @returns warnings about the others. */
export async function installPlaces(
  tx: Tx,
  pack: Pack,
  nodes: readonly PlaceNode[],
  {
    fromDay,
    now,
    points = new Map(),
  }: { fromDay: string; now: number; points?: ReadonlyMap<string, [number, number]> },
): Promise<string[]> {
  const county = pack.county.id;
  const rows = await tx.rows<Known>(sql`
    SELECT place_id AS id, path, name, parent_id AS parent FROM place WHERE county_id = ${county}`);
  const known = new Map(rows.map((row) => [row.id, row]));
  const paths = pathsOf(nodes, known);
  const added = nodes.filter((node) => !known.has(node.id));
  const start = firstDay(nodes, fromDay);
  const heads = await journalMany(
    tx,
    county,
    added.map(({ id, parent, kind, subkind, code, name }) => {
      const point = points.get(id);
      const facts = { parent, level: kind, subkind: subkind ?? null, code, name, ...(point ? { point } : {}) };
      return {
        subject: { kind: 'place', id },
        head: NO_HEAD,
        events: [{ kind: 'place.made', by: PROGRAM, at: now, ...facts }],
      };
    }),
  );
  await insertRows(
    tx,
    'place',
    added.map((node, index) => ({
      county_id: county,
      place_id: node.id,
      parent_id: node.parent,
      kind: node.kind,
      subkind: node.subkind ?? null,
      code: node.code,
      name: node.name,
      path: paths.get(node.id),
      gridded: node.gridded ?? false,
      households: node.households ?? null,
      lon: points.get(node.id)?.[0] ?? null,
      lat: points.get(node.id)?.[1] ?? null,
      from_day: node.from ?? start,
      to_day: node.until ?? null,
      version: heads[index]?.seq,
      head: hex(heads[index]?.hash as Buffer),
    })),
  );
  const fresh = new Set(added.map((node) => node.id));
  await insertRows(
    tx,
    'place_shape',
    pack.shapes.features
      .filter((feature) => fresh.has(feature.id))
      .map((feature) => ({ county_id: county, place_id: feature.id, shape: feature.geometry })),
  );
  return placeWarnings(nodes, known);
}

/** Where grids were drawn anew, the county was there before the former ones. */
function firstDay(nodes: readonly PlaceNode[], fromDay: string): string {
  return nodes.reduce((first, { from = fromDay }) => (from < first ? from : first), fromDay);
}

/** Housing is not in the pack; it is not missed there. */
const BELOW_PACK = /^[hbu]\d+$/;

function placeWarnings(nodes: readonly PlaceNode[], known: ReadonlyMap<string, Known>): string[] {
  const named = new Map(nodes.map((node) => [node.id, node]));
  const warnings: string[] = [];
  for (const place of known.values()) {
    const node = named.get(place.id);
    if (!node && !BELOW_PACK.test(place.id)) warnings.push(`place ${place.id} is no longer in the pack; it stays`);
    if (node && (node.name !== place.name || node.parent !== place.parent)) {
      warnings.push(`place ${place.id} stands otherwise in the pack; change it in the program`);
    }
  }
  return warnings;
}

export async function installUnits(tx: Tx, pack: Pack, now: number): Promise<string[]> {
  const county = pack.county.id;
  const rows = await tx.rows<{ id: string; name: string }>(sql`
    SELECT unit_id AS id, name FROM unit WHERE county_id = ${county}`);
  const known = new Map(rows.map((row) => [row.id, row.name]));
  const added = pack.units.units.filter((unit) => !known.has(unit.id));
  const heads = await journalMany(
    tx,
    county,
    added.map(({ id, kind, name, jurisdiction, reportingIn = false, reportsTo }) => ({
      subject: { kind: 'unit', id },
      head: NO_HEAD,
      events: [
        {
          kind: 'unit.made',
          by: PROGRAM,
          at: now,
          sort: kind,
          name,
          jurisdiction,
          reportingIn,
          ...(reportsTo ? { reportsTo } : {}),
        },
      ],
    })),
  );
  await insertRows(
    tx,
    'unit',
    added.map((unit, index) => ({
      county_id: county,
      unit_id: unit.id,
      kind: unit.kind,
      name: unit.name,
      jurisdiction: unit.jurisdiction,
      reporting_in: unit.reportingIn ?? false,
      reports_to: unit.reportsTo ?? null,
      version: heads[index]?.seq,
      head: hex(heads[index]?.hash as Buffer),
    })),
  );
  const named = new Map(pack.units.units.map((unit) => [unit.id, unit.name]));
  return rows.flatMap(({ id, name }) => {
    if (!named.has(id)) return [`unit ${id} is no longer in the pack; it stays`];
    return named.get(id) === name ? [] : [`unit ${id} stands otherwise in the pack; change it in the program`];
  });
}
