/** Publishing a year's holidays and make-up workdays: the next version of the calendar, then open clocks counted again. */
import { type Calendar, ClockError, describeDay } from '@huying/domain/clocks';
import { type FieldRefusal, Refusal } from '@huying/domain/kernel';
import { type Actor, actorKey, byOf, postFor } from '../../access/actor.ts';
import { defineJob, startJob } from '../../platform/jobs.ts';
import { once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, latestCalendar, lockCalendar, publishCalendar, reloadCounty } from '../county/index.ts';
import { countOpenMatters, recalculateClocks } from '../matters/index.ts';

export type YearBody = { year: number; days: Calendar['days'] };

export const RECALCULATE = 'clocks.recalculate';

/**
 * The calendar with this year's days in the place of those it had for the year.
 * @throws Refusal `invalid_fields` naming each day that cannot be: outside the year, twice, no such day, or saying what the
 *   workweek says already.
 */
export function withYear(calendar: Calendar, { year, days }: YearBody): Omit<Calendar, 'version'> {
  const fields: FieldRefusal[] = [];
  const seen = new Set<string>();
  const own = `${year}-`;
  const plain: Calendar = { ...calendar, days: [] };
  for (const [index, { day, kind }] of days.entries()) {
    const path = `days.${index}.day`;
    if (!day.startsWith(own)) fields.push({ path, code: 'day_outside_year', params: { year } });
    else if (seen.has(day)) fields.push({ path, code: 'calendar_day_twice' });
    else if (!isDay(plain, day)) fields.push({ path, code: 'calendar_day_invalid' });
    else if (kind === 'workday' && describeDay(plain, day).kind === 'working') {
      fields.push({ path, code: 'workday_already', params: { day } });
    }
    seen.add(day);
  }
  if (days.length === 0) fields.push({ path: 'days', code: 'field_required' });
  if (fields.length > 0) throw new Refusal('invalid_fields', {}, fields);
  const { version: _, ...rest } = calendar;
  return {
    ...rest,
    publishedYears: [...new Set([...calendar.publishedYears, year])].sort((a, b) => a - b),
    days: [...calendar.days.filter((one) => !one.day.startsWith(own)), ...days].sort((a, b) =>
      a.day < b.day ? -1 : 1,
    ),
  };
}

function isDay(calendar: Calendar, day: string): boolean {
  try {
    describeDay(calendar, day);
    return true;
  } catch (error) {
    if (error instanceof ClockError) return false;
    throw error;
  }
}

export type YearPublished = { version: number; job: string };

type Published = { county: CountyRuntime; actor: Actor; now: number; key: string | null; body: YearBody };

export async function publishYear(
  services: Services,
  { county, actor, now, key, body }: Published,
): Promise<YearPublished> {
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  const by = byOf(
    actor,
    postFor(actor, 'calendar.edit', () => true),
  );
  const published = await once(services.db, call, 'calendar/years', body, async (tx): Promise<YearPublished> => {
    // The version the database holds, not this node's: somebody may have published a moment ago.
    await lockCalendar(tx, county.id);
    const latest = (await latestCalendar(tx, county.id)) ?? county.rules.calendar;
    const version = await publishCalendar(tx, county.id, withYear(latest, body), { by, now, year: body.year });
    const job = await startJob(services, county.id, RECALCULATE, { version }, actor.person?.id ?? null, tx);
    return { version, job };
  });
  await reloadCounty(services, county.id);
  services.wake(county.id);
  return published;
}

defineJob<{ version: number }>(RECALCULATE, async ({ services, county, input, progress, signal }) => {
  // A worker on another node may not have heard of the new calendar yet.
  const known = services.counties.get(county.id) ?? county;
  const current =
    known.rules.calendar.version >= input.version ? known : ((await reloadCounty(services, county.id)) ?? known);
  const total = await countOpenMatters(services.db, county.id, current.rules.calendar.version);
  return recalculateClocks(services, current, {
    report: (looked) => progress(looked, Math.max(total, looked)),
    signal,
  });
});
