import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Draft } from './draft.ts';
import { reportTask, titleOf, wrongs } from './report.ts';

const draft: Draft = {
  words: ' 楼道灯坏了 ',
  pictures: [],
  point: [116.45, 36.29],
  place: null,
  address: ' ',
  item: null,
  anonymous: false,
};

test('words and a point make a report; nothing empty is sent', () => {
  assert.deepEqual(reportTask(draft).body, { words: '楼道灯坏了', point: [116.45, 36.29] });
});

test('a place chosen by name is sent instead of the point', () => {
  const body = reportTask({ ...draft, place: { id: 's009', name: '某社区' }, address: '3 号楼', anonymous: true }).body;
  assert.deepEqual(body, { words: '楼道灯坏了', place: 's009', address: '3 号楼', anonymous: true });
});

test('words and a place are wanted', () => {
  assert.deepEqual(wrongs(draft), {});
  assert.deepEqual(Object.keys(wrongs({ ...draft, words: '  ' })), ['words']);
  assert.deepEqual(Object.keys(wrongs({ ...draft, point: null })), ['place']);
  assert.deepEqual(wrongs({ ...draft, point: null, place: { id: 'a', name: 'b' } }), {});
});

test('a title is one line of at most thirty letters, also of letters outside the basic plane', () => {
  assert.equal(titleOf(' 一\n二 '), '一 二');
  assert.equal(titleOf('𠀀'.repeat(31)), `${'𠀀'.repeat(30)}…`);
});
