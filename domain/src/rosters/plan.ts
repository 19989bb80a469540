/**
 * Who is on duty when: deterministic, in the order of time. Everybody who could be asked for a shift is owed an equal share of
 * it; whoever is owed most gets it. So those who are always there end within one duty of each other, and whoever was away
 * need not make up for it.
 */
import { type Calendar, type Day, dayAfter, describeDay, instantAt } from '../clocks/index.ts';
import type { Gap, Load, Plan, PlanInput, PlannedDuty, RosterRule, ShiftRule, Team } from './types.ts';

type Slot = { day: Day; from: string; to: string; startsAt: number; endsAt: number; people: number };

const MINUTE = 60_000;

/** @returns duties in order of time, the shifts that lack people, and everybody's share */
export function planRoster({ rule, calendar, from, to, away, busy }: PlanInput): Plan {
  const book = new Book(rule, busy);
  const duties: PlannedDuty[] = [];
  const gaps: Gap[] = [];
  for (const slot of slotsOf(rule, calendar, from, to)) {
    const there = (person: string) =>
      !away.some((one) => one.person === person && one.from <= slot.day && slot.day <= one.to);
    const given = book.give(slot, there);
    for (const { person, team } of given) {
      duties.push({
        day: slot.day,
        from: slot.from,
        to: slot.to,
        startsAt: slot.startsAt,
        endsAt: slot.endsAt,
        team,
        person,
      });
    }
    if (given.length < slot.people) {
      gaps.push({ day: slot.day, from: slot.from, to: slot.to, missing: slot.people - given.length });
    }
  }
  return { duties, gaps, load: book.load() };
}

/** The shifts of every day, in the order of time. */
function slotsOf(rule: RosterRule, calendar: Calendar, from: Day, to: Day): Slot[] {
  const slots: Slot[] = [];
  for (let day = from; day <= to; day = dayAfter(day, 1)) {
    for (const shift of shiftsOn(rule, calendar, day)) {
      slots.push({
        day,
        from: shift.from,
        to: shift.to,
        startsAt: instantAt(calendar, day, shift.from),
        endsAt: instantAt(calendar, day, shift.to),
        people: shift.people,
      });
    }
  }
  return slots.sort((a, b) => a.startsAt - b.startsAt || a.endsAt - b.endsAt);
}

function shiftsOn(rule: RosterRule, calendar: Calendar, day: Day): ShiftRule[] {
  const { kind, weekday } = describeDay(calendar, day);
  if (kind === 'holiday' && rule.holidays === 'none') return [];
  const as = kind === 'makeup' && rule.makeup === 'monday' ? 1 : weekday;
  return rule.shifts.filter((shift) => shift.weekdays.includes(as));
}

type Given = { person: string; team: string };

/** What each person and team has had and is owed. */
class Book {
  private readonly teams: readonly Team[];
  private readonly byTeams: boolean;
  private readonly restMs: number;
  private readonly owed = new Map<string, number>();
  private readonly teamOwed = new Map<string, number>();
  private readonly had = new Map<string, { duties: number; minutes: number }>();
  private readonly taken = new Map<string, [number, number][]>();

  constructor(rule: RosterRule, busy: PlanInput['busy']) {
    // Somebody in two teams takes turns once, with the first.
    const seen = new Set<string>();
    this.teams = rule.teams.map(({ id, people }) => ({
      id,
      people: people.filter((person) => !seen.has(person) && seen.add(person)),
    }));
    this.byTeams = rule.by === 'teams';
    this.restMs = rule.restMinutes * MINUTE;
    for (const { person, startsAt, endsAt } of busy) this.take(person, startsAt, endsAt);
  }

  give(slot: Slot, there: (person: string) => boolean): Given[] {
    const free = this.teams.map((team) => ({
      id: team.id,
      people: team.people.filter((person) => there(person) && this.rested(person, slot)),
    }));
    const minutes = (slot.endsAt - slot.startsAt) / MINUTE;
    if (!this.byTeams) {
      const all = free.flatMap((team) => team.people.map((person) => ({ person, team: team.id })));
      return this.share(all, slot, minutes);
    }
    const able = free.filter((team) => team.people.length > 0);
    const full = able.filter((team) => team.people.length >= slot.people);
    const choice = full.length > 0 ? full : able;
    for (const team of choice) this.add(this.teamOwed, team.id, minutes / choice.length);
    const team = mostOwed(choice, (one) => this.teamOwed.get(one.id) ?? 0);
    if (!team) return [];
    this.add(this.teamOwed, team.id, -minutes);
    return this.share(
      team.people.map((person) => ({ person, team: team.id })),
      slot,
      minutes,
    );
  }

  /** Splits one slot among those who could be asked; each of the chosen pays for it in full. */
  private share(able: Given[], slot: Slot, minutes: number): Given[] {
    const n = Math.min(slot.people, able.length);
    for (const { person } of able) this.add(this.owed, person, (minutes * n) / able.length);
    const chosen = [...able.entries()]
      .sort(([i, a], [j, b]) => this.owes(b.person) - this.owes(a.person) || i - j)
      .slice(0, n)
      .map(([, one]) => one);
    for (const { person } of chosen) {
      this.add(this.owed, person, -minutes);
      this.take(person, slot.startsAt, slot.endsAt);
      const had = this.had.get(person) ?? { duties: 0, minutes: 0 };
      this.had.set(person, { duties: had.duties + 1, minutes: had.minutes + minutes });
    }
    return chosen;
  }

  load(): Load[] {
    return this.teams.flatMap((team) =>
      team.people.map((person) => ({
        person,
        ...(this.had.get(person) ?? { duties: 0, minutes: 0 }),
        owed: Math.round(this.owes(person)),
      })),
    );
  }

  private rested(person: string, slot: Slot): boolean {
    const taken = this.taken.get(person) ?? [];
    return taken.every(([from, to]) => slot.startsAt >= to + this.restMs || slot.endsAt + this.restMs <= from);
  }

  private take(person: string, from: number, to: number): void {
    const taken = this.taken.get(person);
    if (taken) taken.push([from, to]);
    else this.taken.set(person, [[from, to]]);
  }

  /** Rounded so that shares that are equal compare equal. */
  private owes(person: string): number {
    return Math.round((this.owed.get(person) ?? 0) * 1e6) / 1e6;
  }

  private add(book: Map<string, number>, id: string, minutes: number): void {
    book.set(id, (book.get(id) ?? 0) + minutes);
  }
}

function mostOwed<T>(list: readonly T[], owed: (one: T) => number): T | null {
  let best: T | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const one of list) {
    const owes = Math.round(owed(one) * 1e6) / 1e6;
    if (owes > most) {
      best = one;
      most = owes;
    }
  }
  return best;
}
