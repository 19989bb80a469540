import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Calendar } from '../clocks/index.ts';
import { Refusal } from '../kernel/index.ts';
import {
  checkIn,
  checkRoster,
  closesAt,
  DUTY_STATES,
  DUTY_TABLE,
  planRoster,
  type RosterRule,
  SWAP_STATES,
  SWAP_TABLE,
  SWAP_VERBS,
  type SwapParty,
  stepDuty,
  stepSwap,
  swapAbilities,
} from './index.ts';

const CALENDAR: Calendar = {
  version: 1,
  utcOffsetMinutes: 480,
  workweek: [1, 2, 3, 4, 5],
  seasons: [{ from: '01-01', spans: [{ from: '09:00', to: '17:00' }] }],
  publishedYears: [2026],
  days: [
    { day: '2026-10-01', kind: 'holiday', name: '国庆节' },
    { day: '2026-10-10', kind: 'workday', name: '国庆节' },
  ],
};
const DAY = 86_400_000;
const people = (n: number, mark = 'p') => Array.from({ length: n }, (_, i) => `${mark}${i}`);
const rule = (more: Partial<RosterRule> = {}): RosterRule => ({
  shifts: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '12:00', people: 1 }],
  teams: [{ id: 't', people: people(5) }],
  by: 'people',
  restMinutes: 0,
  holidays: 'usual',
  makeup: 'monday',
  ...more,
});
const plan = (given: RosterRule, days = 28, more: Partial<Parameters<typeof planRoster>[0]> = {}) => {
  const from = '2026-06-01';
  const to = new Date(Date.parse(from) + (days - 1) * DAY).toISOString().slice(0, 10);
  return planRoster({ rule: given, calendar: CALENDAR, from, to, away: [], busy: [], ...more });
};
const counts = (duties: { person: string }[], all: readonly string[]) =>
  all.map((person) => duties.filter((one) => one.person === person).length);
const spread = (list: number[]) => Math.max(...list) - Math.min(...list);

