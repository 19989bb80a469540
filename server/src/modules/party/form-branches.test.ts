/** Branch formation with the solver that is used: against every possible choice on small grounds, and against joining by hand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Border,
  changesBetween,
  compareFigures,
  type Formation,
  formBranches,
  type Ground,
  joinByHand,
  metres,
  NO_WISHES,
} from '@huying/domain/branches';
import { Refusal } from '@huying/domain/kernel';
import fc from 'fast-check';
import { randomGround } from '../../../../domain/src/branches/random-ground.fixture.ts';
import { solve } from '../../platform/solver.ts';

type Best = { covered: number; branches: number; distance: number };

const better = (a: Best, b: Best) => a.covered - b.covered || b.branches - a.branches || b.distance - a.distance;

function connected(ids: readonly string[], borders: readonly Border[]): boolean {
  const seen = new Set(ids.slice(0, 1));
  for (const one of seen) {
    for (const [a, b] of borders) {
      if (a === one && ids.includes(b)) seen.add(b);
      if (b === one && ids.includes(a)) seen.add(a);
    }
  }
  return seen.size === ids.length;
}

/** The best of all ways to put the weak grids into joins, found by trying them all: written apart from the program. */
function tryAll({ grids, borders, rules, wishes }: Ground): Best {
  const weak = grids.filter((grid) => grid.members < rules.minimum);
  let best: Best = { covered: -1, branches: 0, distance: 0 };
  const good = (set: typeof weak) =>
    set.length >= 2 &&
    set.length <= rules.mostGrids &&
    set.reduce((n, grid) => n + grid.members, 0) >= rules.minimum &&
    new Set(set.map((grid) => grid.community)).size === 1 &&
    connected(
      set.map((grid) => grid.id),
      borders,
    ) &&
    !wishes.forbids.some((pair) => pair.every((id) => set.some((grid) => grid.id === id)));
  const pinned = (sets: (typeof weak)[]) =>
    wishes.pins.every((pin) => sets.some((set) => pin.every((id) => set.some((grid) => grid.id === id))));
  const place = (at: number, sets: (typeof weak)[]): void => {
    if (at === weak.length) {
      const kept = sets.filter((set) => set.length > 0);
      if (!kept.every(good) || !pinned(kept)) return;
      const far = (set: typeof weak) =>
        Math.min(...set.map((seat) => set.reduce((sum, one) => sum + metres(seat.centre, one.centre), 0)));
      const found = {
        covered: kept.reduce((n, set) => n + set.length, 0),
        branches: kept.length,
        distance: kept.reduce((sum, set) => sum + far(set), 0),
      };
      if (better(found, best) > 0) best = found;
      return;
    }
    const grid = weak[at] as (typeof weak)[number];
    place(at + 1, sets);
    for (const [i, set] of sets.entries()) {
      if (set.length < rules.mostGrids) place(at + 1, sets.with(i, [...set, grid]));
    }
    place(at + 1, [...sets, [grid]]);
  };
  place(0, []);
  return best;
}

function bestOf({ branches }: Formation): Best {
  const joint = branches.filter((branch) => branch.kind === 'joint');
  return {
    covered: joint.reduce((n, branch) => n + branch.grids.length, 0),
    branches: joint.length,
    distance: joint.reduce((n, branch) => n + branch.distance, 0),
  };
}

function keepsRules(ground: Ground, formation: Formation): void {
  const { grids, borders, rules } = ground;
  const byId = new Map(grids.map((grid) => [grid.id, grid]));
  const covered = formation.branches.flatMap((branch) => branch.grids);
  assert.equal(new Set(covered).size, covered.length, 'no grid lies in two branches');
  for (const branch of formation.branches) {
    assert.ok(branch.grids.length <= rules.mostGrids);
    assert.ok(connected(branch.grids, borders), branch.grids.join());
    assert.equal(new Set(branch.grids.map((id) => byId.get(id)?.community)).size, 1);
    assert.ok(branch.members >= rules.minimum);
    assert.equal(
      branch.members,
      branch.grids.reduce((n, id) => n + (byId.get(id)?.members ?? 0), 0),
    );
  }
  const own = grids.filter((grid) => grid.members >= rules.minimum).map((grid) => grid.id);
  const owned = formation.branches.filter((branch) => branch.kind === 'own').map((branch) => branch.grids[0]);
  assert.deepEqual(owned, own.sort());
  assert.equal(covered.length + formation.uncovered.length, grids.length);
}

