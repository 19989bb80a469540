/** What anybody may know: figures, and what became of recent matters, without a word of or about a person. */
import { at, type Queryable, sql } from '../../platform/db.ts';
import { ancestors, type CountyRuntime, dayOf } from '../county/runtime.ts';
import { startOfDay, type Tally } from './tally.ts';

const DAY = 86_400_000;
const DAYS = 30;
const RECENT = 20;

/** States in which somebody has judged it a matter; before that, and where it was turned away, nothing is shown. */
const SHOWN = [
  'accepted',
  'raised',
  'dispatched',
  'in_arbitration',
  'in_progress',
  'concluded',
  'calling_back',
  'closed',
];

/** First local day of the period that ends with `now`. */
function firstDay(county: CountyRuntime, now: number): string {
  return dayOf(county, now - (DAYS - 1) * DAY);
}

type Sums = Omit<Tally, 'day' | 'community_id' | 'item_id' | 'hours' | 'redone'>;

const SUMS = sql`coalesce(sum(received), 0)::int AS received, coalesce(sum(concluded), 0)::int AS concluded,
  coalesce(sum(closed), 0)::int AS closed, coalesce(sum(judged), 0)::int AS judged,
  coalesce(sum(satisfied), 0)::int AS satisfied, coalesce(sum(met), 0)::int AS met,
  coalesce(sum(on_time), 0)::int AS on_time, coalesce(sum(late), 0)::int AS late`;

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 1000;
}

/** @param median medianHours, or a memory of it: it alone reads the period's matters */
export async function publicResults(
  db: Queryable,
  county: CountyRuntime,
  now: number,
  median: () => Promise<number | null>,
) {
  const today = dayOf(county, now);
  const from = firstDay(county, now);
  const period = sql`county_id = ${county.id} AND day >= ${from} AND day <= ${today}`;
  const month = (await db.row<Sums>(sql`SELECT ${SUMS} FROM tally WHERE ${period}`)) as Sums;
  const day = (await db.row<Sums>(
    sql`SELECT ${SUMS} FROM tally WHERE county_id = ${county.id} AND day = ${today}`,
  )) as Sums;
  const items = await db.rows<Sums & { item_id: string }>(
    sql`SELECT item_id, ${SUMS} FROM tally WHERE ${period} GROUP BY item_id`,
  );
  const places = await db.rows<Sums & { community_id: string }>(sql`
    SELECT community_id, ${SUMS} FROM tally WHERE ${period} GROUP BY community_id`);
  return {
    day: today,
    today: { received: day.received, concluded: day.concluded },
    month: {
      from,
      received: month.received,
      concluded: month.concluded,
      closed: month.closed,
      satisfiedRate: share(month.satisfied, month.judged),
      metRate: share(month.met, month.judged),
      onTimeRate: share(month.on_time, month.on_time + month.late),
      medianHours: await median(),
    },
    byCategory: byCategory(county, items),
    byCommunity: places
      .map(({ community_id: id, received, closed }) => ({
        id,
        name: county.placesEver.get(id)?.name ?? id,
        received,
        closed,
      }))
      .sort((a, b) => b.received - a.received || (a.id < b.id ? -1 : 1)),
    recent: await recentMatters(db, county, now),
  };
}

function byCategory(county: CountyRuntime, items: (Sums & { item_id: string })[]) {
  const categories = new Map<string, { category: string; received: number; closed: number }>();
  for (const { item_id, received, closed } of items) {
    const category = county.itemNames.get(item_id)?.category ?? '';
    const row = categories.get(category) ?? { category, received: 0, closed: 0 };
    categories.set(category, { category, received: row.received + received, closed: row.closed + closed });
  }
  // What has no item yet comes last, however much it is.
  const rank = (row: { category: string; received: number }): number => (row.category === '' ? -1 : row.received);
  return [...categories.values()].sort((a, b) => rank(b) - rank(a) || (a.category < b.category ? -1 : 1));
}