describe('planning', () => {
  it('is the same every time', () => {
    assert.deepEqual(plan(rule()), plan(rule()));
  });

  it('gives those who are always there as many duties as the others, to one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 4 }),
        (n, days, wanted) => {
          const given = rule({
            teams: [{ id: 't', people: people(n) }],
            shifts: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '12:00', people: wanted }],
          });
          const { duties, gaps } = plan(given, days);
          assert.equal(duties.length, days * Math.min(wanted, n));
          assert.equal(gaps.length, wanted > n ? days : 0);
          assert.ok(spread(counts(duties, people(n))) <= 1);
        },
      ),
    );
  });

  it('shares by teams as well, and within each team', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 60 }), (n, days) => {
        const teams = Array.from({ length: n }, (_, i) => ({ id: `t${i}`, people: people(3, `t${i}p`) }));
        const { duties } = plan(rule({ teams, by: 'teams' }), days);
        assert.ok(spread(teams.map((team) => duties.filter((one) => one.team === team.id).length)) <= 1);
        for (const team of teams) assert.ok(spread(counts(duties, team.people)) <= 1);
      }),
    );
  });

  it('does not ask those who are away, and asks no more of them afterwards than of the others', () => {
    const away = [{ person: 'p0', from: '2026-06-01', to: '2026-06-14' }];
    const { duties } = plan(rule(), 28, { away });
    assert.ok(!duties.some((one) => one.person === 'p0' && one.day <= '2026-06-14'));
    const later = duties.filter((one) => one.day > '2026-06-14');
    assert.ok(spread(counts(later, people(5))) <= 1, 'two weeks off are not made up for');
  });

  it('keeps near to fair shares whoever is away when', () => {
    const absence = fc.record({
      who: fc.integer({ min: 0, max: 5 }),
      from: fc.integer({ min: 0, max: 55 }),
      days: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(absence, { maxLength: 8 }), (absences) => {
        const day = (n: number) => new Date(Date.parse('2026-06-01') + n * DAY).toISOString().slice(0, 10);
        const away = absences.map(({ who, from, days }) => ({
          person: `p${who}`,
          from: day(from),
          to: day(from + days),
        }));
        const { load, duties } = plan(rule({ teams: [{ id: 't', people: people(6) }] }), 56, { away });
        for (const one of load) assert.ok(Math.abs(one.owed) <= 3 * 180, `${one.person} is owed ${one.owed} minutes`);
        for (const duty of duties)
          assert.ok(!away.some((one) => one.person === duty.person && one.from <= duty.day && duty.day <= one.to));
      }),
    );
  });

  it('lets everybody rest, also from duties elsewhere', () => {
    const shifts = [
      { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '12:00', people: 1 },
      { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '13:00', to: '24:00', people: 1 },
    ];
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 0, max: 1200 }), (n, restMinutes) => {
        const { duties } = plan(rule({ shifts, restMinutes, teams: [{ id: 't', people: people(n) }] }), 14);
        for (const person of people(n)) {
          const own = duties.filter((one) => one.person === person);
          own.slice(1).forEach((duty, i) => {
            assert.ok(duty.startsAt - (own[i]?.endsAt ?? 0) >= restMinutes * 60_000);
          });
        }
      }),
    );
    const startsAt = Date.parse('2026-06-01T11:00:00+08:00');
    const busy = people(5)
      .slice(0, 4)
      .map((person) => ({ person, startsAt, endsAt: startsAt + 3_600_000 }));
    assert.equal(plan(rule(), 1, { busy }).duties[0]?.person, 'p4');
    assert.deepEqual(plan(rule({ teams: [{ id: 't', people: ['p0'] }] }), 1, { busy }).gaps, [
      { day: '2026-06-01', from: '09:00', to: '12:00', missing: 1 },
    ]);
  });

  it('knows holidays and make-up workdays', () => {
    const weekdays = [{ weekdays: [1], from: '09:00', to: '12:00', people: 1 }];
    const days = (more: Partial<RosterRule>) =>
      planRoster({
        rule: rule(more),
        calendar: CALENDAR,
        from: '2026-10-01',
        to: '2026-10-11',
        away: [],
        busy: [],
      }).duties.map((one) => one.day);
    assert.ok(!days({ holidays: 'none' }).includes('2026-10-01'));
    assert.ok(days({ holidays: 'usual' }).includes('2026-10-01'));
    assert.deepEqual(days({ shifts: weekdays }), ['2026-10-05', '2026-10-10'], 'a Saturday that is worked as a Monday');
    assert.deepEqual(days({ shifts: weekdays, makeup: 'usual' }), ['2026-10-05']);
  });

  it('counts somebody in two teams once', () => {
    const teams = [
      { id: 'a', people: ['x', 'y'] },
      { id: 'b', people: ['x', 'z'] },
    ];
    const { duties, load } = plan(rule({ teams }), 9);
    assert.deepEqual(
      load.map((one) => one.person),
      ['x', 'y', 'z'],
    );
    assert.ok(spread(counts(duties, ['x', 'y', 'z'])) <= 1);
  });
});

describe('a rule', () => {
  const refused = (given: RosterRule, from = '2026-06-01', to = '2026-06-30') => {
    try {
      checkRoster(given, from, to);
      return [];
    } catch (error) {
      return (error as Refusal).fields.map(({ path, code }) => `${path} ${code}`);
    }
  };
  it('names each fault', () => {
    const shift = { weekdays: [1], from: '09:00', to: '12:00', people: 1 };
    assert.deepEqual(refused(rule()), []);
    assert.deepEqual(refused(rule({ shifts: [{ ...shift, from: '12:00', to: '09:00' }] })), ['shifts.0 hours_order']);
    assert.deepEqual(refused(rule({ shifts: [{ ...shift, weekdays: [] }] })), ['shifts.0.weekdays weekday_invalid']);
    assert.deepEqual(refused(rule({ shifts: [{ ...shift, people: 0 }] })), ['shifts.0.people field_invalid']);
    assert.deepEqual(refused(rule({ shifts: [] })), ['shifts field_required']);
    assert.deepEqual(refused(rule({ teams: [{ id: 't', people: [] }] })), ['teams team_empty']);
    assert.deepEqual(refused(rule(), '2026-06-30', '2026-06-01'), ['to day_order']);
    assert.deepEqual(refused(rule(), '2026-01-01', '2026-12-31'), ['to roster_too_long']);
  });
});

