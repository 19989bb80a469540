import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import type { ClockView } from '../api/types.ts';
import { clockLook, clockWords } from '../matter/clock-words.ts';
import { agoText, countedText, countText, dayKey, dayText, dueText, shareText, shortCountText } from './format.ts';
import { putWords, setCountyWords, setLang, t } from './i18n.ts';

const read = (lang: string) =>
  JSON.parse(readFileSync(new URL(`../../../words/${lang}/common.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >;

const clock: ClockView = {
  no: 1,
  kind: 'conclude',
  assignment: null,
  unit: null,
  startedAt: '2026-06-01T09:00:00+08:00',
  limit: { n: 2, unit: 'working_day' },
  dueAt: '2026-06-03T17:30:00+08:00',
  yellowAt: '2026-06-03T10:00:00+08:00',
  card: 'none',
  paused: false,
  provisional: false,
  stoppedAt: null,
  verdict: null,
  left: { n: 2, unit: 'working_day', overdue: false },
};

describe('words of time', () => {
  before(async () => {
    putWords('zh-CN', read('zh-CN'));
    putWords('en', read('en'));
    await setLang('zh-CN', false);
  });

  test("days are the county's, whatever the zone of the device", () => {
    assert.equal(dayKey('2026-06-02T17:00:00Z'), '2026-06-03');
    assert.equal(dayText('2026-06-03', { year: true }), '2026年6月3日');
    assert.match(dueText('2026-06-03T17:30:00+08:00'), /6月3日 周三 17:30$/);
  });

  test('minutes become hours and days where that reads better', () => {
    assert.equal(countText(80, 'working_minute'), '1 个工作小时 20 分钟');
    assert.equal(countText(59, 'minute'), '59 分钟');
    assert.equal(countText(3000, 'minute'), '2 天 2 小时');
    assert.equal(countText(0, 'minute'), '0 分钟');
    assert.equal(shortCountText(80, 'working_minute'), '1时 20分');
    assert.equal(shortCountText(1759, 'working_minute'), '29时');
  });

  test('a clock is said in words with its card', () => {
    assert.equal(clockWords(clock), '余 2 个工作日');
    const today = { ...clock, card: 'yellow', left: { n: 0, unit: 'working_day', overdue: false } };
    assert.equal(clockWords(today), '黄牌 今日到期');
    const over = { ...clock, card: 'red', left: { n: 1, unit: 'working_day', overdue: true } };
    assert.equal(clockWords(over), '红牌 超期 1 个工作日');
    assert.equal(clockLook(over), 'red');
    assert.equal(clockWords({ ...clock, paused: true }), '暂停计时');
    assert.equal(clockWords({ ...clock, stoppedAt: '2026-06-02T09:00:00+08:00', verdict: 'on_time' }), '按时');
  });

  test('counts are honest, shares are rounded, what cannot be divided is a dash', () => {
    assert.equal(countedText(10_000, true), '10,000+');
    assert.equal(shareText(0.9756), '97.6%');
    assert.equal(shareText(1), '100%');
    assert.equal(shareText(null), '—');
  });

  test('a moment ago is said so', () => {
    const now = Date.parse('2026-06-03T10:00:00+08:00');
    assert.equal(agoText(now - 20_000, now), '刚刚');
    assert.equal(agoText(now - 12 * 60_000, now), '12 分钟前');
    assert.equal(agoText(now - 3 * 3_600_000, now), '3 小时前');
  });

  test('a key without words shows itself, and parameters without a value stay', () => {
    assert.equal(t('no.such.key'), 'no.such.key');
    assert.equal(t('list.nothing', { n: 1 }), 'list.nothing');
    assert.equal(t('time.minutesAgo'), '{n} 分钟前');
  });
});

describe('{level}', () => {
  test('is what the pack calls the county as a kind of place, and 县 before it is known', async () => {
    for (const lang of ['zh-CN', 'en'] as const)
      putWords(lang, { ...read(lang), 'test.level': lang === 'en' ? 'the {level}' : '全{level}' });
    await setLang('zh-CN', false);
    setCountyWords({});
    assert.equal(t('test.level'), '全县');
    setCountyWords({ 'zh-CN': { 'place.county': '区' }, en: { 'place.county': 'District' } });
    assert.equal(t('test.level'), '全区');
    assert.equal(t('test.level', { level: '市' }), '全市');
    await setLang('en', false);
    assert.equal(t('test.level'), 'the district');
    setCountyWords({});
    await setLang('zh-CN', false);
  });
});