describe('forming branches', () => {
  it('finds the best of all choices on small grounds', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const ground = randomGround({ seed, communities: 1, width: 3, height: 3, strong: 0.15, rules: { mostGrids: 3 } });
      const formation = await formBranches(ground, solve);
      keepsRules(ground, formation);
      assert.deepEqual(bestOf(formation), tryAll(ground), `seed ${seed}`);
      assert.ok(formation.proof.optimal);
    }
  });

  it('finds the best of all choices that keep pins and forbids, or says that there is none', async () => {
    let pinnedOnes = 0;
    for (let seed = 100; seed <= 140; seed += 1) {
      const plain = randomGround({ seed, communities: 1, width: 3, height: 3, strong: 0.1 });
      const weak = plain.grids.filter((grid) => grid.members < 3).map((grid) => grid.id);
      const [a = '', b = '', c = '', d = ''] = [weak[0], weak[1], weak[3], weak[4]];
      const ground: Ground = { ...plain, wishes: { pins: [[a, c]], forbids: [[b, d]], owns: [] } };
      const best = tryAll(ground);
      try {
        const formation = await formBranches(ground, solve);
        keepsRules(ground, formation);
        assert.deepEqual(bestOf(formation), best, `seed ${seed}`);
        assert.ok(formation.branches.some((branch) => branch.pinned && branch.grids.includes(a)));
        pinnedOnes += 1;
      } catch (error) {
        assert.ok(error instanceof Refusal, String(error));
        assert.equal(best.covered, -1, `seed ${seed}: ${error.code}`);
      }
    }
    assert.ok(pinnedOnes > 10);
  });

  it('is never worse than joining by hand on 20 made-up counties, and better on at least 10', async () => {
    let won = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const ground = randomGround({ seed, communities: 12, width: 5, height: 4, strong: 0.4 });
      const formation = await formBranches(ground, solve);
      keepsRules(ground, formation);
      assert.ok(formation.proof.optimal, `seed ${seed}`);
      const order = compareFigures(formation.figures, joinByHand(ground).figures);
      assert.ok(order <= 0, `seed ${seed}`);
      if (order < 0) won += 1;
    }
    assert.ok(won >= 10, `better on ${won}`);
  });

  it('gives the same branches for the same ground, in whatever order it is given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), async (seed) => {
        const ground = randomGround({ seed, communities: 2, width: 4, height: 3, strong: 0.3 });
        const turned = { ...ground, grids: [...ground.grids].reverse(), borders: [...ground.borders].reverse() };
        const [one, other] = [await formBranches(ground, solve), await formBranches(turned, solve)];
        assert.deepEqual(one, other);
        keepsRules(ground, one);
      }),
      { numRuns: 15 },
    );
  });

  it('says why a grid is left out', async () => {
    const grid = (id: string, members: number, x: number) => ({
      id,
      community: 's',
      members,
      centre: [116 + x / 100, 36] as const,
    });
    const ground: Ground = {
      grids: [grid('a', 5, 0), grid('b', 1, 1), grid('c', 9, 2), grid('d', 1, 3), grid('e', 1, 4), grid('f', 9, 5)],
      borders: [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['d', 'e'],
        ['e', 'f'],
      ],
      rules: { minimum: 3, mostGrids: 4, takeIn: false },
      wishes: NO_WISHES,
    };
    const why = async (given: Partial<Ground>) =>
      Object.fromEntries(
        (await formBranches({ ...ground, ...given }, solve)).uncovered.map((one) => [one.grid, one.why]),
      );
    assert.deepEqual(await why({}), { b: 'alone', d: 'too_few', e: 'too_few' });
    const three = ground.grids.map((one) => (one.id === 'e' ? { ...one, members: 2 } : one));
    assert.deepEqual(await why({ grids: three }), { b: 'alone' });
    assert.deepEqual(await why({ grids: three, wishes: { ...NO_WISHES, forbids: [['d', 'e']] } }), {
      b: 'alone',
      d: 'forbidden',
      e: 'forbidden',
    });
    const taken = await formBranches({ ...ground, rules: { ...ground.rules, takeIn: true } }, solve);
    assert.equal(taken.figures.coveredGrids, 6, 'hosts take in their weak neighbours where the rules let them');
    assert.equal(taken.figures.ownBranches + taken.figures.jointBranches, 3);
    const pin = await formBranches({ ...ground, wishes: { ...NO_WISHES, pins: [['b', 'c']] } }, solve);
    assert.deepEqual(changesBetween((await formBranches(ground, solve)).branches, pin.branches), {
      made: [['b', 'c', 'd', 'e']],
      gone: [['c']],
      kept: 2,
      moved: ['b', 'c', 'd', 'e'],
    });
  });

  it('refuses wishes that cannot be, each by its field', async () => {
    const ground = randomGround({ seed: 3, communities: 2, width: 3, height: 3, strong: 0.3 });
    const [first = '', second = ''] = ground.grids.map((grid) => grid.id);
    const other = ground.grids.at(-1)?.id ?? '';
    const weak = ground.grids.find((grid) => grid.members < 3)?.id ?? '';
    const cases: [Partial<Ground['wishes']>, string][] = [
      [{ pins: [['nowhere', first]] }, 'branch_grid_unknown'],
      [{ pins: [[first]] }, 'branch_pin_single'],
      [{ pins: [[first, other]] }, 'branch_pin_communities'],
      [{ pins: [ground.grids.slice(0, 5).map((grid) => grid.id)] }, 'branch_pin_many'],
      [{ pins: [[first, second]], forbids: [[second, first]] }, 'branch_wish_clash'],
      [{ owns: [weak] }, 'branch_own_few'],
    ];
    for (const [wishes, code] of cases) {
      await assert.rejects(
        formBranches({ ...ground, wishes: { ...NO_WISHES, ...wishes } }, solve),
        (error: Refusal) => {
          assert.ok(
            error.fields?.some((field) => field.code === code),
            code,
          );
          return true;
        },
      );
    }
  });
});
