/** Several counties in one process: what one holds is nothing at another. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SWITCH_NAMES, SWITCHES, switchedOn } from '@huying/domain/pack';
import { FIGURE_KEYS } from '../src/figure-keys.ts';
import { openTestHouse, type TestHouse } from './open-house.ts';
import { readSource } from './structure/source.ts';

const [EAST, WEST] = ['eastshire', 'westshire'] as const;

describe('two counties in one process', () => {
  let house: TestHouse;
  before(async () => {
    house = await openTestHouse({ counties: [EAST, WEST], demo: true });
  });
  after(() => house.close());

  const call = (method: 'GET' | 'POST' | 'DELETE', url: string, cookie = '', body?: object) =>
    house.ground.app.inject({
      method,
      url,
      headers: { ...(cookie ? { cookie } : {}), 'idempotency-key': crypto.randomUUID() },
      ...(body ? { payload: body } : {}),
    });
  const signIn = async (county: string, username: string) => {
    const reply = await call('POST', `/api/${county}/session`, '', { username, password: 'huying-demo' });
    assert.equal(reply.statusCode, 200, reply.body);
    return String(reply.headers['set-cookie']);
  };
  const pair = (cookie: string) => cookie.split(';')[0] as string;

  it('a sign-in at one is nothing at the other, though one browser carries both', async () => {
    const east = await signIn(EAST, 'dispatcher');
    const west = await signIn(WEST, 'leader');
    assert.notEqual(pair(east).split('=')[0], pair(west).split('=')[0], 'cookies have names of their own');
    for (const [cookie, county] of [
      [east, EAST],
      [west, WEST],
    ] as const)
      assert.match(cookie, new RegExp(`path=/api/${county}(;|$)`, 'i'), 'a cookie goes to its own county only');
    const both = `${pair(east)}; ${pair(west)}`;
    const who = async (county: string, cookie: string) => {
      const reply = await call('GET', `/api/${county}/me`, cookie);
      return reply.statusCode === 200
        ? reply.json().posts.map((post: { kind: string }) => post.kind)
        : reply.statusCode;
    };
    assert.deepEqual(await who(EAST, both), ['centre_dispatcher']);
    assert.deepEqual(await who(WEST, both), ['county_leader']);
    assert.equal(await who(WEST, pair(east)), 401);
    // The other county's token under this county's name is nobody's.
    const forged = `${pair(west).split('=')[0]}=${pair(east).split('=')[1]}`;
    assert.equal(await who(WEST, forged), 401);
    await call('DELETE', `/api/${EAST}/session`, both);
    assert.equal(await who(EAST, both), 401);
    assert.deepEqual(await who(WEST, both), ['county_leader'], 'signing out of one leaves the other');
  });

  it('what one county has is not there at the other', async () => {
    const east = pair(await signIn(EAST, 'dispatcher'));
    const west = pair(await signIn(WEST, 'dispatcher'));
    const grid = [...house.county(EAST).places.values()].find((one) => one.kind === 'grid')?.id;
    const device = { kind: 'camera', place: grid, maker: '演示', serial: 'C-1', spot: '门', point: null };
    const made = await call('POST', `/api/${EAST}/devices`, east, device);
    assert.equal(made.statusCode, 201, made.body);
    const person = await call('GET', `/api/${EAST}/people?limit=1`, pair(await signIn(EAST, 'security')));
    const { id } = made.json();
    assert.equal((await call('GET', `/api/${EAST}/devices/${id}`, east)).statusCode, 200);
    assert.equal((await call('GET', `/api/${WEST}/devices/${id}`, west)).statusCode, 404);
    const theirs = `/api/${WEST}/people/${person.json().rows[0].id}`;
    assert.equal((await call('GET', theirs, pair(await signIn(WEST, 'security')))).statusCode, 404);
    const figures = async (county: string) => (await call('GET', `/api/${county}/figures`)).json().cameras;
    assert.deepEqual([await figures(EAST), await figures(WEST)], [1, 0]);
  });

  it('each has a phone page to install in a scope of its own, and the bare address leads to both', async () => {
    for (const county of [EAST, WEST]) {
      const manifest = await call('GET', `/${county}/pocket/manifest.webmanifest`);
      if (manifest.statusCode === 404) continue; // faces not built
      assert.doesNotMatch(manifest.body, new RegExp(county === EAST ? WEST : EAST));
      assert.equal((await call('GET', `/${county}/pocket/sw.js`)).statusCode, 200);
    }
    const root = await call('GET', '/');
    assert.equal(root.statusCode, 200);
    for (const county of [EAST, WEST]) assert.ok(root.body.includes(`href="/${county}/console/"`));
  });

  it('every figure has its key in each', async () => {
    for (const county of [EAST, WEST]) {
      const figures = (await call('GET', `/api/${county}/figures`)).json();
      for (const key of FIGURE_KEYS) assert.ok(Number.isInteger(figures[key]), key);
    }
  });
});

describe('switches', () => {
  let house: TestHouse;
  before(async () => {
    house = await openTestHouse();
  });
  after(() => house.close());

  /** A path with something in place of its parameters. */
  const filled = (path: string) =>
    path.replace(/:(\w+)/g, (_, name: string) =>
      name === 'id' && path.startsWith('/places/') ? house.county().root.id : '1',
    );

  for (const name of SWITCH_NAMES)
    it(`${name}: its routes are there where it is on and not there where it is off`, async () => {
      const { switches } = house.county().pack;
      const routes = house.ground.routes.filter((route) => [route.switch ?? []].flat().includes(name));
      for (const route of routes) {
        for (const other of [route.switch ?? []].flat()) switches[other] = true;
        const ask = async () =>
          (
            await house.ask(route.method as 'GET', filled(route.path), {
              headers: { 'content-type': 'application/json' },
            })
          ).status;
        const on = await ask();
        switches[name] = false;
        assert.equal(await ask(), 404, `${route.method} ${route.path}`);
        switches[name] = true;
        // A public route of one thing says 404 for a thing that is not there too; all others have more to say.
        if (route.may !== 'public' || !route.path.includes(':'))
          assert.notEqual(on, 404, `${route.method} ${route.path}`);
      }
      const county = await house.ask('GET', '/county');
      assert.equal(county.body.switches[name], switchedOn(house.county().pack, name), 'faces are told what holds');
    });

  it('are told alike by the schema of packs', () => {
    const { properties } = JSON.parse(readSource('counties/pack.schema.json')).$defs.county.properties.switches;
    assert.deepEqual(Object.keys(properties), SWITCH_NAMES);
    for (const name of SWITCH_NAMES) {
      assert.equal(properties[name].default, SWITCHES[name].on, name);
      for (const row of SWITCHES[name].rows) assert.ok(properties[name].description.startsWith(row), name);
    }
  });

  it('what a pack does not name holds by default', () => {
    for (const name of SWITCH_NAMES) assert.equal(switchedOn({ switches: {} }, name), SWITCHES[name].on);
  });
});
