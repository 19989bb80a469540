/** Bad input at every route: refused in words, never a fault of the program, and nothing done twice. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { allDoors } from './bad-input/all-doors.ts';
import type { Door } from './bad-input/door.ts';
import { assertSound, NASTY, NASTY_TEXTS, pictureBomb } from './bad-input/nasty.ts';
import { newId, type Scene, setScene } from './matrix/roles.ts';
import { make } from './matrix/scenes.ts';
import { GRADED, openTestHouse, type Someone, type TestHouse } from './open-house.ts';

let house: TestHouse;
let scene: Scene;
let bytes: Buffer;
before(async () => {
  house = await openTestHouse({ counties: ['eastshire', 'westshire'], ...GRADED });
  scene = await setScene(house);
  bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#373' } })
    .jpeg()
    .toBuffer();
});
after(() => house.close());

/** Routes whose body is a file: they have tests of their own below. */
const FILES = new Set([
  '/files',
  '/imports/matters',
  '/imports/items',
  '/places/at/table',
  '/imports/places',
  '/imports/shapes',
  '/imports/devices',
  '/imports/facilities',
  '/imports/terms',
  '/imports/members',
  '/imports/grades',
  '/imports/reporting',
  '/imports/ways',
  '/lists/:list/versions/:version/workbook',
]);

/** What is spoilt, how it is made of a good body, and the headers it goes with. */
type Spoil = [string, (good: Record<string, unknown>) => unknown, Record<string, string>?];

function spoils(fields: ReadonlySet<string>): Spoil[] {
  const all: Spoil[] = [];
  for (const field of fields) {
    for (const [name, value] of NASTY) all.push([`${field} as ${name}`, (good) => ({ ...good, [field]: value })]);
    all.push([`without ${field}`, ({ [field]: _, ...rest }) => rest]);
  }
  all.push(['with a field too many', (good) => ({ ...good, zz_unknown: { deep: [1] } })]);
  for (const whole of [
    '',
    '{',
    '[]',
    '[1,2]',
    'null',
    '"text"',
    '7',
    '{"a":1}garbage',
    '{"__proto__":{"a":1}}',
    '\u0000',
    '{"version":1e999}',
  ]) {
    all.push([`with the body ${JSON.stringify(whole)}`, () => whole]);
  }
  all.push(['as plain text', () => 'words', { 'content-type': 'text/plain' }]);
  all.push(['as XML', () => '<a/>', { 'content-type': 'application/xml' }]);
  all.push(['as a form', () => 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }]);
  all.push(['of a strange type', () => '{}', { 'content-type': ';;;' }]);
  all.push(['of 300 KB', (good) => JSON.stringify({ ...good, words: 'x'.repeat(300_000) })]);
  return all;
}