describe('a swap', () => {
  const parties: SwapParty[] = ['asker', 'asked', 'keeper', 'program'];
  it('takes every step of the table, by whom it says, and no other', () => {
    for (const state of SWAP_STATES) {
      for (const verb of SWAP_VERBS) {
        for (const party of parties) {
          const row = SWAP_TABLE.find((one) => one.verb === verb);
          const may = row?.who === party && row.from.includes(state);
          const step = () => stepSwap(state, verb, new Set([party]), true);
          if (may) assert.equal(step(), row?.to(true));
          else assert.throws(step, Refusal, `${state} ${verb} ${party}`);
          assert.equal(swapAbilities(state, new Set([party])).includes(verb), may);
        }
      }
    }
    assert.throws(() => stepSwap('asked', 'steal', new Set(parties), true), { code: 'verb_unknown' });
  });
  it('needs no approval where the rule asks for none', () => {
    assert.equal(stepSwap('asked', 'agree', new Set(['asked']), false), 'done');
    assert.equal(stepSwap('asked', 'agree', new Set(['asked']), true), 'agreed');
  });
});

describe('a duty', () => {
  it('takes every step of the table and no other', () => {
    for (const state of DUTY_STATES) {
      for (const verb of ['check_in', 'miss', 'excuse', 'cancel'] as const) {
        const row = DUTY_TABLE.find((one) => one.verb === verb && one.from.includes(state));
        if (row) assert.equal(stepDuty(state, verb), row.to);
        else assert.throws(() => stepDuty(state, verb), { code: 'state_forbids' });
      }
    }
  });

  const CHECK = { opensMinutes: 30, closesMinutes: 20, metres: 300 };
  const startsAt = Date.parse('2026-06-10T09:00:00+08:00');
  const duty = { startsAt, endsAt: startsAt + 3 * 3_600_000 };
  const minutes = (n: number) => startsAt + n * 60_000;
  const near = { distance: 20, accuracy: 0 };
  const table: [string, Parameters<typeof checkIn>[2], number | string][] = [
    ['in time', { at: minutes(-5), now: minutes(-5), ...near }, 0],
    ['as soon as it opens', { at: minutes(-30), now: minutes(-30), ...near }, 0],
    ['a minute too early', { at: minutes(-31), now: minutes(-31), ...near }, 'duty_too_early'],
    ['late', { at: minutes(12), now: minutes(12), ...near }, 12],
    ['at the last moment', { at: minutes(20), now: minutes(20), ...near }, 20],
    ['after the window', { at: minutes(21), now: minutes(21), ...near }, 'duty_window_over'],
    ['told hours later', { at: minutes(1), now: minutes(300), ...near }, 1],
    ['told a day later', { at: minutes(1), now: minutes(60 * 25), ...near }, 'duty_time_unbelievable'],
    ['told before it was', { at: minutes(10), now: minutes(-5), ...near }, 'duty_time_unbelievable'],
    ['from far away', { at: minutes(0), now: minutes(0), distance: 5000, accuracy: 0 }, 'duty_too_far'],
    ['with a rough position', { at: minutes(0), now: minutes(0), distance: 500, accuracy: 250 }, 0],
    [
      'with a position as rough as the town',
      { at: minutes(0), now: minutes(0), distance: 5000, accuracy: 9000 },
      'duty_too_far',
    ],
    ['without a position', { at: minutes(0), now: minutes(0), distance: null, accuracy: 0 }, 'position_required'],
  ];
  for (const [name, given, expected] of table) {
    it(`is checked in ${name}: ${expected}`, () => {
      if (typeof expected === 'number') assert.equal(checkIn(CHECK, duty, given), expected);
      else assert.throws(() => checkIn(CHECK, duty, given), { code: expected });
    });
  }
  it('closes at its end at the latest', () => {
    assert.equal(closesAt({ ...CHECK, closesMinutes: 600 }, duty), duty.endsAt);
  });
});
