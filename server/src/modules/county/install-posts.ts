/** One row for each post that exists: a kind of post at a place or unit, whether somebody holds it or not. */
import type { Pack } from '@huying/domain/pack';
import { hex, sql, type Tx } from '../../platform/db.ts';
import { untilEnded } from '../../platform/in-force.ts';
import { NO_HEAD } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import { insertRows } from '../../platform/rows.ts';
import { kindsAtPlace, kindsAtUnit, postId, postKindsOf, readPlaceSorts } from './post-kinds.ts';

export type PostSeat = { id: string; kind: string; place: string | null; unit: string | null };

/** Makes post rows that are not there yet, each with its first journal event. */
export async function makePosts(tx: Tx, county: string, seats: readonly PostSeat[], now: number): Promise<void> {
  const heads = await journalMany(
    tx,
    county,
    seats.map(({ id, kind, place, unit }) => ({
      subject: { kind: 'post', id },
      head: NO_HEAD,
      events: [{ kind: 'post.made', by: { person: null, post: null }, at: now, post: kind, place, unit }],
    })),
  );
  await insertRows(
    tx,
    'post',
    seats.map((seat, index) => ({
      county_id: county,
      post_id: seat.id,
      kind: seat.kind,
      place_id: seat.place,
      unit_id: seat.unit,
      version: heads[index]?.seq,
      head: hex(heads[index]?.hash as Buffer),
    })),
  );
}

/** Makes the posts of the pack's kinds at all places and units of the database that have none yet. */
export async function installPosts(tx: Tx, pack: Pack, now: number): Promise<void> {
  const county = pack.county.id;
  const kinds = postKindsOf(pack);
  const day = new Date(now + pack.county.utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
  const places = await readPlaceSorts(tx, county, untilEnded('p', day));
  const units = await tx.rows<{ id: string; reportingIn: boolean }>(sql`
    SELECT unit_id AS id, reporting_in AS "reportingIn" FROM unit WHERE county_id = ${county} ORDER BY unit_id`);
  const rows = await tx.rows<{ id: string }>(sql`SELECT post_id AS id FROM post WHERE county_id = ${county}`);
  const known = new Set(rows.map((row) => row.id));
  const seats: PostSeat[] = [
    ...places.flatMap((place) =>
      kindsAtPlace(kinds, place).map(({ kind }) => ({
        id: postId(kind, place.id),
        kind,
        place: place.id,
        unit: null,
      })),
    ),
    ...units.flatMap((unit) =>
      kindsAtUnit(kinds, unit).map(({ kind }) => ({ id: postId(kind, unit.id), kind, place: null, unit: unit.id })),
    ),
  ];
  await makePosts(
    tx,
    county,
    seats.filter((seat) => !known.has(seat.id)),
    now,
  );
}
