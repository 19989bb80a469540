/**
 * Every stage x every verb x everybody, through HTTP on a really installed county: what comes of each try is what
 * matrix.expected.json says, and the acts a matter's page offers are exactly those that succeed.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { ASSIGNMENT_STATES, ASSIGNMENT_VERBS, MATTER_STATES, MATTER_VERBS } from '@huying/domain/matter';
import { acting, type Made, ROLES, type Role, type Scene, setScene } from './matrix/roles.ts';
import { type Expectation, expectation } from './matrix/rules.ts';
import { fieldsFor, MATTER_VERBS_TRIED, make, PART_VERBS_TRIED, STAGES } from './matrix/scenes.ts';
import { MORNING, openTestHouse, type TestHouse } from './open-house.ts';

const FILE = new URL('./matrix.expected.json', import.meta.url);

if (process.argv.includes('--write')) writeFileSync(FILE, `${JSON.stringify(expectation(), null, 2)}\n`);

const expected = JSON.parse(readFileSync(FILE, 'utf8')) as Expectation;

type Try = { verb: string; role: Role };

async function outcomeOf(
  scene: Scene,
  stage: string,
  made: Made,
  { verb, role }: Try,
  duplicate: string,
): Promise<string> {
  const [onPart, bare] = verb.startsWith('part/') ? [true, verb.slice(5)] : [false, verb];
  const path = onPart ? `/matters/${made.id}/assignments/${made.part}/${bare}` : `/matters/${made.id}/${bare}`;
  const body = { version: made.version, ...fieldsFor(scene, stage, bare, duplicate) };
  const { status, body: told } = await scene.house.ask('POST', path, { as: acting(scene, role, made), body });
  return status === 200 ? '200' : `${status} ${told.code}`;
}

/** What the matter's page offers the role, as verbs of the matter and of the part at hand. Null when it is not seen. */
async function offered(scene: Scene, made: Made, role: Role): Promise<string[] | null> {
  const { status, body } = await scene.house.ask('GET', `/matters/${made.id}`, { as: acting(scene, role, made) });
  if (status === 404) return null;
  assert.equal(status, 200, JSON.stringify(body));
  const list = body.abilities as { verb: string; assignment: number | null }[];
  return list
    .filter((one) => one.assignment === null || one.assignment === made.part)
    .map((one) => (one.assignment === null ? one.verb : `part/${one.verb}`))
    .sort();
}

async function inTurns<T>(list: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < list.length) await work(list[next++] as T);
    }),
  );
}

describe('lifecycle matrix', () => {
  let house: TestHouse;
  let scene: Scene;
  before(async () => {
    house = await openTestHouse();
    scene = await setScene(house);
  });
  after(() => house.close());

  it('tries every verb of the tables, and every state', () => {
    assert.deepEqual([...MATTER_VERBS_TRIED].sort(), [...MATTER_VERBS].sort());
    assert.deepEqual([...PART_VERBS_TRIED].sort(), [...ASSIGNMENT_VERBS].sort());
    const states = new Set(Object.keys(STAGES).map((stage) => stage.split('.')[0]));
    assert.deepEqual([...states].sort(), [...MATTER_STATES].sort());
  });

  it('has the expectation that the rules written by hand spell out (node server/test/matrix.test.ts --write)', () => {
    assert.deepEqual(expected, expectation());
  });

  const partStates = new Set<string>();
  for (const stage of Object.keys(STAGES)) {
    it(stage, async () => {
      house.clock.now = MORNING;
      const duplicate = (await make(scene, 'submitted')).number;
      const made = await make(scene, stage);
      const tries: Try[] = Object.keys(expected[stage] ?? {}).flatMap((verb) => ROLES.map((role) => ({ verb, role })));
      const wanted = ({ verb, role }: Try) =>
        Object.entries(expected[stage]?.[verb] ?? {}).find(([, roles]) => roles.split(' ').includes(role))?.[0] ??
        'nothing';
      const wrong: string[] = [];
      const done = new Map<Role, string[]>(ROLES.map((role) => [role, []]));
      // The refused first, on one and the same matter, which they must leave as it was.
      await inTurns(
        tries.filter((one) => wanted(one) !== '200'),
        6,
        async (one) => {
          const outcome = await outcomeOf(scene, stage, made, one, duplicate);
          if (outcome !== wanted(one)) wrong.push(`${one.role} ${one.verb}: ${outcome}, expected ${wanted(one)}`);
          if (outcome === '200') done.get(one.role)?.push(one.verb);
        },
      );
      const offers = new Map<Role, string[] | null>();
      await inTurns(ROLES, 6, async (role) => {
        offers.set(role, await offered(scene, made, role));
      });
      const { body } = await house.ask('GET', `/matters/${made.id}`, { as: scene.roles.county_leader });
      if (wrong.length === 0) assert.equal(body.version, made.version, 'a refused act left something behind');
      for (const part of body.assignments) partStates.add(part.state);
      // Then each allowed one, on a matter of its own.
      for (const one of tries.filter((each) => wanted(each) === '200')) {
        house.clock.now = MORNING;
        const fresh = await make(scene, stage);
        const outcome = await outcomeOf(scene, stage, fresh, one, duplicate);
        if (outcome === '200') done.get(one.role)?.push(one.verb);
        else wrong.push(`${one.role} ${one.verb}: ${outcome}, expected 200`);
      }
      for (const role of ROLES) {
        const offer = offers.get(role) ?? null;
        const succeeded = (done.get(role) ?? []).sort();
        if (offer === null && succeeded.length === 0) continue;
        if (JSON.stringify(offer) !== JSON.stringify(succeeded))
          wrong.push(`${role} is offered [${offer}], may do [${succeeded}]`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('met every state of a part', () => assert.deepEqual([...partStates].sort(), [...ASSIGNMENT_STATES].sort()));
});
