import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { lifecycleFaults, Refusal, type Standing } from '../kernel/index.ts';
import {
  actOnList,
  compareDuties,
  compareItems,
  dutyFaults,
  inForceOn,
  itemFaults,
  LIST_STATES,
  LIST_VERBS,
  type ListContext,
  type ListItem,
  type ListState,
  type ListVerb,
  type ListVersion,
  listFaults,
  listLifecycle,
  renumbered,
  stateOn,
  turnsDue,
} from './index.ts';

const TODAY = '2026-06-10';

const roles: Record<string, { standing: Standing; person: string | null }> = {
  editor: { standing: holding('items.edit'), person: 'editor' },
  approver: { standing: holding('items.approve'), person: 'approver' },
  second: { standing: holding('items.approve'), person: 'second' },
  author: { standing: holding('items.edit', 'items.approve'), person: 'author' },
  reader: { standing: holding('items.read'), person: 'reader' },
  program: { standing: { holds: () => false, reporter: false, consequence: true }, person: null },
};

function holding(...permissions: string[]): Standing {
  return { holds: (one, at) => at === 'county' && permissions.includes(one), reporter: false, consequence: false };
}

const version = (state: ListState, more: Partial<ListVersion> = {}): ListVersion => ({
  state,
  effectiveFrom: state === 'draft' ? null : '2026-07-01',
  authors: ['author'],
  approvals: [],
  rows: 3,
  ...more,
});

const ctx = (role: string, more: Partial<ListContext> = {}): ListContext => ({
  today: TODAY,
  taken: [],
  ...(roles[role] as { standing: Standing; person: string | null }),
  ...more,
});

const INPUT: Partial<Record<ListVerb, Record<string, unknown>>> = {
  submit: { effective_from: '2026-07-01' },
  return: { words: '时限太短' },
  withdraw: { words: '不再需要' },
};

function tried(work: () => { next: ListVersion }): string {
  try {
    return work().next.state;
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.code === 'invalid_fields' ? (error.fields[0]?.code ?? '') : error.code;
  }
}

/** What should come of every verb in every state, by hand: where it leads for those it is for. Absent: it is refused. */
const LEADS: Record<ListVerb, { who: string[]; from: Partial<Record<ListState, ListState>> }> = {
  edit: { who: ['editor', 'author'], from: { draft: 'draft' } },
  submit: { who: ['editor', 'author'], from: { draft: 'submitted' } },
  recall: { who: ['editor', 'author'], from: { submitted: 'draft' } },
  approve: { who: ['approver', 'second', 'author'], from: { submitted: 'submitted' } },
  return: { who: ['approver', 'second', 'author'], from: { submitted: 'draft' } },
  withdraw: { who: ['editor', 'author', 'approver', 'second'], from: { draft: 'withdrawn', submitted: 'withdrawn' } },
  begin: { who: ['program'], from: { approved: 'in_force' } },
  supersede: { who: ['program'], from: { in_force: 'superseded' } },
};

function expected(state: ListState, verb: ListVerb, role: string): string {
  const { who, from } = LEADS[verb];
  if (!who.includes(role)) return 'not_permitted';
  if (verb === 'withdraw') {
    const approves = ['approver', 'second', 'author'].includes(role);
    const edits = ['editor', 'author'].includes(role);
    if (state === 'approved') return approves ? 'withdrawn' : 'not_permitted';
    if (state === 'draft' || state === 'submitted') return edits ? 'withdrawn' : 'not_permitted';
    return 'state_forbids';
  }
  if (!from[state]) return 'state_forbids';
  if (verb === 'approve' && role === 'author') return 'list_own_approval';
  return from[state];
}

