import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { County, Me } from '../../../shared/api/types.ts';
import { leadsTo } from './leads-to.ts';

const county = (off: string[] = []) =>
  ({ switches: Object.fromEntries(off.map((name) => [name, false])) }) as unknown as County;
const me = (...permissions: string[]) => ({ permissions }) as unknown as Me;
const done = (what: string, result = {}) => ({ kind: 'import', what, state: 'done', result });

test('an import leads on to what it made, where the reader may look at it', () => {
  const all = me('territory.read', 'items.edit', 'devices.read', 'matter.read');
  assert.equal(leadsTo(done('places'), all, county()), '/territory/changes');
  assert.equal(leadsTo(done('matters'), all, county()), '/register');
  assert.equal(leadsTo(done('items', { list: { id: 'a', version: 3 } }), all, county()), '/lists/a/3');
  assert.equal(leadsTo(done('devices'), all, county()), '/devices');
  assert.equal(leadsTo(done('grades'), me('people.read'), county()), '/people?tab=grades');
  assert.equal(leadsTo(done('reporting'), me('people.read'), county()), '/people?tab=units');
  assert.equal(leadsTo(done('devices'), all, county(['devices'])), null, 'a page that is switched off');
  assert.equal(leadsTo(done('places'), me('items.read'), county()), null, 'a page that is not theirs');
  assert.equal(leadsTo({ ...done('places'), state: 'failed' }, all, county()), null);
  assert.equal(leadsTo({ kind: 'verify', state: 'done' }, all, county()), null);
});
