import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { codeFault, type Ended, followPlace, heirsOf, mayLieBelow, nextCode } from './index.ts';

const RULE = { town: 3, community: 3, grid: 3 };

describe('codes', () => {
  it('are the parent’s and the level’s own digits', () => {
    assert.equal(codeFault(RULE, 'grid', '990001001001', '990001001001007'), null);
    assert.equal(codeFault(RULE, 'grid', '990001001001', '99000100100107')?.code, 'code_digits');
    assert.equal(codeFault(RULE, 'grid', '990001001001', '99000100100１007')?.code, 'code_digits');
    assert.equal(codeFault(RULE, 'grid', '990001001001', '990001001002007')?.code, 'code_prefix');
    assert.equal(codeFault(RULE, 'building', '', ''), null);
    assert.equal(codeFault(RULE, 'building', '', '7')?.code, 'code_none_here');
    assert.equal(codeFault({ grid: 5 }, 'grid', '9', '900001'), null, 'the length is the pack’s');
  });

  it('never come back while higher ones are free, and always pass their own check', () => {
    assert.equal(nextCode(RULE, 'grid', '9', ['9001', '9007', '8009']), '9008');
    assert.equal(nextCode(RULE, 'grid', '9', ['9999', '9001']), '9002');
    assert.equal(
      nextCode(
        { grid: 1 },
        'grid',
        '9',
        Array.from({ length: 9 }, (_, i) => `9${i + 1}`),
      ),
      null,
    );
    assert.equal(nextCode(RULE, 'building', '9', []), '');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 998 }), (given) => {
        const taken = given.map((n) => `9${String(n).padStart(3, '0')}`);
        const next = nextCode(RULE, 'grid', '9', taken) as string;
        return codeFault(RULE, 'grid', '9', next) === null && !taken.includes(next);
      }),
    );
  });
});

describe('levels', () => {
  it('go down', () => {
    const levels = [{ kind: 'county' }, { kind: 'town' }, { kind: 'grid' }];
    assert.ok(mayLieBelow(levels, 'grid', 'county'));
    assert.ok(!mayLieBelow(levels, 'town', 'grid') && !mayLieBelow(levels, 'town', 'town'));
    assert.ok(!mayLieBelow(levels, 'building', 'grid'), 'no level of this county');
  });
});

describe('following a place', () => {
  const ends: Record<string, Ended> = {
    a: { parent: 'up', kind: 'split', heirs: ['b', 'c'] },
    c: { parent: 'up', kind: 'merge', heirs: ['d'] },
    e: { parent: 'up', kind: 'retire', heirs: [] },
    up: { parent: 'top', kind: 'retire', heirs: [] },
  };
  const go = (from: string, at?: string) =>
    followPlace(
      from,
      at !== undefined,
      (id) => ends[id] ?? null,
      (heir) => heir === at,
    );

  it('goes by the point, then by what came after', () => {
    assert.equal(go('a', 'b'), 'b');
    assert.equal(go('a', 'c'), 'd', 'the part was merged later');
    assert.equal(go('a'), 'top', 'no point: the parent, which ended too');
    assert.equal(go('a', 'elsewhere'), 'top', 'a point in no part');
    assert.equal(go('e', 'b'), 'top');
    assert.equal(go('b'), 'b');
  });

  it('knows which places cover now what one covered', () => {
    const of = (id: string) => heirsOf(id, (one) => ends[one] ?? null);
    assert.deepEqual(of('a'), ['b', 'd'], 'a part that was merged later is what it was merged into');
    assert.deepEqual(of('b'), ['b']);
    assert.deepEqual(of('e'), [], 'nobody');
    const round: Ended = { parent: null, kind: 'merge', heirs: ['x'] };
    assert.deepEqual(
      heirsOf('x', () => round),
      [],
    );
  });

  it('ends even where a record goes round', () => {
    assert.equal(
      typeof followPlace(
        'x',
        false,
        () => ({ parent: 'x', kind: 'retire', heirs: [] }),
        () => false,
      ),
      'string',
    );
  });
});
