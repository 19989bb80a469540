/** Places as commands work with them: locked rows, what lies below, new rows, appended journal. */

import { randomBytes } from 'node:crypto';
import { pathIds, pathRange, Refusal } from '@huying/domain/kernel';
import type { Position, Shape } from '@huying/domain/territory';
import { hex, type Queryable, sql, type Tx } from '../../platform/db.ts';
import { untilEnded } from '../../platform/in-force.ts';
import { type Head, type JournalEvent, NO_HEAD } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import { insertRows } from '../../platform/rows.ts';
import { kindsAtPlace, makePosts, postId, readPlaceSorts } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';

export type Place = {
  id: string;
  parent: string | null;
  kind: string;
  subkind: string | null;
  code: string;
  name: string;
  path: string;
  gridded: boolean;
  /** Where it is, of a level that has points (POINTED). */
  point: Position | null;
  from: string;
  to: string | null;
  endedBy: string | null;
  head: Head;
};

type Row = Omit<Place, 'head' | 'point'> & { lon: number | null; lat: number | null; version: number; head: Buffer };

const COLUMNS = sql`p.place_id AS id, p.parent_id AS parent, p.kind, p.subkind, p.code, p.name, p.path, p.gridded,
  p.lon, p.lat, p.from_day AS from, p.to_day AS to, p.ended_by AS "endedBy", p.version, p.head`;

const placeOf = ({ version, head, lon, lat, ...row }: Row): Place => ({
  ...row,
  point: pointOf(lon, lat),
  head: { seq: version, hash: head },
});

export const pointOf = (lon: number | null, lat: number | null): Position | null =>
  lon === null || lat === null ? null : [lon, lat];

