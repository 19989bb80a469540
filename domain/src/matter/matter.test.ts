import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lifecycleFaults, Refusal, type Standing } from '../kernel/index.ts';
import {
  type ActContext,
  actOnAssignment,
  actOnMatter,
  assignmentLifecycle,
  type CountyRules,
  type Holder,
  type Matter,
  type MatterVerb,
  matterLifecycle,
  submitMatter,
} from './index.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 1); // Monday 2 March 2026, 09:00 in the county.

const county: CountyRules = {
  calendar: {
    version: 1,
    utcOffsetMinutes: 480,
    workweek: [1, 2, 3, 4, 5],
    seasons: [
      {
        from: '01-01',
        spans: [
          { from: '08:30', to: '12:00' },
          { from: '13:30', to: '17:30' },
        ],
      },
    ],
    publishedYears: [2026],
    days: [],
  },
  endOfDay: '17:30',
  yellowShare: 0.8,
  limits: {
    accept: { n: 2, unit: 'working_hour' },
    take_on: { n: 4, unit: 'working_hour' },
    arrive: { n: 1, unit: 'working_day' },
    conclude: { n: 3, unit: 'working_day' },
    callback: { n: 2, unit: 'working_day' },
  },
  callback: { attempts: 3, byDefault: 'call', maxRedos: null },
  reopenDays: 15,
  packVersion: 1,
};

const centre: Holder = { id: 'c', path: 'c.', kind: 'county' };
const town: Holder = { id: 't', path: 'c.t.', kind: 'town' };
const grid: Holder = { id: 'g', path: 'c.t.g.', kind: 'grid' };

const everybody: Standing = { holds: () => true, reporter: true, consequence: false };
const nobody: Standing = { holds: () => false, reporter: false, consequence: false };

function ctx(now: number, standing: Standing = everybody, upper: Holder | null = town): ActContext {
  return { now, standing, rules: { county, item: null, upper, centre } };
}

function submitted(): Matter {
  return submitMatter(
    { id: 'm', channel: 'resident', place: grid, holder: grid, reporterId: 'p', reachable: true },
    ctx(START),
  );
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.code;
  }
  return 'accepted';
}

type Step =
  | [MatterVerb, Record<string, unknown>]
  | [number, 'take_on' | 'refuse' | 'arrive' | 'conclude' | 'request' | 'resume', Record<string, unknown>];

/** Walks a matter through acts an hour apart. */
function walk(matter: Matter, steps: Step[]): Matter {
  return steps.reduce((at, step, index) => {
    const context = ctx(START + (index + 1) * HOUR);
    return typeof step[0] === 'number'
      ? actOnAssignment(at, step[0], step[1] as never, step[2] as never, context).next
      : actOnMatter(at, step[0], step[1] as never, context).next;
  }, matter);
}

const dispatch: Step = ['dispatch', { lead: 'u1' }];
const answered = { outcome: 'resolved', words: 'done' };
const heard = { reached: true, met: true, resolved: true, satisfied: true };

describe('the tables', () => {
  test('have no state that is never entered or left', () => {
    assert.deepEqual(lifecycleFaults(matterLifecycle, 'submitted'), []);
    assert.deepEqual(lifecycleFaults(assignmentLifecycle, 'sent'), []);
  });
});

