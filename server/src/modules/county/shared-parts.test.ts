import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resolveShared, underOwnWords } from './shared-parts.ts';

const LIBRARY: Record<string, unknown> = {
  '_shared/county.json': { outcomes: [{ code: 'resolved' }] },
  '_shared/demo.json': { names: { surnames: ['甲'] }, housing: { names: { stems: ['乙'] } } },
  '_shared/units.json': {
    units: [
      { id: 'housing', name: '{county}住建局', aliases: ['住建局'] },
      { id: 'power', name: '{level}供电公司' },
    ],
  },
  '_shared/story.json': {
    weights: [
      { item: '0102', base: 1 },
      { item: '0101', base: 2 },
    ],
    judgement: { met: 0.99, satisfied: 0.98 },
  },
  '_shared/items.json': { items: [{ id: '0101', code: '0101', lead: 'housing', conditions: [{ text: '一' }] }] },
};
const readJson = async (file: string) => LIBRARY[file];

async function resolve(files: Record<string, unknown>) {
  const problems: string[] = [];
  await resolveShared({ id: 'here', readJson, note: (file, path) => void problems.push(`${file} ${path}`) }, files);
  return problems;
}

describe('what counties share', () => {
  it('stands where a list names it, worded for the county, and what the pack says goes over it', async () => {
    const files = {
      county: { name: { zh: '试县' } },
      units: {
        units: [{ id: 'housing', shared: true, reportingIn: true }, { id: 'power', shared: true }, { id: 'own' }],
      },
      items: { listId: 'x', items: [{ code: '0101', shared: true, id: 'a-1', lead: 'own' }] },
    };
    assert.deepEqual(await resolve(files), []);
    assert.deepEqual(files.units.units, [
      { id: 'housing', name: '试县住建局', aliases: ['住建局'], reportingIn: true },
      { id: 'power', name: '县供电公司' },
      { id: 'own' },
    ]);
    assert.deepEqual(files.items, {
      listId: 'x',
      items: [{ id: 'a-1', code: '0101', lead: 'own', conditions: [{ id: 'a-1-1', text: '一' }] }],
    });
  });

  it('stands where a value says "shared", at any depth', async () => {
    const files = {
      county: { outcomes: 'shared' },
      demo: { names: 'shared', housing: { compounds: 3, names: 'shared' } },
    };
    assert.deepEqual(await resolve(files), []);
    assert.deepEqual(files.county, { outcomes: [{ code: 'resolved' }] });
    assert.deepEqual(files.demo, { names: { surnames: ['甲'] }, housing: { compounds: 3, names: { stems: ['乙'] } } });
  });

  it('takes of the shared story what speaks of the items the pack has', async () => {
    const files = {
      county: {},
      items: { items: [{ code: '0101' }] },
      story: {
        months: 12,
        weights: 'shared',
        texts: [{ item: '9999', text: '自有' }],
        judgement: { met: 'shared', satisfied: 0.9 },
      },
    };
    assert.deepEqual(await resolve(files), []);
    assert.deepEqual(files.story, {
      months: 12,
      weights: [{ item: '0101', base: 2 }],
      texts: [{ item: '9999', text: '自有' }],
      judgement: { met: 0.99, satisfied: 0.9 },
    });
  });

  it('holds shared items to the longest limit the county allows', async () => {
    const day = (n: number) => ({ n, unit: 'working_day' });
    const files = {
      county: {},
      items: {
        atMost: { conclude: day(3) },
        items: [
          {
            id: 'a',
            conditions: [
              { limits: { conclude: day(10), arrive: day(9) } },
              { limits: { conclude: { n: 4, unit: 'hour' } } },
            ],
          },
        ],
      },
    };
    assert.deepEqual(await resolve(files), []);
    assert.deepEqual(files.items, {
      items: [
        {
          id: 'a',
          conditions: [
            { id: 'a-1', limits: { conclude: day(3), arrive: day(9) } },
            { id: 'a-2', limits: { conclude: { n: 4, unit: 'hour' } } },
          ],
        },
      ],
    });
  });

  it('is missed by name and place', async () => {
    const problems = await resolve({
      county: { channels: 'shared' },
      units: { units: [{ id: 'nobody', shared: true }] },
    });
    assert.deepEqual(problems, ['here/county.json channels', 'here/units.json units[0].id']);
  });

  it('leaves a file of another form to the schema', async () => {
    const files = { county: null, units: { units: 'none' }, items: { items: [null] } };
    assert.deepEqual(await resolve(files), []);
    assert.deepEqual(files.items, { items: [null] });
  });

  it('adds words only where a pack has its own', async () => {
    const own = { en: { 'county.name': 'Here' } };
    await underOwnWords({ readJson }, '试县', own);
    assert.deepEqual(own, { en: { 'county.name': 'Here' } });
  });
});
