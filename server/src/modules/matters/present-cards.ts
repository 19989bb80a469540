/** Matters as lists show them: one query for the rows, one for words and clocks, names from memory. */
import { type Calendar, type Instant, remaining } from '@huying/domain/clocks';
import { type Clock, clockInput } from '@huying/domain/matter';
import type { Static } from 'typebox';
import { type Queryable, sql } from '../../platform/db.ts';
import { iso, isoOrNull, type Named } from '../../platform/wire.ts';
import { ancestors, type CountyRuntime } from '../county/runtime.ts';
import { type ClockRow, clockOf, type MatterRow } from './repository.ts';
import type { ClockView, MatterCard } from './schema.ts';

const TITLE = 40;

export function namedPlace(county: CountyRuntime, id: string | null): Named | null {
  const place = id === null ? undefined : county.placesEver.get(id);
  return place ? { id: place.id, name: place.name } : null;
}

export function namedUnit(county: CountyRuntime, id: string | null): Named | null {
  const unit = id === null ? undefined : county.units.get(id);
  return unit ? { id: unit.id, name: unit.name } : null;
}

/** Names from the town down to the place. */
export function placeNames(county: CountyRuntime, id: string): string[] {
  const place = county.placesEver.get(id);
  return place
    ? ancestors(county, place)
        .map((one) => one.name)
        .reverse()
        .slice(1)
    : [];
}

export function presentClock(
  county: CountyRuntime,
  clock: Clock,
  unit: string | null,
  calendar: Calendar,
  now: Instant,
): Static<typeof ClockView> {
  const offset = county.pack.utcOffsetMinutes;
  const left = clock.stoppedAt === null ? remaining(clockInput(clock, county.rules, now), calendar, now) : null;
  return {
    no: clock.no,
    kind: clock.kind,
    assignment: clock.assignment,
    unit: namedUnit(county, unit),
    startedAt: iso(clock.startedAt, offset),
    limit: clock.limit,
    dueAt: isoOrNull(clock.dueAt, offset),
    yellowAt: isoOrNull(clock.yellowAt, offset),
    // The sweep journals cards; between two sweeps what people see is already true.
    card: left && left.card !== 'none' ? left.card : clock.card,
    paused: clock.pauses.some((pause) => pause.to === null) && clock.stoppedAt === null,
    provisional: clock.provisional,
    stoppedAt: isoOrNull(clock.stoppedAt, offset),
    verdict: clock.verdict,
    left: left ? { n: left.n, unit: left.unit, overdue: left.overdue } : null,
  };
}

type Extra = { id: string; title: string | null; clock: (ClockRow & { unit_id: string | null }) | null };

async function extrasOf(db: Queryable, county: string, ids: string[]): Promise<Map<string, Extra>> {
  const rows = await db.rows<{ id: string; title: string | null } & ClockRow & { unit_id: string | null }>(sql`
    SELECT m.matter_id AS id, left(t.body, ${TITLE}) AS title, c.*
    FROM unnest(${ids}::uuid[]) AS m(matter_id)
    LEFT JOIN matter_text t ON t.county_id = ${county} AND t.matter_id = m.matter_id AND t.text_no = 1
    LEFT JOIN LATERAL (
      SELECT k.clock_no, k.assignment_no, k.kind, k.started_at, k.span, k.rule, k.calendar_version, k.provisional, k.yellow_at,
        k.due_at, k.card, k.stopped_at, k.verdict, a.unit_id
      FROM clock k LEFT JOIN assignment a
        ON a.county_id = ${county} AND a.matter_id = k.matter_id AND a.assignment_no = k.assignment_no
      WHERE k.county_id = ${county} AND k.matter_id = m.matter_id AND k.stopped_at IS NULL
      ORDER BY k.due_at NULLS LAST, k.clock_no LIMIT 1) c ON TRUE`);
  return new Map(rows.map((row) => [row.id, { id: row.id, title: row.title, clock: row.clock_no ? row : null }]));
}

/** The item as the list said it by which the matter was judged, whatever the list says today. */
async function itemOf(county: CountyRuntime, row: MatterRow) {
  if (!row.item_id) return null;
  const item = await county.itemAt(row.list_id ?? '', row.list_version ?? 0, row.item_id);
  return item
    ? { id: item.id, name: item.name, category: item.category }
    : { id: row.item_id, name: row.item_id, category: '' };
}

export async function presentRow(
  county: CountyRuntime,
  row: MatterRow,
  extra: Extra | undefined,
  now: Instant,
): Promise<Static<typeof MatterCard>> {
  const offset = county.pack.utcOffsetMinutes;
  const clock = extra?.clock ?? null;
  const title = (extra?.title ?? '').split('\n')[0] ?? '';
  return {
    id: row.matter_id,
    number: row.number,
    version: row.version,
    state: row.state,
    title,
    channel: row.channel,
    place: namedPlace(county, row.place_id) ?? { id: row.place_id, name: row.place_id },
    placeNames: placeNames(county, row.place_id),
    point: row.lon === null || row.lat === null ? null : [row.lon, row.lat],
    item: await itemOf(county, row),
    holder: namedPlace(county, row.holder_id),
    lead: namedUnit(county, row.lead_unit),
    submittedAt: iso(row.submitted_at, offset),
    concludedAt: isoOrNull(row.concluded_at, offset),
    closedAt: isoOrNull(row.closed_at, offset),
    clock: clock
      ? presentClock(county, clockOf(clock), clock.unit_id, await county.calendarAt(clock.calendar_version), now)
      : null,
    redoCount: row.redo_count,
    pictures: row.pictures,
    verdict: row.verdict,
    historic: row.historic,
  };
}

/** Cards of these matters, in the order of the ids. The ids come from a scoped query. */
export async function presentCards(db: Queryable, county: CountyRuntime, ids: string[], now: Instant) {
  if (ids.length === 0) return [];
  const rows = await db.rows<MatterRow>(sql`
    SELECT * FROM matter m WHERE m.county_id = ${county.id} AND m.matter_id = ANY(${ids}::uuid[])`);
  const extras = await extrasOf(db, county.id, ids);
  const byId = new Map(rows.map((row) => [row.matter_id, row]));
  const cards: Static<typeof MatterCard>[] = [];
  for (const id of ids) {
    const row = byId.get(id);
    if (row) cards.push(await presentRow(county, row, extras.get(id), now));
  }
  return cards;
}

export { extrasOf };
