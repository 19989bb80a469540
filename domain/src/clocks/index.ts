// Clocks: how a limit is counted over a county's calendar. Pure; rules in docs/decisions/0002-how-clocks-count.md.
export { describeDay, localDay, nextWorkingInstant, SEARCH_DAYS } from './calendar.ts';
export { deadline } from './deadline.ts';
export { ClockError, type ClockErrorCode } from './error.ts';
export { explain } from './explain.ts';
export { checkLimit, compareLimits, countParts, LIMIT_UNITS, limitParts, type Part } from './limit.ts';
export {
  dayAfter,
  type Hours,
  type HoursFault,
  hoursFaults,
  hoursText,
  instantAt,
  type OpenDay,
  type OpeningSpan,
  type OpenState,
  openingAt,
  openingOn,
  parseHours,
  weekdayOfDay,
} from './opening.ts';
export { closePauses } from './pause.ts';
export { remaining, remainingParts } from './remaining.ts';
export type * from './types.ts';
