/** Why a clock is due when it is: the day-by-day count, the rule that gave the limit, the calendar it was counted by. */
import { explain } from '@huying/domain/clocks';
import { Refusal } from '@huying/domain/kernel';
import { clockInput } from '@huying/domain/matter';
import type { Actor } from '../../access/actor.ts';
import type { Services } from '../../platform/services.ts';
import { iso, isoOrNull } from '../../platform/wire.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { presentClock } from './present-cards.ts';
import { loadMatter } from './repository.ts';

/** A rule reference as `item:<list>/<version>/<item>/<condition>` or `pack:<version>/limits/<kind>`. */
async function ruleOf(county: CountyRuntime, rule: string) {
  const [source, rest = ''] = rule.split(/:(.*)/s);
  if (source !== 'item') return { source: 'pack', text: null, listVersion: null, item: null };
  const [list = '', version = '0', id = '', condition = ''] = rest.split('/');
  const item = await county.itemAt(list, Number(version), id);
  const found = item?.conditions.find((one) => one.id === condition);
  return {
    source: 'item',
    text: found?.text ?? null,
    listVersion: Number(version),
    item: item ? { id, name: item.name } : null,
  };
}

export async function explainClock(
  services: Services,
  county: CountyRuntime,
  actor: Actor,
  id: string,
  no: number,
  now: number,
) {
  const { matter } = await loadMatter(services.db, county, actor, id);
  const clock = matter.clocks.find((one) => one.no === no);
  if (!clock) throw new Refusal('not_found');
  const calendar = await county.calendarAt(clock.calendarVersion);
  const offset = county.pack.utcOffsetMinutes;
  const told = explain(clockInput(clock, county.rules, clock.stoppedAt ?? now), calendar);
  const unit = matter.assignments.find((one) => one.no === clock.assignment)?.unit ?? null;
  return {
    clock: presentClock(county, clock, unit, calendar, now),
    rule: await ruleOf(county, clock.rule),
    explanation: {
      ...told,
      startedAt: iso(told.startedAt, offset),
      countsFrom: iso(told.countsFrom, offset),
      dueAt: iso(told.dueAt, offset),
      yellowAt: iso(told.yellowAt, offset),
      legs: told.legs.map((leg) => ({ ...leg, from: iso(leg.from, offset), to: iso(leg.to, offset) })),
      lines: told.lines.map((line) => ({
        ...line,
        spans: line.spans?.map(([from, to]) => [iso(from, offset), iso(to, offset)]),
      })),
      pauses: clock.pauses.map((pause) => ({ from: iso(pause.from, offset), to: isoOrNull(pause.to, offset) })),
    },
    calendar: { version: calendar.version, publishedYears: calendar.publishedYears },
  };
}
