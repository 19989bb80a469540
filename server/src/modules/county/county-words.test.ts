import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wordsOf } from './county-words.ts';

test('levels and posts are called what the pack calls them, and its own words come last', () => {
  const county = {
    pack: { levels: [{ kind: 'compound', word: { zh: '庭院', en: 'Courtyard' } }] },
    postKinds: new Map([['compound_head', { kind: 'compound_head', word: { zh: '庭院院长', en: 'Courtyard head' } }]]),
    words: { 'zh-CN': { 'post.compound_head': '院长' } },
  } as unknown as Parameters<typeof wordsOf>[0];
  assert.deepEqual(wordsOf(county, 'zh-CN'), { 'place.compound': '庭院', 'post.compound_head': '院长' });
  assert.deepEqual(wordsOf(county, 'en'), { 'place.compound': 'Courtyard', 'post.compound_head': 'Courtyard head' });
});