describe('the loop', () => {
  test('from a report to a satisfied close', () => {
    const done = walk(submitted(), [
      ['accept', {}],
      ['raise', { words: 'beyond the grid' }],
      dispatch,
      [1, 'take_on', {}],
      [1, 'arrive', {}],
      [1, 'conclude', answered],
      ['call_back', heard],
    ]);
    assert.equal(done.state, 'closed');
    assert.equal(done.raiseCount, 1);
    assert.ok(done.clocks.every((clock) => clock.stoppedAt !== null));
    assert.deepEqual(
      done.clocks.map((clock) => clock.kind),
      ['accept', 'conclude', 'accept', 'take_on', 'conclude', 'callback'],
    );
  });

  test('an unsatisfied answer goes back to the same unit, counted, and the first judgement stays', () => {
    const redone = walk(submitted(), [
      dispatch,
      [1, 'take_on', {}],
      [1, 'conclude', answered],
      ['judge', { met: true, resolved: false, satisfied: false }],
    ]);
    assert.equal(redone.state, 'dispatched');
    assert.equal(redone.redoCount, 1);
    assert.equal(redone.assignments[1]?.unit, 'u1');
    assert.equal(redone.assignments[1]?.binding, true);
    assert.equal(
      refusal(() => actOnAssignment(redone, 2, 'refuse', { reason: 'other', words: 'no' }, ctx(START))),
      'dispatch_upheld',
    );
    const closed = walk(redone, [
      [2, 'take_on', {}],
      [2, 'conclude', answered],
      ['judge', { met: true, resolved: true, satisfied: true }],
    ]);
    assert.equal(closed.state, 'closed');
    assert.deepEqual(closed.firstVerdict, { met: true, resolved: false, satisfied: false });
    assert.deepEqual(closed.verdict, { met: true, resolved: true, satisfied: true });
    assert.equal(closed.firstConcludedAt, redone.firstConcludedAt);
  });

  test('what was settled at the grid goes back to the grid', () => {
    const redone = walk(submitted(), [
      ['settle', answered],
      ['judge', { met: false, resolved: false, satisfied: false }],
    ]);
    assert.equal(redone.state, 'accepted');
    assert.equal(redone.holder?.id, 'g');
  });

  test('it concludes only when the lead has and no assist is open', () => {
    const half = walk(submitted(), [
      ['dispatch', { lead: 'u1', assists: ['u2'] }],
      [1, 'take_on', {}],
      [1, 'conclude', answered],
    ]);
    assert.equal(half.state, 'in_progress');
    const whole = walk(half, [
      [2, 'take_on', {}],
      [2, 'conclude', answered],
    ]);
    assert.equal(whole.state, 'concluded');
  });

  test('a ruling that excuses the last assist concludes it', () => {
    const waiting = walk(submitted(), [
      ['dispatch', { lead: 'u1', assists: ['u2'] }],
      [2, 'refuse', { reason: 'not_our_duty', words: 'not ours' }],
      [1, 'take_on', {}],
      [1, 'conclude', answered],
    ]);
    assert.equal(waiting.state, 'in_progress');
    const done = walk(waiting, [['arbitrate', { assignment: 2, decision: 'return', words: 'excused' }]]);
    assert.equal(done.state, 'concluded');
    assert.equal(done.clocks.at(-1)?.kind, 'callback');
  });

  for (const [decision, more, state, unit] of [
    ['uphold', {}, 'dispatched', 'u1'],
    ['redirect', { unit: 'u3' }, 'dispatched', 'u3'],
    ['return', {}, 'accepted', undefined],
  ] as const) {
    test(`a lead's refusal goes to arbitration: ${decision}`, () => {
      const disputed = walk(submitted(), [dispatch, [1, 'refuse', { reason: 'not_our_duty', words: 'not ours' }]]);
      assert.equal(disputed.state, 'in_arbitration');
      assert.equal(disputed.holder?.id, 'c');
      const ruled = walk(disputed, [['arbitrate', { assignment: 1, decision, words: 'ruled', ...more }]]);
      assert.equal(ruled.state, state);
      assert.equal(ruled.assignments[1]?.unit, unit);
      if (decision === 'return') assert.equal(ruled.holder?.id, 'g');
    });
  }

  test('a pause stops the clock, a resume starts it again', () => {
    const asked = walk(submitted(), [
      dispatch,
      [1, 'take_on', {}],
      [1, 'request', { kind: 'pause', words: 'parts ordered' }],
    ]);
    const paused = walk(asked, [['approve', { request: 1 }]]);
    const clock = paused.clocks.find((one) => one.kind === 'conclude');
    assert.equal(clock?.dueAt, null);
    const later = actOnAssignment(paused, 1, 'resume', {}, ctx(START + 72 * HOUR)).next;
    const before = asked.clocks.find((one) => one.kind === 'conclude')?.dueAt as number;
    assert.ok((later.clocks.find((one) => one.kind === 'conclude')?.dueAt as number) > before);
  });

  test('an approved extension moves the deadline and takes back only the yellow card', () => {
    const asked = walk(submitted(), [
      dispatch,
      [1, 'take_on', {}],
      [1, 'request', { kind: 'extension', amount: { n: 2, unit: 'working_day' }, words: 'rain' }],
    ]);
    const extended = walk(asked, [['approve', { request: 1 }]]);
    const due = (matter: Matter) => matter.clocks.find((one) => one.kind === 'conclude')?.dueAt as number;
    assert.ok(due(extended) > due(asked));
  });
});

