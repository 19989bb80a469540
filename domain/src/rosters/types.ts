import type { Calendar, Day, Instant } from '../clocks/index.ts';

/** A shift that comes again: on these weekdays (Monday 1 to Sunday 7), from - to in local time, with so many people. */
export type ShiftRule = { weekdays: number[]; from: string; to: string; people: number };

/** People who are on duty together; a roster of single people is one team. */
export type Team = { id: string; people: string[] };

export type RosterRule = {
  shifts: ShiftRule[];
  teams: Team[];
  /** `teams`: a whole shift is one team's turn; `people`: everybody of all teams takes turns. */
  by: 'teams' | 'people';
  /** Free time between the end of one duty and the start of the next of the same person. */
  restMinutes: number;
  /** On public holidays: no duty, or as on the weekday. */
  holidays: 'none' | 'usual';
  /** On make-up workdays: Monday's shifts, or the weekday's own. */
  makeup: 'monday' | 'usual';
};

/** Days on which somebody cannot be asked, both ends counted. */
export type Away = { person: string; from: Day; to: Day };

/** A duty somebody has already, here or at another facility. */
export type Busy = { person: string; startsAt: Instant; endsAt: Instant };

export type PlanInput = {
  rule: RosterRule;
  calendar: Calendar;
  from: Day;
  to: Day;
  away: readonly Away[];
  busy: readonly Busy[];
};

export type PlannedDuty = {
  day: Day;
  from: string;
  to: string;
  startsAt: Instant;
  endsAt: Instant;
  team: string;
  person: string;
};

/** A shift that lacks people: nobody left who is there and has rested. */
export type Gap = { day: Day; from: string; to: string; missing: number };

/** `owed`: shares of duties (in minutes) a person was there for, less those given; the nearer to 0, the fairer. */
export type Load = { person: string; duties: number; minutes: number; owed: number };

export type Plan = { duties: PlannedDuty[]; gaps: Gap[]; load: Load[] };