/** All are tried; what is wrong is told at once, the first dozen of it. */
async function inTurns<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  const wrong: string[] = [];
  const worker = async () => {
    while (next < list.length) {
      await work(list[next++] as T).catch((error: Error) => wrong.push(error.message.split('\n')[0] as string));
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  assert.deepEqual([wrong.length, wrong.slice(0, 12)], [0, []]);
}

describe('every route that takes a body', () => {
  it('stands what may be sent', async () => {
    const table = await allDoors(scene);
    const posts = house.ground.routes.filter((route) => route.method === 'POST' && !FILES.has(route.path));
    assert.deepEqual(
      posts.map((route) => route.path).filter((path) => !table[path]),
      [],
      'a route without a good call to spoil',
    );
    const posted = (door: Door, body: unknown, headers?: Record<string, string>) =>
      house.ask('POST', door.path, {
        as: door.as,
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    const good = async (path: string, door: Door) => {
      if (!door.anew) return;
      const answer = await posted(door, door.body);
      assert.ok(answer.status < 300, `${path}: the good call is refused: ${answer.status} ${answer.text}`);
      Object.assign(door, await door.anew());
    };
    const tries = posts.map((route) => {
      const door = table[route.path] as Door;
      const fields = [
        ...Object.keys(door.body),
        ...Object.keys((route.body as { properties?: object } | undefined)?.properties ?? {}),
      ];
      return [route.path, door, spoils(new Set(fields))] as const;
    });
    const count = tries.reduce((sum, [, , all]) => sum + all.length, 0);
    assert.ok(count > 1000, `${count} tries`);
    // One door after the other: a spoilt call that is taken all the same changes what the next would meet.
    await inTurns(tries, async ([path, door, all]) => {
      await good(path, door);
      const wrong: string[] = [];
      for (const [what, spoil, headers] of all) {
        const answer = await posted(door, spoil(door.body), headers);
        try {
          assertSound(`${path} ${what}`, answer);
        } catch (error) {
          wrong.push((error as Error).message);
        }
        if (answer.status < 300 && door.anew) Object.assign(door, await door.anew());
      }
      assert.deepEqual(wrong.slice(0, 5), []);
      // What was spoilt last met the same as what was spoilt first.
      await good(path, door);
    });
  });

  it('refuses what is too large, broken or of another kind with its own code', async () => {
    const as = scene.roles.reporter;
    const good = { id: newId(), words: '演示', point: scene.point };
    const cases: [unknown, Record<string, string> | undefined, number, string][] = [
      [{ ...good, words: 'x'.repeat(300_000) }, undefined, 413, 'body_too_large'],
      ['{"words":', { 'content-type': 'application/json' }, 400, 'invalid_body'],
      ['words', { 'content-type': 'text/plain' }, 415, 'media_unsupported'],
      [{ ...good, words: '长'.repeat(2001) }, undefined, 400, 'invalid_body'],
      [{ ...good, words: 'a\u0000b' }, undefined, 400, 'invalid_body'],
      [{ ...good, words: 'a\udfffb' }, undefined, 400, 'invalid_body'],
      [{ ...good, point: [0, 0] }, undefined, 422, 'invalid_fields'],
      [{ ...good, point: undefined }, undefined, 422, 'invalid_fields'],
      [{ ...good, place: 'nowhere', point: undefined }, undefined, 422, 'invalid_fields'],
      [{ ...good, item: 'nothing' }, undefined, 422, 'invalid_fields'],
      [{ ...good, pictures: [newId()] }, undefined, 422, 'invalid_fields'],
    ];
    for (const [body, headers, status, code] of cases) {
      const answer = await house.ask('POST', '/matters', { as, body, headers });
      assertSound(code, answer);
      assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);
    }
    const fine = await house.ask('POST', '/matters', { as, body: { ...good, words: '😀'.repeat(900) } });
    assert.equal(fine.status, 201, fine.text);
  });
});

describe('every address', () => {
  it('stands what may be written into it', async () => {
    const tries: string[] = [];
    for (const route of house.ground.routes.filter((one) => one.path !== '/live')) {
      for (const text of NASTY_TEXTS) {
        if (route.path.includes(':')) tries.push(`${route.method} ${route.path.replaceAll(/:\w+/g, text)}`);
        if (route.method !== 'GET') continue;
        const path = route.path.replaceAll(':id', newId()).replaceAll(':no', '1');
        const names = Object.keys((route.query as { properties?: object } | undefined)?.properties ?? {});
        const known = names.length > 0 ? names : listed(route.query);
        for (const name of [...known, 'zz_unknown', 'follow']) tries.push(`GET ${path}?${name}=${text}`);
        tries.push(`GET ${path}?${known[0] ?? 'q'}=1&${known[0] ?? 'q'}=2`);
      }
    }
    const asked = [...new Set(tries)];
    assert.ok(asked.length > 800, `${asked.length} addresses`);
    await inTurns(asked, async (one) => {
      const [method, path] = one.split(/ (.*)/s) as ['GET' | 'POST' | 'DELETE', string];
      const as = path.startsWith('/people') ? scene.roles.security_admin : scene.roles.centre_dispatcher;
      assertSound(one, await house.ask(method, path, { as, ...(method === 'POST' ? { body: { version: 1 } } : {}) }));
    });
  });

  function listed(query: unknown): string[] {
    const parts = (query as { allOf?: { properties?: object }[] } | undefined)?.allOf ?? [];
    return parts.flatMap((part) => Object.keys(part.properties ?? {}));
  }

  it('of lists: garbage cursors, negative limits and days that are none are refused', async () => {
    const as = scene.roles.centre_dispatcher;
    for (const query of [
      'cursor=garbage',
      'cursor=W10',
      'limit=-1',
      'limit=0',
      'limit=100000',
      'limit=x',
      'from=2026-13-45',
      'state=nothing',
      'card=blue',
      'view=all',
      'sort=best',
      'number=%27--',
      'place=nowhere',
    ]) {
      const answer = await house.ask('GET', `/matters?${query}`, { as });
      assertSound(query, answer);
      assert.ok([400, 422].includes(answer.status), `${query}: ${answer.status}`);
    }
  });
});

describe('pictures', () => {
  const send = (body: Buffer, type = 'image/jpeg') =>
    house.ask('POST', '/files', { as: scene.roles.reporter, body, headers: { 'content-type': type } });

  it('a real one is taken', async () => assert.equal((await send(bytes)).status, 201));

  it('what is none, or hides more than it shows, is refused', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>',
    );
    const cases: [string, Buffer, string, number[]][] = [
      ['text called a picture', Buffer.from('this is only text'), 'image/jpeg', [415, 422]],
      ['a cut one', bytes.subarray(0, Math.floor(bytes.length / 2)), 'image/jpeg', [422]],
      ['nothing', Buffer.alloc(0), 'image/jpeg', [400, 422]],
      ['a drawing with a script', svg, 'image/svg+xml', [415]],
      ['the same called PNG', svg, 'image/png', [415, 422]],
      ['a page called WebP', Buffer.from('<html></html>'), 'image/webp', [415, 422]],
      ['a bomb', pictureBomb(30_000), 'image/png', [422]],
      ['13 MB', Buffer.alloc(13 * 1024 * 1024, 7), 'image/jpeg', [413]],
      ['JSON', Buffer.from('{}'), 'application/json', [415]],
    ];
    for (const [what, body, type, statuses] of cases) {
      const answer = await send(body, type);
      assertSound(what, answer);
      assert.ok(statuses.includes(answer.status), `${what}: ${answer.status} ${answer.text}`);
    }
  });
});