describe('the lifecycle of a list version', () => {
  test('has no faults', () => assert.deepEqual(lifecycleFaults(listLifecycle, 'draft'), []));

  test('every state, verb and role', () => {
    let seen = 0;
    for (const state of LIST_STATES) {
      for (const verb of LIST_VERBS) {
        for (const role of Object.keys(roles)) {
          const got = tried(() => actOnList(version(state), verb, INPUT[verb] ?? {}, ctx(role)));
          assert.equal(got, expected(state, verb, role), `${verb} of ${state} by ${role}`);
          seen += 1;
        }
      }
    }
    assert.equal(seen, LIST_STATES.length * LIST_VERBS.length * Object.keys(roles).length);
  });

  test('two people approve, never one twice, never a writer', () => {
    const submitted = version('submitted');
    const once = actOnList(submitted, 'approve', {}, ctx('approver')).next;
    assert.deepEqual([once.state, once.approvals], ['submitted', ['approver']]);
    assert.equal(
      tried(() => actOnList(once, 'approve', {}, ctx('approver'))),
      'list_approved_already',
    );
    assert.equal(
      tried(() => actOnList(once, 'approve', {}, ctx('author'))),
      'list_own_approval',
    );
    const twice = actOnList(once, 'approve', {}, ctx('second')).next;
    assert.deepEqual([twice.state, twice.approvals], ['approved', ['approver', 'second']]);
  });

  test('whoever edits becomes an author; a return asks for both approvals again', () => {
    const edited = actOnList(version('draft'), 'edit', {}, ctx('editor')).next;
    assert.deepEqual(edited.authors, ['author', 'editor']);
    assert.deepEqual(actOnList(edited, 'edit', {}, ctx('editor')).next.authors, ['author', 'editor']);
    const once = version('submitted', { approvals: ['approver'] });
    assert.deepEqual(actOnList(once, 'return', { words: '改' }, ctx('second')).next.approvals, []);
    assert.deepEqual(actOnList(once, 'recall', {}, ctx('editor')).next.approvals, []);
    assert.equal(
      tried(() => actOnList(once, 'return', {}, ctx('second'))),
      'field_required',
    );
  });

  test('days: tomorrow at the earliest, no day twice, none that has passed while it waited', () => {
    const submit = (day: unknown, more: Partial<ListContext> = {}) =>
      tried(() => actOnList(version('draft'), 'submit', { effective_from: day }, ctx('editor', more)));
    assert.equal(submit('2026-06-11'), 'submitted');
    assert.equal(submit('2026-06-10'), 'day_not_ahead');
    assert.equal(submit('2025-01-01'), 'day_not_ahead');
    assert.equal(submit('2026-02-30'), 'field_invalid');
    assert.equal(submit('tomorrow'), 'field_invalid');
    assert.equal(submit(undefined), 'field_required');
    assert.equal(submit('2026-07-01', { taken: ['2026-07-01'] }), 'day_taken');
    assert.equal(
      tried(() => actOnList(version('draft', { rows: 0 }), 'submit', INPUT.submit ?? {}, ctx('editor'))),
      'list_without_rows',
    );
    const approve = (today: string, taken: string[] = []) =>
      tried(() => actOnList(version('submitted'), 'approve', {}, ctx('approver', { today, taken })));
    assert.equal(approve('2026-06-30'), 'submitted');
    assert.equal(approve('2026-07-01'), 'list_day_over');
    assert.equal(approve('2026-06-30', ['2026-07-01']), 'day_taken');
    const call = (today: string) =>
      tried(() => actOnList(version('approved'), 'withdraw', { words: '作废' }, ctx('approver', { today })));
    assert.equal(call('2026-06-30'), 'withdrawn');
    assert.equal(call('2026-07-01'), 'list_day_over');
  });
});