/** One change of a county's territory at a time: codes, levels and what lies below are judged on rows that stand still. */
export async function lockTerritory(tx: Tx, county: string): Promise<void> {
  await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`territory/${county}`}, 0))`);
}

/** Rows of these places, locked, in the order asked for. @throws Refusal `not_found` when one is not there */
export async function lockPlaces(tx: Tx, county: string, ids: readonly string[]): Promise<Place[]> {
  const rows = await tx.rows<Row>(sql`
    SELECT ${COLUMNS} FROM place p WHERE p.county_id = ${county} AND p.place_id = ANY(${ids as string[]})
    ORDER BY p.place_id FOR UPDATE OF p`);
  const byId = new Map(rows.map((row) => [row.id, placeOf(row)]));
  return ids.map((id) => {
    const place = byId.get(id);
    if (!place) throw new Refusal('not_found');
    return place;
  });
}

export async function readPlace(db: Queryable, county: string, id: string): Promise<Place | null> {
  const row = await db.row<Row>(
    sql`SELECT ${COLUMNS} FROM place p WHERE p.county_id = ${county} AND p.place_id = ${id}`,
  );
  return row && placeOf(row);
}

/** What each place lies directly below, in force or not. */
export async function parentsOf(
  db: Queryable,
  county: string,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const rows = await db.rows<{ id: string; parent: string | null }>(sql`
    SELECT place_id AS id, parent_id AS parent FROM place WHERE county_id = ${county} AND place_id = ANY(${ids as string[]})`);
  return new Map(rows.map(({ id, parent }) => [id, parent]));
}

/** Direct children that have not ended by the day. */
export async function childrenOf(
  db: Queryable,
  county: string,
  parents: readonly string[],
  day: string,
): Promise<Place[]> {
  const rows = await db.rows<Row>(sql`
    SELECT ${COLUMNS} FROM place p WHERE p.county_id = ${county} AND p.parent_id = ANY(${parents as string[]})
      AND ${untilEnded('p', day)} ORDER BY p.code, p.name, p.place_id`);
  return rows.map(placeOf);
}

export async function shapesOf(db: Queryable, county: string, ids: readonly string[]): Promise<Map<string, Shape>> {
  const rows = await db.rows<{ id: string; shape: Shape }>(sql`
    SELECT place_id AS id, shape FROM place_shape WHERE county_id = ${county} AND place_id = ANY(${ids as string[]})`);
  return new Map(rows.map(({ id, shape }) => [id, shape]));
}

export async function outlinesOf(db: Queryable, county: string): Promise<Map<string, Shape>> {
  const rows = await db.rows<{ id: string; shape: Shape }>(sql`
    SELECT place_id AS id, shape FROM place_shape WHERE county_id = ${county}`);
  return new Map(rows.map(({ id, shape }) => [id, shape]));
}

/**
 * The outline that a point below `place` must lie in: its own, else that of the nearest place above that has one.
 * @param beyondGrids for a place that is there already: its point may say that it lies in another grid of its community
 */
export async function frameOf(
  db: Queryable,
  county: string,
  place: Pick<Place, 'path'>,
  beyondGrids = false,
): Promise<Shape | null> {
  const ids = pathIds(place.path);
  const rows = await db.rows<{ id: string; shape: Shape }>(sql`
    SELECT s.place_id AS id, s.shape FROM place_shape s
    JOIN place p ON p.county_id = ${county} AND p.place_id = s.place_id AND (p.kind <> 'grid' OR NOT ${beyondGrids})
    WHERE s.county_id = ${county} AND s.place_id = ANY(${ids})`);
  const shapes = new Map(rows.map(({ id, shape }) => [id, shape]));
  return (
    ids
      .reverse()
      .map((id) => shapes.get(id))
      .find(Boolean) ?? null
  );
}

export async function writeShape(tx: Tx, county: string, place: string, shape: Shape): Promise<void> {
  await tx.rows(sql`
    INSERT INTO place_shape (county_id, place_id, shape) VALUES (${county}, ${place}, ${JSON.stringify(shape)})
    ON CONFLICT (county_id, place_id) DO UPDATE SET shape = excluded.shape`);
}

/** Codes of all places there ever were directly below a parent; what was called off before its day was never there. */
export async function codesBelow(db: Queryable, county: string, parent: string): Promise<string[]> {
  const rows = await db.rows<{ code: string }>(sql`
    SELECT code FROM place WHERE county_id = ${county} AND parent_id = ${parent} AND code <> ''
      AND (to_day IS NULL OR to_day >= from_day OR ended_by IS NOT NULL)`);
  return rows.map((row) => row.code);
}

/** An id nobody gives again: letters and digits, as paths want it. */
export function newPlaceId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return `n${Array.from(randomBytes(9), (byte) => letters[byte % 36]).join('')}`;
}

export type NewPlace = Pick<
  Place,
  'id' | 'parent' | 'kind' | 'subkind' | 'code' | 'name' | 'path' | 'gridded' | 'from'
> & { point?: Position | null };

/** What the journal keeps of a new place. The name of a dwelling is part of somebody's address: it stays in its row. */
export function madeEvent(place: NewPlace, by: JournalEvent['by'], at: number, change: string | null): JournalEvent {
  const { parent, kind, subkind, code, name, from, point } = place;
  return {
    kind: 'place.made',
    by,
    at,
    parent,
    level: kind,
    subkind,
    code,
    ...(kind === 'household' ? {} : { name }),
    ...(point ? { point } : {}),
    from,
    ...(change ? { change } : {}),
  };
}

/** Writes new places, each with its first event and the posts that its level has. @param change the order it comes of */
export async function insertPlaces(
  tx: Tx,
  county: CountyRuntime,
  places: readonly NewPlace[],
  { by, now, change }: { by: JournalEvent['by']; now: number; change: string | ((place: NewPlace) => string) },
): Promise<void> {
  const orderOf = typeof change === 'string' ? () => change : change;
  const heads = await journalMany(
    tx,
    county.id,
    places.map((place) => ({
      subject: { kind: 'place', id: place.id },
      head: NO_HEAD,
      events: [madeEvent(place, by, now, orderOf(place))],
    })),
  );
  await insertRows(
    tx,
    'place',
    places.map((place, index) => ({
      county_id: county.id,
      place_id: place.id,
      parent_id: place.parent,
      kind: place.kind,
      subkind: place.subkind,
      code: place.code,
      name: place.name,
      path: place.path,
      gridded: place.gridded,
      lon: place.point?.[0] ?? null,
      lat: place.point?.[1] ?? null,
      from_day: place.from,
      version: heads[index]?.seq,
      head: hex(heads[index]?.hash as Buffer),
    })),
  );
  const made = sql`p.place_id = ANY(${places.map((place) => place.id)})`;
  const seats = (await readPlaceSorts(tx, county.id, made)).flatMap((place) =>
    kindsAtPlace(county.postKinds, place).map(({ kind }) => ({
      id: postId(kind, place.id),
      kind,
      place: place.id,
      unit: null,
    })),
  );
  if (seats.length > 0) await makePosts(tx, county.id, seats, now);
}

/** Appends one event to each place's chain; the rows must be locked by this transaction. Their heads go on in place. */
export async function appendToPlaces(
  tx: Tx,
  county: string,
  additions: readonly { place: Pick<Place, 'id' | 'head'>; event: JournalEvent }[],
): Promise<void> {
  if (additions.length === 0) return;
  const heads = await journalMany(
    tx,
    county,
    additions.map(({ place, event }) => ({
      subject: { kind: 'place', id: place.id },
      head: place.head,
      events: [event],
    })),
  );
  const rows = additions.map(({ place }, index) => {
    place.head = heads[index] as Head;
    return { place_id: place.id, version: place.head.seq, head: hex(place.head.hash) };
  });
  await tx.rows(sql`
    UPDATE place p SET version = r.version, head = r.head
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(place_id text, version int, head bytea)
    WHERE p.county_id = ${county} AND p.place_id = r.place_id`);
}

/** The place and all below it, in force or not, locked. */
export async function lockBelow(tx: Tx, county: string, path: string): Promise<Place[]> {
  const { lo, hi } = pathRange(path);
  const rows = await tx.rows<Row>(sql`
    SELECT ${COLUMNS} FROM place p WHERE p.county_id = ${county} AND p.path >= ${lo} AND p.path < ${hi}
    ORDER BY p.path FOR UPDATE OF p`);
  return rows.map(placeOf);
}
