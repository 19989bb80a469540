import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assignmentLifecycle, matterLifecycle } from '../../../../domain/src/matter/index.ts';
import { MATTER_STATES } from '../../../../domain/src/matter/states.ts';
import type { ClockView, StoryEntry } from '../../../shared/api/types.ts';
import { answerOf, isLate, nowKeys, plainStory, promiseOf, sentenceOf } from './plain.ts';

const at = '2026-06-03T09:00:00.000+08:00';
const entry = (kind: string, input: Record<string, unknown> = {}): StoryEntry => ({
  seq: 1,
  kind,
  at,
  from: null,
  to: 'accepted',
  who: { kind: 'post', post: '网格长', at: '某网格', name: null },
  unit: null,
  input,
  words: null,
  pictures: [],
});
const clock = (kind: string, startedAt = at, verdict: string | null = null) =>
  ({ kind, startedAt, verdict }) as ClockView;

test('an acceptance promises the limit of the clock that started with it', () => {
  const clocks = [clock('accept', '2026-06-03T08:00:00.000+08:00'), clock('conclude')];
  assert.equal(promiseOf(entry('matter.accept'), clocks)?.kind, 'conclude');
  assert.deepEqual(sentenceOf(entry('matter.accept'), { clocks }).keys.slice(0, 2), [
    'pocket.story.matter.accept.conclude',
    'pocket.story.matter.accept',
  ]);
});

test('the same instant written with another offset is the same instant; a void clock promises nothing', () => {
  assert.equal(promiseOf(entry('matter.accept'), [clock('conclude', '2026-06-03T01:00:00.000Z')])?.kind, 'conclude');
  assert.equal(promiseOf(entry('matter.accept'), [clock('conclude', at, 'void')]), null);
});

test('a callback that reached nobody says so', () => {
  assert.equal(
    sentenceOf(entry('matter.call_back', { reached: false }), { clocks: [] }).keys[0],
    'pocket.story.matter.call_back.missed',
  );
  assert.equal(
    sentenceOf(entry('matter.call_back', { reached: true }), { clocks: [] }).keys[0],
    'pocket.story.matter.call_back',
  );
});

test('a judgement that was not satisfied says that it is done again', () => {
  assert.equal(
    sentenceOf({ ...entry('matter.judge'), to: 'dispatched' }, { clocks: [] }).keys[0],
    'pocket.story.matter.judge.redo',
  );
  assert.equal(
    sentenceOf({ ...entry('matter.judge'), to: 'closed' }, { clocks: [] }).keys[0],
    'pocket.story.matter.judge',
  );
});

test('inner steps are not told', () => {
  const story = [entry('matter.submit'), entry('matter.begin'), entry('assignment.conclude')];
  assert.deepEqual(
    plainStory({ story }).map((one) => one.kind),
    ['matter.submit', 'assignment.conclude'],
  );
});

test('every step that is told and every state has words in both languages', () => {
  const kinds = [
    'matter.submit',
    ...matterLifecycle.edges.map((edge) => `matter.${edge.verb}`),
    ...assignmentLifecycle.edges.map((edge) => `assignment.${edge.verb}`),
  ];
  const told = plainStory({ story: [...new Set(kinds)].map((kind) => entry(kind)) });
  assert.ok(told.length > 12);
  for (const lang of ['zh-CN', 'en']) {
    const path = new URL(`../../../../words/${lang}/pocket.json`, import.meta.url);
    const words = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    for (const one of told) assert.ok(words[`pocket.story.${one.kind}`], `${lang} pocket.story.${one.kind}`);
    for (const state of MATTER_STATES) {
      const keys = nowKeys({ state, clock: null, abilities: [] });
      assert.ok(words[keys.at(-1) as string], `${lang} ${keys.at(-1)}`);
    }
  }
});

test('where the answer is wanted, that is what is said', () => {
  const keys = nowKeys({
    state: 'concluded',
    clock: null,
    abilities: [{ verb: 'judge', assignment: null, fields: [] }],
  });
  assert.equal(keys[0], 'pocket.now.concluded.mine');
});

test('a passed deadline is said to be passed', () => {
  const late = {
    clock: { dueAt: at, stoppedAt: null, left: { n: 1, unit: 'working_day', overdue: true } } as ClockView,
  };
  assert.equal(isLate(late), true);
  assert.deepEqual(nowKeys({ state: 'accepted', abilities: [], ...late }), ['pocket.now.accepted']);
});

test('after a redo the newest answer is the one to judge', () => {
  const first = { ...entry('matter.settle'), seq: 2 };
  const second = { ...entry('assignment.conclude'), seq: 9 };
  assert.equal(answerOf({ story: [first, entry('matter.redo'), second, entry('matter.finish')] })?.seq, 9);
  assert.equal(answerOf({ story: [entry('matter.submit')] }), null);
});

test('who it was sent to is named', () => {
  const sent = sentenceOf(entry('matter.dispatch', { lead: { id: 'u', name: '某局' }, holder: null }), { clocks: [] });
  assert.deepEqual([sent.lead, sent.holder], ['某局', null]);
});