describe('which version counts', () => {
  const of = (no: number, state: ListState, effectiveFrom: string | null) => ({ version: no, state, effectiveFrom });
  const all = [
    of(1, 'in_force', '2025-01-01'),
    of(2, 'approved', '2026-06-10'),
    of(3, 'approved', '2026-08-01'),
    of(4, 'draft', null),
    of(5, 'submitted', '2026-05-01'),
    of(6, 'withdrawn', '2026-05-01'),
  ];

  test('the day alone says it', () => {
    assert.equal(inForceOn(all, '2024-12-31'), null);
    assert.equal(inForceOn(all, '2026-06-09')?.version, 1);
    assert.equal(inForceOn(all, '2026-06-10')?.version, 2);
    assert.equal(inForceOn(all, '2026-12-31')?.version, 3);
    const same = [of(1, 'approved', '2025-01-01'), of(2, 'approved', '2025-01-01')];
    assert.equal(inForceOn(same, '2025-01-01')?.version, 2);
  });

  test('states as of a day', () => {
    const on = (day: string) => all.map((one) => stateOn(one, all, day));
    assert.deepEqual(on('2026-06-09'), ['in_force', 'approved', 'approved', 'draft', 'submitted', 'withdrawn']);
    assert.deepEqual(on('2026-06-10'), ['superseded', 'in_force', 'approved', 'draft', 'submitted', 'withdrawn']);
    assert.deepEqual(on('2026-08-01'), ['superseded', 'superseded', 'in_force', 'draft', 'submitted', 'withdrawn']);
  });

  test('turns that nobody wrote yet, a late look too', () => {
    assert.deepEqual(turnsDue(all, '2026-06-09'), []);
    assert.deepEqual(turnsDue(all, '2026-06-10'), [
      { version: 1, verb: 'supersede', day: '2026-06-10' },
      { version: 2, verb: 'begin', day: '2026-06-10' },
    ]);
    assert.deepEqual(turnsDue(all, '2026-09-01'), [
      { version: 1, verb: 'supersede', day: '2026-06-10' },
      { version: 2, verb: 'begin', day: '2026-06-10' },
      { version: 2, verb: 'supersede', day: '2026-08-01' },
      { version: 3, verb: 'begin', day: '2026-08-01' },
    ]);
  });

  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-06-${String(n).padStart(2, '0')}`);
  const versions = fc
    .array(fc.record({ state: fc.constantFrom(...LIST_STATES), effectiveFrom: day }), { maxLength: 8 })
    .map((list) => list.map((one, index) => ({ ...one, version: index + 1 })));

  test('at most one is in force, and written turns change nothing of it', () => {
    fc.assert(
      fc.property(versions, day, (list, today) => {
        // A row that says superseded or in force has begun.
        const sound = list.filter(
          (one) => !['in_force', 'superseded'].includes(one.state) || one.effectiveFrom <= today,
        );
        const before = inForceOn(sound, today)?.version ?? null;
        const states = sound.map((one) => stateOn(one, sound, today));
        assert.ok(states.filter((state) => state === 'in_force').length <= 1);
        const turned = sound.map((one) => ({ ...one }));
        for (const { version: no, verb } of turnsDue(sound, today)) {
          const row = turned.find((one) => one.version === no);
          if (row) row.state = verb === 'begin' ? 'in_force' : 'superseded';
        }
        assert.equal(inForceOn(turned, today)?.version ?? null, before);
        assert.deepEqual(
          turned.map((one) => stateOn(one, turned, today)),
          states,
        );
      }),
    );
  });
});

const item = (id: string, more: Partial<ListItem> = {}): ListItem => ({
  id,
  code: id.toUpperCase(),
  name: `演示事项${id}`,
  category: '道路',
  lead: 'u1',
  assists: ['u2'],
  callback: 'call',
  keywords: ['路灯'],
  handledBy: null,
  supervisedBy: null,
  conditions: [
    {
      id: `${id}-1`,
      text: '不亮',
      finish: '亮了',
      process: '',
      limits: { conclude: { n: 3, unit: 'working_day' } },
      arrival: false,
    },
  ],
  ...more,
});
const condition = (more: object) => ({ ...(item('x').conditions[0] as ListItem['conditions'][number]), ...more });
const units = new Set(['u1', 'u2', 'u3']);
const known = { hasUnit: (id: string) => units.has(id), others: [] as ListItem[] };

describe('what must hold of an item', () => {
  const codes = (one: ListItem, others: ListItem[] = []) =>
    itemFaults(one, { ...known, others }).map((fault) => `${fault.path}: ${fault.code}`);

  test('a sound one has no faults', () => assert.deepEqual(codes(item('a')), []));

  test('each fault is named by its field, all at once', () => {
    const limit = (n: unknown, unit: unknown) => ({ n, unit }) as never;
    const cases: [Partial<ListItem>, string[]][] = [
      [{ lead: 'nowhere' }, ['lead: unit_unknown']],
      [{ assists: ['u1', 'u2', 'u2'] }, ['assists.0: unit_twice', 'assists.2: unit_twice']],
      [{ code: '一' }, ['code: item_code_invalid']],
      [{ name: ' ', category: '' }, ['name: field_required', 'category: field_required']],
      [{ name: '长'.repeat(101) }, ['name: field_too_long']],
      [{ keywords: [' '] }, ['keywords: keywords_invalid']],
      [{ conditions: [] }, ['conditions: no_condition']],
      [
        { conditions: [condition({ limits: { conclude: limit(3, '') } })] },
        ['conditions.0.limits.conclude: limit_unit_unknown'],
      ],
      [
        { conditions: [condition({ limits: { conclude: limit(1.5, 'working_day') } })] },
        ['conditions.0.limits.conclude: limit_number_invalid'],
      ],
      [
        { conditions: [condition({ limits: { conclude: limit(0, 'hour') } })] },
        ['conditions.0.limits.conclude: limit_number_invalid'],
      ],
      [{ conditions: [condition({ limits: {} })] }, ['conditions.0.limits.conclude: field_required']],
      [
        {
          conditions: [
            condition({ limits: { conclude: limit(1, 'hour'), arrive: limit(1, 'hour'), soon: limit(1, 'hour') } }),
          ],
        },
        ['conditions.0.limits.soon: limit_kind_unknown', 'conditions.0.limits.arrive: arrival_not_wanted'],
      ],
      [
        { conditions: [condition({ text: '', finish: '' }), condition({})] },
        [
          'conditions.0.text: field_required',
          'conditions.0.finish: field_required',
          'conditions.1.id: condition_twice',
        ],
      ],
    ];
    for (const [more, faults] of cases) assert.deepEqual(codes(item('a', more)), faults);
  });

  test('a code stands once, an id once', () => {
    assert.deepEqual(codes(item('a'), [item('b', { code: 'A' })]), ['code: item_code_twice']);
    assert.deepEqual(
      listFaults([item('a'), item('b', { code: 'A' }), item('a', { code: 'C' })], known.hasUnit).map(
        ({ path, code }) => `${path}: ${code}`,
      ),
      ['A.code: item_code_twice', 'C.id: item_twice'],
    );
  });

  test('duties', () => {
    const line = (zh: string) => ({ zh, en: '' });
    const faults = dutyFaults(
      { post: 'nobody', everyday: [line('走访'), line(''), line('走访 ')], emergency: [line('长'.repeat(301))] },
      () => false,
    );
    assert.deepEqual(
      faults.map(({ path, code }) => `${path}: ${code}`),
      [
        'post: post_kind_unknown',
        'everyday.1.zh: field_required',
        'everyday.2.zh: duty_twice',
        'emergency.0.zh: field_too_long',
      ],
    );
  });
});

describe('renumbering', () => {
  test('by category in the order they stand', () => {
    const list = [
      item('a', { code: '0105', category: '环境' }),
      item('b', { code: '0101', category: '道路' }),
      item('c', { code: '0102', category: '环境' }),
      item('d', { code: '9', category: '道路' }),
    ];
    assert.deepEqual(
      renumbered(list).map(({ id, code }) => [id, code]),
      [
        ['b', '0101'],
        ['d', '0102'],
        ['c', '0201'],
        ['a', '0202'],
      ],
    );
  });

  test('gives each a code of its own, keeps ids, and again changes nothing', () => {
    const lists = fc.array(
      fc.record({ category: fc.constantFrom('甲', '乙', '丙'), no: fc.integer({ min: 1, max: 400 }) }),
      {
        maxLength: 150,
      },
    );
    fc.assert(
      fc.property(lists, (rows) => {
        const list = rows.map(({ category, no }, index) => item(`i${index}`, { category, code: `${no}-${index}` }));
        const once = renumbered(list);
        assert.equal(new Set(once.map((one) => one.code)).size, list.length);
        assert.deepEqual(new Set(once.map((one) => one.id)), new Set(list.map((one) => one.id)));
        assert.deepEqual(renumbered(once), once);
      }),
    );
  });
});

describe('comparing', () => {
  test('a table of differences', () => {
    const before = [item('a'), item('b'), item('c'), item('old', { code: 'D' })];
    const after = [
      item('a'),
      item('b', {
        lead: null,
        assists: [],
        conditions: [
          condition({ id: 'new', text: '倾斜' }),
          condition({
            id: 'b-1',
            text: '不亮',
            limits: { conclude: { n: 1, unit: 'working_day' }, take_on: { n: 2, unit: 'hour' } },
          }),
        ],
      }),
      item('new', { code: 'D', name: '演示事项old' }),
      item('e'),
    ];
    const found = compareItems(before, after);
    assert.deepEqual(
      [found.added.map((one) => one.id), found.removed.map((one) => one.id), found.same],
      [['e'], ['c'], 1],
    );
    assert.deepEqual(
      found.changed.map((one) => one.id),
      ['b', 'new'],
    );
    assert.deepEqual(found.changed[0]?.fields, [
      { field: 'lead', before: 'u1', after: null },
      { field: 'assists', before: ['u2'], after: [] },
    ]);
    assert.deepEqual(
      found.changed[0]?.conditions.map(({ id, kind }) => [id, kind]),
      [
        ['new', 'added'],
        ['b-1', 'changed'],
      ],
    );
    assert.deepEqual(found.changed[0]?.conditions[1]?.fields, [
      { field: 'limits.take_on', before: null, after: { n: 2, unit: 'hour' } },
      {
        field: 'limits.conclude',
        before: { n: 3, unit: 'working_day' },
        after: { n: 1, unit: 'working_day' },
      },
      { field: 'position', before: 1, after: 2 },
    ]);
    // Its id was made anew, its code stands: the same item, but matters that name it will not find it.
    assert.deepEqual(found.changed[1]?.fields, [{ field: 'id', before: 'old', after: 'new' }]);
    assert.deepEqual(found.changed[1]?.conditions[0]?.fields, [{ field: 'id', before: 'old-1', after: 'new-1' }]);
  });

  test('a list beside itself says nothing; the other way round swaps added and removed', () => {
    const lists = fc
      .uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 8 })
      .chain((ids) =>
        fc.tuple(...ids.map((id) => fc.boolean().map((named) => item(`i${id}`, named ? {} : { name: '别名' })))),
      );
    fc.assert(
      fc.property(lists, lists, (one, other) => {
        assert.deepEqual(compareItems(one, one), { added: [], removed: [], changed: [], same: one.length });
        const there = compareItems(one, other);
        const back = compareItems(other, one);
        assert.deepEqual(there.added, back.removed);
        assert.deepEqual(there.changed.map(({ id }) => id).sort(), back.changed.map(({ id }) => id).sort());
        assert.equal(there.same + there.changed.length + there.added.length, other.length);
      }),
    );
  });

  test('duties line by line', () => {
    const line = (zh: string, en = '') => ({ zh, en });
    const before = [
      { post: 'a', everyday: [line('甲'), line('乙')], emergency: [] },
      { post: 'b', everyday: [line('丁')], emergency: [line('戊', 'E')] },
      { post: 'c', everyday: [line('己')], emergency: [] },
    ];
    const after = [
      { post: 'a', everyday: [line('乙'), line('丙')], emergency: [line('急')] },
      { post: 'b', everyday: [line('丁')], emergency: [line('戊', 'e')] },
      { post: 'c', everyday: [line('己')], emergency: [] },
    ];
    assert.deepEqual(compareDuties(before, after), {
      same: 1,
      changed: [
        { post: 'a', phase: 'everyday', added: [line('丙')], removed: [line('甲')], reworded: false },
        { post: 'a', phase: 'emergency', added: [line('急')], removed: [], reworded: false },
        { post: 'b', phase: 'emergency', added: [], removed: [], reworded: true },
      ],
    });
  });
});
