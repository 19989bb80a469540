/** What a roster's rule must be before anything is planned by it. */
import { type Day, hoursFaults } from '../clocks/index.ts';
import { type FieldRefusal, refuseFields } from '../kernel/index.ts';
import type { RosterRule } from './types.ts';

/** Longest stretch planned at once. */
export const MOST_DAYS = 186;

/**
 * @throws Refusal `invalid_fields`: `hours_*` of a shift, `shift_overlap` where one person could not do both of a team's shifts,
 *   `weekday_invalid`, `day_order`, `roster_too_long`, `team_empty`.
 */
export function checkRoster(rule: RosterRule, from: Day, to: Day): void {
  const fields: FieldRefusal[] = [];
  rule.shifts.forEach((shift, i) => {
    const week = Array.from({ length: 7 }, () => [] as { from: string; to: string }[]);
    week[0] = [{ from: shift.from, to: shift.to }];
    for (const { code } of hoursFaults({ week, holidays: 'usual', makeup: 'usual', exceptions: [] }))
      fields.push({ path: `shifts.${i}`, code });
    if (shift.weekdays.length === 0 || shift.weekdays.some((day) => !Number.isInteger(day) || day < 1 || day > 7))
      fields.push({ path: `shifts.${i}.weekdays`, code: 'weekday_invalid' });
    if (!(Number.isInteger(shift.people) && shift.people > 0))
      fields.push({ path: `shifts.${i}.people`, code: 'field_invalid' });
  });
  if (rule.shifts.length === 0) fields.push({ path: 'shifts', code: 'field_required' });
  if (rule.teams.every((team) => team.people.length === 0)) fields.push({ path: 'teams', code: 'team_empty' });
  if (to < from) fields.push({ path: 'to', code: 'day_order' });
  else if ((Date.parse(to) - Date.parse(from)) / 86_400_000 >= MOST_DAYS)
    fields.push({ path: 'to', code: 'roster_too_long', params: { days: MOST_DAYS } });
  refuseFields(fields);
}
