import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestItems } from './index.ts';

const items = [
  { id: 'dogs', name: '无序养犬', keywords: ['遛狗', '狗'], conditions: [{ text: '犬只未拴绳' }] },
  { id: 'fire', name: '占用消防通道', keywords: ['消防通道'], conditions: [{ text: '车辆停放堵塞通道' }] },
];

test('keywords outweigh shared pairs, and say why', () => {
  const [first] = suggestItems('有人遛狗不拴绳', items);
  assert.equal(first?.id, 'dogs');
  assert.deepEqual(first?.why, ['遛狗', '狗']);
});

test('a report that shares nothing suggests nothing', () => {
  assert.deepEqual(suggestItems('路灯坏了', items), []);
});

test('the list is cut at the number asked for', () => {
  assert.equal(suggestItems('狗挡住了消防通道', items, 1).length, 1);
});