/** A median is not the sum of its days: it is taken from the period's rows, by the index of days. */
export async function medianHours(db: Queryable, county: CountyRuntime, now: number): Promise<number | null> {
  const from = firstDay(county, now);
  const row = await db.row<{ hours: number | null }>(sql`
    SELECT percentile_disc(0.5) WITHIN GROUP (
      ORDER BY floor(extract(epoch FROM first_concluded_at - submitted_at) / 3600)::int) AS hours
    FROM matter
    WHERE county_id = ${county.id} AND submitted_at >= ${at(startOfDay(county, from))} AND submitted_at <= ${at(now)}
      AND first_concluded_at IS NOT NULL AND NOT historic`);
  return row?.hours ?? null;
}

type Recent = {
  number: string;
  state: string;
  submitted_at: number;
  closed_at: number | null;
  place_id: string;
  item_id: string | null;
  list_id: string | null;
  list_version: number | null;
  outcome: string | null;
  first_verdict: { satisfied: boolean } | null;
};

async function recentMatters(db: Queryable, county: CountyRuntime, now: number) {
  const rows = await db.rows<Recent>(sql`
    SELECT number, state, submitted_at, closed_at, place_id, item_id, list_id, list_version, outcome, first_verdict
    FROM matter
    WHERE county_id = ${county.id} AND submitted_at >= ${at(now - DAYS * DAY)} AND submitted_at <= ${at(now)}
      AND state = ANY(${SHOWN}) AND NOT historic
    ORDER BY submitted_at DESC, matter_id DESC LIMIT ${RECENT}`);
  return Promise.all(
    rows.map(async (row) => ({
      number: row.number,
      title: await itemName(county, row),
      community: communityName(county, row.place_id),
      state: row.state,
      submittedDay: dayOf(county, row.submitted_at),
      closedDay: row.closed_at === null ? null : dayOf(county, row.closed_at),
      outcome: row.outcome,
      satisfied: row.first_verdict?.satisfied ?? null,
    })),
  );
}

async function itemName(
  county: CountyRuntime,
  row: Pick<Recent, 'item_id' | 'list_id' | 'list_version'>,
): Promise<string | null> {
  if (row.item_id === null) return null;
  return (await county.itemAt(row.list_id as string, row.list_version as number, row.item_id))?.name ?? null;
}

function communityName(county: CountyRuntime, place: string): string | null {
  const row = county.places.get(place);
  if (!row) return null;
  return ancestors(county, row).find((one) => one.kind === 'community')?.name ?? null;
}

const MOST_POINTS = 1500;
const METRES = 300;
const METRES_PER_DEGREE = 111_320;

/** Middle of the square of some 300 m that the point lies in; the squares are the same for all points of a county. */
export function snap(county: CountyRuntime, lon: number, lat: number): [number, number] {
  const dLat = METRES / METRES_PER_DEGREE;
  const dLon = dLat / Math.cos((county.pack.center[1] * Math.PI) / 180);
  const middle = (value: number, size: number): number => Number(((Math.floor(value / size) + 0.5) * size).toFixed(5));
  return [middle(lon, dLon), middle(lat, dLat)];
}

export async function publicMap(db: Queryable, county: CountyRuntime, now: number) {
  const rows = await db.rows<Recent & { lon: number; lat: number }>(sql`
    SELECT lon, lat, state, submitted_at, item_id, list_id, list_version FROM matter
    WHERE county_id = ${county.id} AND submitted_at >= ${at(now - DAYS * DAY)} AND submitted_at <= ${at(now)}
      AND state = ANY(${SHOWN}) AND lon IS NOT NULL AND NOT historic
    ORDER BY submitted_at DESC, matter_id DESC LIMIT ${MOST_POINTS + 1}`);
  const points = await Promise.all(
    rows.slice(0, MOST_POINTS).map(async (row) => ({
      point: snap(county, row.lon, row.lat),
      item: await itemName(county, row),
      state: row.state,
      day: dayOf(county, row.submitted_at),
    })),
  );
  return { points, more: rows.length > MOST_POINTS };
}