describe('denied cases, each beside the allowed one', () => {
  test('nobody in particular may do nothing in particular', () => {
    const matter = submitted();
    assert.equal(
      refusal(() => actOnMatter(matter, 'accept', {}, ctx(START, everybody))),
      'accepted',
    );
    assert.equal(
      refusal(() => actOnMatter(matter, 'accept', {}, ctx(START, nobody))),
      'not_permitted',
    );
  });

  test('no raise above the top', () => {
    const matter = submitted();
    const words = { words: 'up' };
    assert.equal(
      refusal(() => actOnMatter(matter, 'raise', words, ctx(START, everybody, town))),
      'accepted',
    );
    assert.equal(
      refusal(() => actOnMatter(matter, 'raise', words, ctx(START, everybody, null))),
      'nowhere_to_raise',
    );
  });

  test('no second accept, no unknown field, no missing words', () => {
    const accepted = walk(submitted(), [['accept', {}]]);
    assert.equal(
      refusal(() => actOnMatter(accepted, 'accept', {}, ctx(START))),
      'state_forbids',
    );
    assert.equal(
      refusal(() => actOnMatter(accepted, 'settle', { outcome: 'resolved' }, ctx(START))),
      'invalid_fields',
    );
    assert.equal(
      refusal(() => actOnMatter(accepted, 'settle', { ...answered, colour: 'red' }, ctx(START))),
      'invalid_fields',
    );
  });

  test('no close before the attempts are made, no reopen after the window', () => {
    const concluded = walk(submitted(), [['settle', answered]]);
    assert.equal(
      refusal(() => actOnMatter(concluded, 'close', { words: 'x' }, ctx(START + 2 * HOUR))),
      'callback_due',
    );
    const unheard = walk(concluded, [
      ['call_back', { reached: false }],
      ['call_back', { reached: false }],
      ['call_back', { reached: false }],
    ]);
    const closed = actOnMatter(unheard, 'close', { words: 'three calls' }, ctx(START + 9 * HOUR)).next;
    assert.equal(closed.state, 'closed');
    const late = START + 9 * HOUR + 15 * 24 * HOUR;
    assert.equal(
      refusal(() => actOnMatter(closed, 'reopen', { words: 'again' }, ctx(late))),
      'accepted',
    );
    assert.equal(
      refusal(() => actOnMatter(closed, 'reopen', { words: 'again' }, ctx(late + 1))),
      'reopen_window_over',
    );
  });

  test('an answer at the deadline is on time, a millisecond later is not', () => {
    const matter = submitted();
    const due = matter.clocks[0]?.dueAt as number;
    assert.equal(actOnMatter(matter, 'accept', {}, ctx(due)).next.clocks[0]?.verdict, 'on_time');
    assert.equal(actOnMatter(matter, 'accept', {}, ctx(due + 1)).next.clocks[0]?.verdict, 'late');
  });

  test('the matter given is never changed', () => {
    const matter = submitted();
    const copy = structuredClone(matter);
    walk(matter, [['accept', {}], dispatch]);
    assert.deepEqual(matter, copy);
  });
});