describe('workbooks', () => {
  it('that are none are refused in words', async () => {
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
    const cases: [string, Buffer, string][] = [
      ['text', Buffer.from('a;b;c\n1;2;3'), type],
      ['an empty zip', zip, type],
      ['half a zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(200, 1)]), type],
      ['nothing', Buffer.alloc(0), type],
      ['21 MB', Buffer.alloc(21 * 1024 * 1024), type],
      ['a picture', bytes, 'image/jpeg'],
      ['JSON', Buffer.from('{}'), 'application/json'],
    ];
    const draft = `/lists/${house.county().list?.id}/versions/1/workbook`;
    const kinds = ['matters', 'items', 'places', 'devices', 'facilities', 'ways'].map((kind) => `/imports/${kind}`);
    const organiser = await house.holder('party_organiser', 'c');
    const doors: [string, Someone][] = [
      ...[...kinds, draft].map((path): [string, Someone] => [path, scene.roles.system_admin]),
      ['/imports/terms', scene.roles.security_admin],
      ['/imports/members', organiser],
      ['/imports/grades', organiser],
      ['/imports/reporting', organiser],
    ];
    for (const [path, as] of doors) {
      for (const [what, body, contentType] of cases) {
        const answer = await house.ask('POST', path, {
          as,
          body,
          headers: { 'content-type': contentType },
        });
        assertSound(`${path} ${what}`, answer);
        assert.ok(answer.status >= 400, `${path} ${what}: ${answer.status} ${answer.text}`);
      }
    }
  });
});

describe('what is not there, and what is another county’s', () => {
  it('cannot be told apart', async () => {
    const made = await make(scene, 'submitted');
    const stranger = await house.holder('centre_dispatcher', house.county('westshire').root.id, 'westshire');
    const paths = (id: string) => [`/matters/${id}`, `/matters/${id}/clocks/1`, `/matters/${id}/suggestions`];
    for (const [index, path] of paths(made.id).entries()) {
      const there = await house.ask('GET', path, { as: stranger, county: 'westshire' });
      const nowhere = await house.ask('GET', paths(newId())[index] as string, { as: stranger, county: 'westshire' });
      assert.equal(there.status, 404, path);
      assert.deepEqual({ ...there.body, requestId: '' }, { ...nowhere.body, requestId: '' });
      assert.equal(
        (await house.ask('GET', path, { as: scene.roles.centre_dispatcher })).status,
        200,
        'the same is seen where it is',
      );
    }
    const act = await house.ask('POST', `/matters/${made.id}/accept`, {
      as: stranger,
      county: 'westshire',
      body: { version: made.version },
    });
    assert.equal(act.status, 404);
    const reader = await house.ask('GET', '/matters', { as: stranger, county: 'westshire' });
    assert.deepEqual(reader.body.rows, []);
  });

  it('a session is good in its own county only', async () => {
    const token = scene.roles.centre_dispatcher;
    assert.equal((await house.ask('GET', '/me', { as: token })).status, 200);
    assert.equal((await house.ask('GET', '/me', { as: token, county: 'westshire' })).status, 401);
    assert.equal((await house.ask('GET', '/me', { as: token, county: 'nowhere' })).status, 404);
  });
});

describe('repeats', () => {
  const textOf = (answers: { status: number; text: string }[], wanted: number) =>
    answers.find((one) => one.status !== wanted)?.text ?? 'fewer';
  const both = (answers: { status: number }[], status: number) => answers.filter((one) => one.status === status).length;

  it('twenty clicks with one key are one act with one answer', async () => {
    const made = await make(scene, 'submitted');
    const key = randomUUID();
    const ask = () =>
      house.ask('POST', `/matters/${made.id}/accept`, {
        as: scene.roles.grid_leader,
        key,
        body: { version: made.version },
      });
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    assert.equal(both(answers, 200), 20, textOf(answers, 200));
    assert.equal(new Set(answers.map((one) => one.text)).size, 1);
    const { body } = await house.ask('GET', `/matters/${made.id}`, { as: scene.roles.grid_leader });
    assert.equal(body.version, made.version + 1);
  });

  it('of twenty clicks with keys of their own exactly one succeeds', async () => {
    const made = await make(scene, 'submitted');
    const ask = () =>
      house.ask('POST', `/matters/${made.id}/accept`, { as: scene.roles.grid_leader, body: { version: made.version } });
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    assert.equal(both(answers, 200), 1);
    assert.equal(answers.filter((one) => one.body.code === 'stale_version').length, 19);
  });

  it('a report sent twenty times arrives once', async () => {
    const body = { id: newId(), words: '演示：重复发送', point: scene.point };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => house.ask('POST', '/matters', { as: scene.roles.reporter, body })),
    );
    assert.equal(both(answers, 201), 20, textOf(answers, 201));
    assert.equal(new Set(answers.map((one) => JSON.stringify(one.body))).size, 1);
    const other = await house.ask('POST', '/matters', { as: scene.roles.reporter, body: { ...body, words: '另一件' } });
    assert.deepEqual([other.status, other.body.code], [409, 'key_reused']);
    const mine = await house.ask('GET', '/matters?view=mine&limit=200', { as: scene.roles.reporter });
    assert.equal(mine.body.rows.filter((row: { title: string }) => row.title.includes('重复发送')).length, 1);
  });

  it('a stranger’s id tells a reporter nothing', async () => {
    const body = { id: newId(), words: '演示：第一件', point: scene.point };
    const first = await house.ask('POST', '/matters', { as: scene.roles.reporter, body });
    const second = await house.ask('POST', '/matters', {
      as: scene.roles.other_resident,
      body: { ...body, words: '演示：第二件' },
    });
    assert.deepEqual([first.status, second.status], [201, 201], second.text);
    assert.equal(first.body.id, body.id);
    assert.notEqual(second.body.id, body.id);
    const again = await house.ask('POST', '/matters', {
      as: scene.roles.other_resident,
      body: { ...body, words: '演示：第二件' },
    });
    assert.deepEqual(again.body, second.body);
  });

  it('a key is needed, and is good for one thing', async () => {
    const made = await make(scene, 'submitted');
    const path = `/matters/${made.id}/note`;
    const as = scene.roles.grid_leader;
    const body = { version: made.version, words: '演示备注' };
    for (const key of [null, 'x'.repeat(65)]) {
      const answer = await house.ask('POST', path, { as, body, key });
      assert.deepEqual([answer.status, answer.body.code], [400, 'key_missing']);
    }
    const key = randomUUID();
    assert.equal((await house.ask('POST', path, { as, body, key })).status, 200);
    const other = await house.ask('POST', path, { as, body: { ...body, words: '别的' }, key });
    assert.deepEqual([other.status, other.body.code], [409, 'key_reused']);
    const elsewhere = await house.ask('POST', `/matters/${made.id}/accept`, {
      as,
      body: { version: made.version },
      key,
    });
    assert.deepEqual([elsewhere.status, elsewhere.body.code], [409, 'key_reused']);
  });

  it('an act on what has changed is refused, and tells where it stands', async () => {
    const made = await make(scene, 'accepted');
    const answer = await house.ask('POST', `/matters/${made.id}/note`, {
      as: scene.roles.grid_leader,
      body: { version: 1, words: '旧版本' },
    });
    assert.deepEqual([answer.status, answer.body.code], [409, 'stale_version']);
  });
});
