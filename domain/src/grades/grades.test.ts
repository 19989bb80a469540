/** Grades: the table told case by case, and what holds whatever somebody's way was. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  entryOn,
  type Fact,
  factsInEffect,
  fullYears,
  type GradeRule,
  givenBack,
  type Recorded,
  reckon,
  type Step,
  within,
} from './index.ts';

const RULE: GradeRule = {
  count: 18,
  posts: [
    { id: 'member', lowest: 1, highest: 12 },
    { id: 'deputy', lowest: 4, highest: 15 },
    { id: 'head', lowest: 7, highest: 18 },
  ],
  entry: { grade: 1, yearsPerGrade: 3 },
  rise: {
    credits: 3,
    assessments: [
      { code: 'excellent', credits: 1.5 },
      { code: 'good', credits: 1 },
      { code: 'basic', credits: 0 },
      { code: 'failed', credits: -1, holds: true },
    ],
    education: [
      { code: 'college', grades: 1 },
      { code: 'bachelor', grades: 2 },
    ],
    examinations: [
      { code: 'assistant', grades: 1 },
      { code: 'social_worker', grades: 2 },
    ],
  },
};

const since = (day: string): Fact => ({ kind: 'service', of: '', value: '', day });
const degree = (of: string, day: string): Fact => ({ kind: 'education', of, value: '', day });
const certificate = (of: string, day: string): Fact => ({ kind: 'examination', of, value: '', day });
const year = (of: number, value: string): Fact => ({
  kind: 'assessment',
  of: String(of),
  value,
  day: `${of + 1}-01-15`,
});
const placed = (grade: number, day: string, post = 'member'): Step => ({
  no: 1,
  why: 'placed',
  post,
  grade,
  day,
  byYears: 0,
  byQualifications: 0,
});
const step = (no: number, why: Step['why'], grade: number, day: string, more: Partial<Step> = {}): Step => ({
  ...placed(grade, day),
  no,
  why,
  ...more,
});
const told = (facts: Fact[], steps: Step[], asOf: string) => reckon(RULE, { facts, steps }, asOf);

describe('where somebody begins', () => {
  const cases: [string, Fact[], string, number][] = [
    ['with nothing to show', [], 'member', 1],
    ['with a degree', [degree('bachelor', '2015-07-01')], 'member', 3],
    [
      'the highest degree alone counts',
      [degree('college', '2012-07-01'), degree('bachelor', '2015-07-01')],
      'member',
      3,
    ],
    ['a degree that is not there yet does not', [degree('bachelor', '2025-07-01')], 'member', 1],
    [
      'degree and certificate add up',
      [degree('college', '2012-07-01'), certificate('assistant', '2019-01-01')],
      'member',
      3,
    ],
    ['eight years before are two grades', [since('2012-03-02')], 'member', 3],
    ['nine are three', [since('2011-03-01')], 'member', 4],
    ['not below the post', [], 'head', 7],
    ['not above it', [since('1970-01-01'), degree('bachelor', '1969-01-01')], 'member', 12],
    ['a word the rule does not know counts nothing', [degree('doctor', '2010-01-01')], 'member', 1],
  ];
  for (const [name, facts, post, grade] of cases)
    it(name, () => assert.equal(entryOn(RULE, facts, post, '2020-03-01').grade, grade));

  it('counts full years only', () => {
    assert.equal(fullYears('2017-03-01', '2020-03-01'), 3);
    assert.equal(fullYears('2017-03-02', '2020-03-01'), 2);
    assert.equal(fullYears('2020-03-02', '2020-03-01'), 0);
    assert.equal(fullYears('2016-02-29', '2019-02-28'), 2);
  });

  it('is refused for a post that is not in the table', () => assert.throws(() => within(RULE, 'chief', 3), TypeError));
});

describe('rising', () => {
  const on = [placed(3, '2020-03-01')];

  it('nobody stands before they are placed', () => {
    assert.deepEqual(told([year(2020, 'good')], [], '2026-06-01'), {
      standing: null,
      balance: 0,
      due: null,
      held: false,
      lines: [],
    });
  });

  const cases: [string, Fact[], string, number | null, boolean?][] = [
    ['two good years are not enough', [year(2020, 'good'), year(2021, 'good')], '2023-01-01', null],
    ['three are', [year(2020, 'good'), year(2021, 'good'), year(2022, 'good')], '2023-06-01', 4],
    [
      'from the day the third is settled',
      [year(2020, 'good'), year(2021, 'good'), year(2022, 'good')],
      '2023-01-14',
      null,
    ],
    ['two excellent ones too', [year(2020, 'excellent'), year(2021, 'excellent')], '2023-01-01', 4],
    [
      'a year before the placing does not count',
      [year(2019, 'good'), year(2020, 'good'), year(2021, 'good')],
      '2023-01-01',
      null,
    ],
    [
      'a sufficient year gives nothing',
      [year(2020, 'good'), year(2021, 'basic'), year(2022, 'good')],
      '2024-01-01',
      null,
    ],
    [
      'six good years are two grades',
      [2020, 2021, 2022, 2023, 2024, 2025].map((one) => year(one, 'good')),
      '2026-06-01',
      5,
    ],
    ['a certificate gives its grades at once', [certificate('social_worker', '2021-10-01')], '2021-10-01', 5],
    ['one from before the placing was counted there', [certificate('social_worker', '2019-10-01')], '2021-10-01', null],
    [
      'a higher one gives the difference',
      [certificate('assistant', '2019-10-01'), certificate('social_worker', '2022-10-01')],
      '2022-12-01',
      4,
    ],
    [
      'a lower one later gives nothing',
      [certificate('social_worker', '2019-10-01'), certificate('assistant', '2022-10-01')],
      '2023-01-01',
      null,
    ],
    [
      'nobody rises while the last year was failed',
      [2020, 2021, 2022, 2023].map((one) => year(one, 'good')).concat(year(2024, 'failed')),
      '2025-06-01',
      null,
      true,
    ],
    [
      'the year after a failed one lets rise again, less its credit',
      [2020, 2021, 2022, 2023].map((one) => year(one, 'good')).concat(year(2024, 'failed'), year(2025, 'good')),
      '2026-06-01',
      4,
    ],
  ];
  for (const [name, facts, asOf, grade, held = false] of cases)
    it(name, () => {
      const { due, held: back } = told(facts, on, asOf);
      assert.equal(due?.grade ?? null, grade);
      assert.equal(back, held);
    });

  it('uses up what it was given for', () => {
    const facts = [2020, 2021, 2022, 2023]
      .map((one) => year(one, 'good'))
      .concat(certificate('assistant', '2022-01-01'));
    const first = told(facts, on, '2024-06-01').due;
    assert.deepEqual(first, { grade: 5, byYears: 1, byQualifications: 1 });
    const risen = [...on, step(2, 'risen', 5, '2024-06-01', { byYears: 1, byQualifications: 1 })];
    const after = told(facts, risen, '2024-06-02');
    assert.equal(after.due, null);
    assert.equal(after.balance, 1);
    assert.deepEqual(after.lines.at(-1), { is: 'short', balance: 1, needs: 3 });
  });

  it('stops at the top of the post; what there is no room for waits for the next post', () => {
    const facts = [2020, 2021, 2022].map((one) => year(one, 'good'));
    const top = [placed(12, '2020-03-01')];
    assert.equal(told(facts, top, '2024-01-01').due, null);
    assert.equal(told(facts, top, '2024-01-01').lines.at(-1)?.is, 'top');
    const moved = [...top, step(2, 'moved', 12, '2024-02-01', { post: 'deputy' })];
    assert.equal(told(facts, moved, '2024-02-01').due?.grade, 13);
  });

  it('as of an earlier day knows nothing of what came later', () => {
    const facts = [2020, 2021, 2022].map((one) => year(one, 'good'));
    const risen = [...on, step(2, 'risen', 4, '2023-03-01', { byYears: 1 })];
    assert.equal(told(facts, risen, '2023-02-01').standing?.grade, 3);
    assert.equal(told(facts, risen, '2023-02-01').due?.grade, 4);
    assert.equal(told(facts, risen, '2023-03-01').standing?.grade, 4);
  });

  it('tells each line in its order', () => {
    const facts = [degree('college', '2010-07-01'), since('2014-03-01'), year(2020, 'good'), year(2021, 'failed')];
    const { lines } = told(facts, [placed(4, '2020-03-01')], '2022-06-01');
    assert.deepEqual(
      lines.map((line) => line.is),
      ['entry', 'placed', 'assessed', 'assessed', 'held'],
    );
    assert.deepEqual(lines[0], {
      is: 'entry',
      day: '2020-03-01',
      base: 1,
      education: { code: 'college', grades: 1 },
      examination: null,
      years: 6,
      yearGrades: 2,
      grade: 4,
    });
    assert.deepEqual(lines[3], {
      is: 'assessed',
      day: '2022-01-15',
      year: '2021',
      code: 'failed',
      credits: -1,
      balance: 0,
    });
  });
});

describe('corrections', () => {
  it('of a rise give back what it used', () => {
    const risen = step(2, 'risen', 6, '2024-03-01', { byYears: 1, byQualifications: 2 });
    assert.deepEqual(givenBack(risen, 5), { byYears: -1, byQualifications: 0 });
    assert.deepEqual(givenBack(risen, 3), { byYears: -1, byQualifications: -2 });
    assert.deepEqual(givenBack(risen, 7), { byYears: 0, byQualifications: 0 });
    assert.deepEqual(givenBack(placed(6, '2024-03-01'), 3), { byYears: 0, byQualifications: 0 });
  });

  it('undo the rise of a year that was recorded wrongly, and let it rise again later', () => {
    const right = [year(2020, 'good'), year(2021, 'good'), year(2022, 'failed')];
    const steps = [
      placed(3, '2020-03-01'),
      step(2, 'risen', 4, '2023-03-01', { byYears: 1 }),
      step(3, 'corrected', 3, '2023-03-01', { byYears: -1 }),
    ];
    const after = told(right, steps, '2023-06-01');
    assert.equal(after.standing?.grade, 3);
    assert.equal(after.balance, 1);
    const later = [...right, year(2023, 'good'), year(2024, 'good')];
    assert.equal(told(later, steps, '2025-06-01').due?.grade, 4);
  });

  it('a fact recorded again takes the place of the first, one withdrawn is gone', () => {
    const at = (no: number, fact: Fact, withdrawn = false): Recorded => ({ ...fact, no, withdrawn });
    const kept = factsInEffect([
      at(1, year(2020, 'good')),
      at(2, certificate('assistant', '2021-01-01')),
      at(3, year(2020, 'failed')),
      at(4, certificate('assistant', '2021-01-01'), true),
    ]);
    assert.deepEqual(
      kept.map(({ kind, of, value }) => [kind, of, value]),
      [['assessment', '2020', 'failed']],
    );
  });
});

describe('whatever the years were', () => {
  const results = fc.array(fc.constantFrom('excellent', 'good', 'basic', 'failed'), { maxLength: 30 });
  const merits = fc.subarray([
    certificate('assistant', '2005-05-01'),
    certificate('social_worker', '2009-05-01'),
    degree('college', '2003-07-01'),
    degree('bachelor', '2011-07-01'),
  ]);
  const life = fc.record({ results, merits, post: fc.constantFrom('member', 'deputy', 'head') });

  /** Raised every March in which it is due. */
  const live = (given: string[], more: Fact[], post: string) => {
    const facts = [...given.map((value, i) => year(2000 + i, value)), ...more];
    const steps = [placed(entryOn(RULE, [], post, '2000-01-01').grade, '2000-01-01', post)];
    for (let y = 2001; y <= 2001 + given.length; y += 1) {
      const { due } = told(facts, steps, `${y}-03-01`);
      if (due) steps.push({ ...due, no: steps.length + 1, why: 'risen', post, day: `${y}-03-01` } satisfies Step);
    }
    return { facts, steps };
  };

  it('a rise leaves nothing due, and grades stay within the post', () => {
    fc.assert(
      fc.property(life, ({ results, merits, post }) => {
        const { facts, steps } = live(results, merits, post);
        for (const one of steps) {
          assert.ok(one.grade === within(RULE, post, one.grade));
          assert.equal(told(facts, steps.slice(0, one.no), one.day).due, null);
        }
      }),
    );
  });

  it('waiting loses nothing: raised at once or year by year, the grade is the same', () => {
    fc.assert(
      fc.property(life, ({ results, merits, post }) => {
        const { facts, steps } = live(results, merits, post);
        const end = `${2001 + results.length}-03-01`;
        const late = told(facts, steps.slice(0, 1), end);
        const years = told(facts, steps, end);
        if (late.due) assert.ok(late.due.grade <= (years.due?.grade ?? years.standing?.grade ?? 0));
        if (!results.includes('failed') && late.standing)
          assert.equal(late.due?.grade ?? late.standing.grade, years.standing?.grade);
      }),
    );
  });

  it('a better result is never worse', () => {
    fc.assert(
      fc.property(life, fc.nat(29), ({ results, merits, post }, at) => {
        const better = results.map((one, i) => (i === at ? 'excellent' : one));
        const end = `${2001 + results.length}-03-01`;
        const grade = (given: string[]) => {
          const { facts, steps } = live(given, merits, post);
          const { due, standing } = told(facts, steps.slice(0, 1), end);
          return due?.grade ?? standing?.grade ?? 0;
        };
        assert.ok(grade(better) >= grade(results));
      }),
    );
  });

  it('the explanation ends in the verdict, and its balance is the one that counts', () => {
    fc.assert(
      fc.property(life, ({ results, merits, post }) => {
        const { facts, steps } = live(results, merits, post);
        const { lines, balance, due } = told(facts, steps, '2040-01-01');
        assert.ok(['due', 'short', 'held', 'top'].includes(lines.at(-1)?.is ?? ''));
        assert.equal(lines.at(-1)?.is === 'due', due !== null);
        const counted = lines.filter((line) => 'balance' in line && line.is !== 'short').at(-1);
        assert.equal(counted && 'balance' in counted ? counted.balance : null, balance);
      }),
    );
  });
});
