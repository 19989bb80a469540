/** The first look of a post at its day: what came in at its places, what is open, what carries a card. */
import { pathRange } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { at, join, type Queryable, type Sql, sql } from '../../platform/db.ts';
import { ancestors, type CountyRuntime, dayOf } from '../county/runtime.ts';

const DAY = 86_400_000;
const DAYS = 30;
const MOST_OPEN = 20_000;

/** Ids of the places of posts that read matters there, without those below another. */
function readPlaces(actor: Actor): { id: string; path: string }[] {
  const posts = actor.posts.filter((post) => post.placeId !== null && post.permissions.has('matter.read'));
  const places = posts.map((post) => ({ id: post.placeId as string, path: post.path as string }));
  return places.filter(
    (place, index) =>
      !places.some((other, o) => (other.path === place.path ? o < index : place.path.startsWith(other.path))),
  );
}

function readUnits(actor: Actor): string[] {
  const posts = actor.posts.filter((post) => post.unitId !== null && post.permissions.has('matter.read'));
  return [...new Set(posts.map((post) => post.unitId as string))].sort();
}

export async function overview(db: Queryable, county: CountyRuntime, actor: Actor, now: number) {
  const places = readPlaces(actor);
  const units = readUnits(actor);
  return {
    days: places.length > 0 ? await days(db, county, places, now) : [],
    ...(await open(db, county, places, now)),
    units: await Promise.all(units.map((unit) => unitParts(db, county, unit, now))),
  };
}

/** Tallies stand by community: a place below one has its own, small, matters counted instead. */
async function days(db: Queryable, county: CountyRuntime, places: { id: string; path: string }[], now: number) {
  const from = dayOf(county, now - (DAYS - 1) * DAY);
  const sums = new Map<string, { day: string; received: number; concluded: number; closed: number }>();
  for (let n = DAYS - 1; n >= 0; n -= 1) {
    const day = dayOf(county, now - n * DAY);
    sums.set(day, { day, received: 0, concluded: 0, closed: 0 });
  }
  for (const place of places) {
    const row = county.places.get(place.id);
    const below =
      row !== undefined && row.kind !== 'community' && ancestors(county, row).some((one) => one.kind === 'community');
    const rows = below
      ? await countBelow(db, county, place.path, from, now)
      : await sumTallies(db, county, place.path, from);
    for (const { day, received, concluded, closed } of rows) {
      const sum = sums.get(day);
      if (!sum) continue;
      sum.received += received;
      sum.concluded += concluded;
      sum.closed += closed;
    }
  }
  return [...sums.values()];
}

type DayRow = { day: string; received: number; concluded: number; closed: number };

function sumTallies(db: Queryable, county: CountyRuntime, path: string, from: string): Promise<DayRow[]> {
  const ids = [...county.places.values()].filter((place) => place.path.startsWith(path)).map((place) => place.id);
  const within = path === county.root.path ? sql`TRUE` : sql`community_id = ANY(${ids})`;
  return db.rows<DayRow>(sql`
    SELECT day, sum(received)::int AS received, sum(concluded)::int AS concluded, sum(closed)::int AS closed
    FROM tally WHERE county_id = ${county.id} AND day >= ${from} AND ${within} GROUP BY day`);
}

function countBelow(db: Queryable, county: CountyRuntime, path: string, from: string, now: number): Promise<DayRow[]> {
  const { lo, hi } = pathRange(path);
  const start = Date.parse(`${from}T00:00:00Z`) - county.pack.utcOffsetMinutes * 60_000;
  return db.rows<DayRow>(sql`
    SELECT ((submitted_at AT TIME ZONE 'UTC') + make_interval(mins => ${county.pack.utcOffsetMinutes}))::date AS day,
      count(*)::int AS received, count(first_concluded_at)::int AS concluded, count(closed_at)::int AS closed
    FROM matter
    WHERE county_id = ${county.id} AND path >= ${lo} AND path < ${hi}
      AND submitted_at >= ${at(start)} AND submitted_at <= ${at(now)} AND NOT historic
    GROUP BY 1`);
}

/** Open matters are those with a running clock: few beside all, and an index holds just these. */
async function open(db: Queryable, county: CountyRuntime, places: { path: string }[], now: number) {
  const counts = { open: {} as Record<string, number>, cards: { yellow: 0, red: 0 }, capped: false };
  if (places.length === 0) return counts;
  const ranges: Sql[] = places.map(({ path }) => {
    const { lo, hi } = pathRange(path);
    return path === county.root.path ? sql`TRUE` : sql`(path >= ${lo} AND path < ${hi})`;
  });
  const rows = await db.rows<{ state: string; card: string; n: number }>(sql`
    SELECT state, CASE WHEN due_at < ${at(now)} THEN 'red' ELSE card END AS card, count(*)::int AS n
    FROM (
      SELECT state, card, due_at FROM matter
      WHERE county_id = ${county.id} AND due_at IS NOT NULL AND (${join(ranges, ' OR ')})
      LIMIT ${MOST_OPEN}
    ) o GROUP BY 1, 2`);
  for (const { state, card, n } of rows) {
    counts.open[state] = (counts.open[state] ?? 0) + n;
    if (card === 'yellow' || card === 'red') counts.cards[card] += n;
  }
  counts.capped = Object.values(counts.open).reduce((sum, n) => sum + n, 0) >= MOST_OPEN;
  return counts;
}

/** A unit's open parts; their cards are those of their own clocks. */
async function unitParts(db: Queryable, county: CountyRuntime, unit: string, now: number) {
  const row = await db.row<{ sent: number; underway: number; yellow: number; red: number }>(sql`
    SELECT count(*) FILTER (WHERE state = 'sent')::int AS sent,
      count(*) FILTER (WHERE state <> 'sent')::int AS underway,
      count(*) FILTER (WHERE card = 'yellow')::int AS yellow,
      count(*) FILTER (WHERE card = 'red')::int AS red
    FROM (
      SELECT a.state, (
        SELECT CASE WHEN bool_or(k.card = 'red' OR k.due_at < ${at(now)}) THEN 'red'
          WHEN bool_or(k.card = 'yellow') THEN 'yellow' END
        FROM clock k WHERE k.county_id = ${county.id} AND k.matter_id = a.matter_id
          AND k.assignment_no = a.assignment_no AND k.stopped_at IS NULL) AS card
      FROM assignment a
      WHERE a.county_id = ${county.id} AND a.unit_id = ${unit} AND a.state IN ('sent', 'taken_on', 'arrived')
      LIMIT ${MOST_OPEN}
    ) p`);
  const { sent = 0, underway = 0, yellow = 0, red = 0 } = row ?? {};
  return { unit: { id: unit, name: county.units.get(unit)?.name ?? unit }, sent, underWay: underway, yellow, red };
}
