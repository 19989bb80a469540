/**
 * After a change of the territory: facilities and teams of places that ended go on in the places that came after, each by a
 * journaled act of the program. A facility goes by its own point, a team with its facility. Done again, it finds nothing.
 */
import { type Queryable, sql, type Tx } from '../../../platform/db.ts';
import type { Services } from '../../../platform/services.ts';
import { postId } from '../../county/index.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { lockFacility, lockNames, writeFacility } from '../repository.ts';
import { lockTeam, lockTeamNames, writeTeam } from '../teams.ts';

/** Where a place leads that may have ended: the same id while it has not. */
export type Follow = (place: string, point: [number, number] | null) => string;

type Named = { id: string; kind: string; place: string; name: string; to: string | null };

const BY = { person: null, post: null };
const LONGEST = 80;

/** How many facilities and teams hang on these places. */
export async function countFacilitiesAt(db: Queryable, county: string, places: readonly string[]): Promise<number> {
  const row = await db.row<{ n: number }>(sql`
    SELECT ((SELECT count(*) FROM facility WHERE county_id = ${county} AND place_id = ANY(${places as string[]}))
      + (SELECT count(*) FROM team WHERE county_id = ${county} AND place_id = ANY(${places as string[]})))::int AS n`);
  return row?.n ?? 0;
}

/** @param places that ended by `change` @returns how many facilities and teams went on elsewhere */
export async function moveFacilities(
  services: Services,
  county: CountyRuntime,
  { places, follow, change }: { places: readonly string[]; follow: Follow; change: string },
): Promise<number> {
  const { db } = services;
  const at = (table: 'facility' | 'team') =>
    table === 'facility'
      ? sql`SELECT facility_id AS id FROM facility WHERE county_id = ${county.id} AND place_id = ANY(${places as string[]}) ORDER BY facility_id`
      : sql`SELECT team_id AS id FROM team WHERE county_id = ${county.id} AND place_id = ANY(${places as string[]}) ORDER BY team_id`;
  let moved = 0;
  for (const { id } of await db.rows<{ id: string }>(at('facility')))
    moved += await db.tx((tx) => moveFacility(tx, county, id, follow, change, services.clock()));
  for (const { id } of await db.rows<{ id: string }>(at('team')))
    moved += await db.tx((tx) => moveTeam(tx, county, id, follow, change, services.clock()));
  if (moved > 0) services.wake(county.id);
  return moved;
}

async function moveFacility(
  tx: Tx,
  county: CountyRuntime,
  id: string,
  follow: Follow,
  change: string,
  now: number,
): Promise<number> {
  const { head, path: _path, version: _version, ...row } = await lockFacility(tx, county.id, id, null);
  const point: [number, number] = [row.lon, row.lat];
  const place = follow(row.place, point);
  if (place === row.place) return 0;
  const contactPost = await contactAfter(tx, county, row.contactPost, follow, point);
  await lockNames(tx, county.id, { kind: row.kind, place });
  const name = await nameThere(tx, county, 'facility', { ...row, place }, row.place);
  const told = {
    place,
    was: row.place,
    ...(contactPost === row.contactPost ? {} : { contactPost }),
    ...(name === row.name ? {} : { renamed: true }),
  };
  await writeFacility(tx, county.id, { ...row, place, name, contactPost }, head, [
    { ...told, kind: 'facility.followed', by: BY, at: now, change },
  ]);
  return 1;
}

async function moveTeam(
  tx: Tx,
  county: CountyRuntime,
  id: string,
  follow: Follow,
  change: string,
  now: number,
): Promise<number> {
  const { head, path: _path, version: _version, ...row } = await lockTeam(tx, county.id, id, null);
  const seat = row.facility
    ? await tx.row<{ lon: number; lat: number }>(sql`
        SELECT lon, lat FROM facility WHERE county_id = ${county.id} AND facility_id = ${row.facility}`)
    : null;
  const place = follow(row.place, seat && [seat.lon, seat.lat]);
  if (place === row.place) return 0;
  await lockTeamNames(tx, county.id, row.kind, place);
  const name = await nameThere(tx, county, 'team', { ...row, place }, row.place);
  const told = { place, was: row.place, ...(name === row.name ? {} : { renamed: true }) };
  await writeTeam(tx, county.id, { ...row, place, name }, head, [
    { ...told, kind: 'team.followed', by: BY, at: now, change },
  ]);
  return 1;
}

/** The post that answers is the one of its kind in the place after; nobody where there is none. */
async function contactAfter(
  tx: Tx,
  county: CountyRuntime,
  contact: string | null,
  follow: Follow,
  point: [number, number],
): Promise<string | null> {
  if (contact === null) return null;
  const post = await tx.row<{ kind: string; place: string | null }>(sql`
    SELECT kind, place_id AS place FROM post WHERE county_id = ${county.id} AND post_id = ${contact}`);
  if (!post?.place) return contact;
  const place = follow(post.place, point);
  if (place === post.place) return contact;
  const after = postId(post.kind, place);
  const there = await tx.row(sql`SELECT 1 FROM post WHERE county_id = ${county.id} AND post_id = ${after}`);
  return there ? after : null;
}

/** Where an open one of its kind has the name already, it says where it comes from: two grids each had a 便民服务点. */
async function nameThere(
  tx: Tx,
  county: CountyRuntime,
  table: 'facility' | 'team',
  row: Named,
  was: string,
): Promise<string> {
  if (row.to !== null) return row.name;
  const taken = async (name: string) =>
    (table === 'facility'
      ? await tx.row(sql`
          SELECT 1 FROM facility WHERE county_id = ${county.id} AND kind = ${row.kind} AND place_id = ${row.place}
            AND name = ${name} AND to_day IS NULL AND facility_id <> ${row.id}`)
      : await tx.row(sql`
          SELECT 1 FROM team WHERE county_id = ${county.id} AND kind = ${row.kind} AND place_id = ${row.place}
            AND name = ${name} AND to_day IS NULL AND team_id <> ${row.id}`)) !== null;
  if (!(await taken(row.name))) return row.name;
  const from = county.placesEver.get(was)?.name ?? was;
  for (let n = 1; ; n += 1) {
    const tail = `（${from}${n > 1 ? n : ''}）`;
    const name = `${row.name.slice(0, LONGEST - tail.length)}${tail}`;
    if (!(await taken(name))) return name;
  }
}
