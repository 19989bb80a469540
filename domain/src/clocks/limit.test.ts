import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareLimits, countParts, type Limit, limitParts } from './index.ts';
import { toCount, toLegs } from './limit.ts';

test('hours become whole minutes, also where the product is not exact', () => {
  assert.deepEqual(toCount({ n: 2.3, unit: 'hour' }), { unit: 'minute', total: 138 });
  assert.deepEqual(toCount({ n: 1.5, unit: 'working_hour' }), { unit: 'working_minute', total: 90 });
});

test('extensions of like units add up, others follow as legs of their own', () => {
  const legs = toLegs({ n: 3, unit: 'working_day' }, [
    { n: 2, unit: 'working_day' },
    { n: 1, unit: 'hour' },
    { n: 30, unit: 'minute' },
    { n: 1, unit: 'working_day' },
  ]);
  assert.deepEqual(
    legs.map(({ unit, total }) => `${total} ${unit}`),
    ['5 working_day', '90 minute', '1 working_day'],
  );
});

test('limits compare within a unit; across units only a date can tell', () => {
  const limit = (n: number, unit: Limit['unit']): Limit => ({ n, unit });
  assert.equal(compareLimits(limit(2, 'hour'), limit(120, 'minute')), 0);
  assert.equal(compareLimits(limit(2, 'hour'), limit(119, 'minute')), 1);
  assert.equal(compareLimits(limit(3, 'working_day'), limit(5, 'working_day')), -1);
  assert.equal(compareLimits(limit(24, 'hour'), limit(1, 'calendar_day')), null);
  assert.equal(compareLimits(limit(1, 'working_hour'), limit(1, 'hour')), null);
});

test('counts come apart into what people say', () => {
  const said = (parts: { n: number; unit: string }[]) => parts.map(({ n, unit }) => `${n} ${unit}`).join(' ');
  assert.equal(said(countParts(90, 'minute')), '1 hour 30 minute');
  assert.equal(said(countParts(1500, 'minute')), '1 day 1 hour');
  assert.equal(said(countParts(0, 'minute')), '0 minute');
  assert.equal(said(countParts(1500, 'working_minute')), '25 working_hour');
  assert.equal(said(countParts(61, 'working_minute')), '1 working_hour 1 working_minute');
  assert.equal(said(countParts(3, 'working_day')), '3 working_day');
  assert.equal(said(countParts(3, 'calendar_day')), '3 day');
  assert.equal(said(limitParts({ n: 48, unit: 'hour' })), '48 hour');
  assert.equal(said(limitParts({ n: 90, unit: 'minute' })), '90 minute');
  assert.equal(said(limitParts({ n: 1.5, unit: 'working_hour' })), '1 working_hour 30 working_minute');
  assert.equal(said(limitParts({ n: 0.5, unit: 'hour' })), '30 minute');
  assert.equal(said(limitParts({ n: 15, unit: 'calendar_day' })), '15 day');
});
