/**
 * Whole loops with marked data, through every route that takes words: afterwards no marker stands where it must not, every
 * statement that was sent kept to one county, and no GET had changed anything.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import sharp from 'sharp';
import { postId } from '../src/modules/county/index.ts';
import { sweep } from '../src/modules/matters/sweep.ts';
import { sendMessages } from '../src/modules/messages/index.ts';
import { formPlan } from '../src/modules/party/index.ts';
import { drainAll } from '../src/platform/outbox.ts';
import { verify } from '../src/platform/verify.ts';
import { reactions } from '../src/reactions.ts';
import { deviceDoors, makeDuties } from './bad-input/facility-doors.ts';
import { newId, type Scene, setScene } from './matrix/roles.ts';
import { GRADED, openTestHouse, type Someone, type TestHouse } from './open-house.ts';
import { unbound } from './structure/statements.ts';

/** Where each kind of marked data may be read in clear. Everywhere else it may not. */
const ALLOWED: Record<string, string[]> = {
  words: ['matter_text', 'reading_reason', 'matter_search', 'list_note'],
  name: ['person'],
  phone: [],
  username: ['account'],
  place: ['matter'],
};

const MARKS: Record<string, string[]> = {
  words: ['zqxwords', '标记文字'],
  name: ['zqxname', '标记姓名'],
  phone: ['10055512345', '10055567890'],
  username: ['zqxuser'],
  place: [],
};

/** Every statement the program sent, once. */
function listen(): Set<string> {
  const sent = new Set<string>();
  const { query } = pg.Client.prototype;
  // biome-ignore lint/suspicious/noExplicitAny: pg's query has a dozen forms
  pg.Client.prototype.query = function (this: pg.Client, ...given: any[]) {
    const [first] = given;
    sent.add((typeof first === 'string' ? first : String(first?.text ?? '')).replace(/\s+/g, ' '));
    return (query as (...all: unknown[]) => unknown).apply(this, given) as never;
  } as never;
  return sent;
}

const mark = (n: number | string) => `标记文字zqxwords ${n}`;

describe('what is personal stays where it belongs', () => {
  let house: TestHouse;
  let scene: Scene;
  const sent = listen();
  const made: Record<string, { id: string; version: number; follow: string | null }> = {};
  let picture = '';
  let personId = '';
  const party = { org: '', plan: '' };
  let organiser: Someone;
  let duty: Awaited<ReturnType<typeof makeDuties>>;
  const ids = { feed: '', device: '', run: '', circle: '', worker: '', mending: '' };
  before(async () => {
    house = await openTestHouse(GRADED);
    scene = await setScene(house);
  });
  after(() => house.close());

  async function ok(as: Someone, path: string, body?: unknown, headers?: Record<string, string>) {
    const answer = await house.ask('POST', path, { as, body, headers });
    assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    return answer.body;
  }

  async function report(as: Someone, more: Record<string, unknown> = {}) {
    const id = newId();
    const answer = await ok(as, '/matters', {
      id,
      words: mark('报告'),
      address: mark('地址'),
      point: scene.point,
      ...more,
    });
    MARKS.place = scene.point.map(String);
    return { id, version: answer.version as number, follow: answer.follow as string | null };
  }

  async function act(
    matter: { id: string; version: number },
    as: Someone,
    verb: string,
    fields: Record<string, unknown> = {},
  ) {
    matter.version = (await ok(as, `/matters/${matter.id}/${verb}`, { version: matter.version, ...fields })).version;
  }

  it('through whole loops', async () => {
    const { roles } = scene;
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#337' } })
      .jpeg()
      .toBuffer();
    picture = (await ok(roles.reporter, '/files', bytes, { 'content-type': 'image/jpeg' })).id;
    made.loop = await report(roles.reporter, { pictures: [picture] });
    const { loop } = made;
    await act(loop, roles.grid_leader, 'accept');
    await act(loop, roles.grid_leader, 'visit', { words: mark('走访'), point: scene.point });
    await act(loop, roles.grid_leader, 'note', { words: mark('备注') });
    await act(loop, roles.grid_leader, 'raise', { words: mark('上报') });
    await act(loop, roles.community_secretary, 'raise', { words: mark('再上报') });
    await act(loop, roles.town_caller, 'dispatch', { lead: scene.lead, assists: [scene.assist], words: mark('派单') });
    await act(loop, roles.assist_responder, 'assignments/2/refuse', { reason: 'other', words: mark('退单') });
    await act(loop, roles.centre_arbiter, 'arbitrate', { assignment: 2, decision: 'return', words: mark('裁定') });
    await act(loop, roles.lead_responder, 'assignments/1/take_on', { words: mark('签收') });
    await act(loop, roles.lead_responder, 'assignments/1/request', { kind: 'pause', words: mark('申请') });
    await act(loop, roles.centre_arbiter, 'approve', { request: 1, words: mark('批准') });
    await act(loop, roles.lead_responder, 'assignments/1/resume', { words: mark('恢复') });
    await act(loop, roles.lead_responder, 'assignments/1/arrive', { point: scene.point, words: mark('到场') });
    await act(loop, roles.lead_responder, 'assignments/1/step', { words: mark('进展') });
    await act(loop, roles.lead_responder, 'assignments/1/conclude', { outcome: 'resolved', words: mark('办结') });
    await act(loop, roles.centre_callback, 'call_back', {
      reached: true,
      met: true,
      resolved: false,
      satisfied: false,
      words: mark('回访'),
    });
    await act(loop, roles.lead_responder, 'assignments/3/take_on');
    await act(loop, roles.lead_responder, 'assignments/3/conclude', { outcome: 'resolved', words: mark('重办') });
    await act(loop, roles.reporter, 'judge', { met: true, resolved: true, satisfied: true, words: mark('评价') });
    await act(loop, roles.reporter, 'reopen', { words: mark('重提') });
    made.anonymous = await report(roles.anonymous);
    await act(made.anonymous, roles.grid_leader, 'reject', { reason: 'abusive', words: mark('不受理') });
    made.called = await report(roles.centre_dispatcher, {
      channel: 'hotline',
      contact: { name: '标记姓名zqxname', phone: '10055512345' },
    });
    await act(made.called, roles.centre_dispatcher, 'settle', { outcome: 'explained', words: mark('答复') });
    await ok(roles.centre_dispatcher, `/matters/${made.called.id}/unmask`, { reason: mark('核实') });
    made.bulk = await report(roles.centre_dispatcher, { channel: 'hotline' });
    await ok(roles.centre_dispatcher, '/matters/bulk/dispatch', {
      matters: [made.bulk],
      lead: scene.lead,
      words: mark('批量'),
    });
    await ok(roles.anonymous, '/items/suggest', { words: mark('建议') });
    await ok(roles.anonymous, '/phone-code', { phone: '10055567890' });
  });

  it('and through people', async () => {
    const { roles } = scene;
    const post = { post: 'grid_member', at: scene.grid };
    const account = { username: 'zqxuser', password: 'zqxwords-password' };
    const person = await ok(roles.security_admin, '/people', {
      name: '标记姓名zqxname',
      phone: '10055567890',
      ...account,
      ...post,
    });
    personId = person.id;
    await ok(roles.security_admin, `/people/${personId}/unmask`, { reason: mark('工作需要') });
    const session = await house.ask('POST', '/session', { body: { username: 'zqxuser', password: account.password } });
    assert.equal(session.status, 200, session.text);
    await house.ask('POST', '/session', { body: { username: 'zqxuser', password: 'zqxwords-wrong' } });
    await house.ask('GET', `/people?q=${encodeURIComponent('标记姓名')}`, { as: roles.security_admin });
  });

  it('and through lists', async () => {
    const { roles } = scene;
    const list = house.county().list?.id;
    const made = await ok(roles.centre_dispatcher, `/lists/${list}/versions`, { base: 1 });
    const path = `/lists/${list}/versions/${made.version}`;
    const sent = await ok(roles.centre_dispatcher, `${path}/submit`, { seen: 1, effective_from: '2027-01-01' });
    await ok(roles.centre_arbiter, `${path}/return`, { seen: sent.revision, words: mark('退回') });
    await ok(roles.centre_dispatcher, `${path}/replay`, {});
  });

  it('and through the party', async () => {
    const county = house.county();
    organiser = await house.holder('party_organiser', county.root.id);
    const community = [...county.places.values()].find((place) => place.gridded)?.id;
    const made = await ok(organiser, '/party/orgs', { kind: 'committee', name: '演示社区党委', place: community });
    party.org = made.id;
    const member = { name: '标记姓名zqxname', phone: '10055567890', relation: 'own', standing: 'full' };
    const put = await ok(organiser, `/party/orgs/${made.id}/members`, { ...member, version: made.version });
    await ok(organiser, `/party/orgs/${made.id}/rename`, { version: put.version, name: '演示社区党总支' });
    party.plan = (await ok(organiser, '/party/plans', {})).plan;
    ids.worker = (await house.holder('community_worker', community as string)).id as string;
    const way = `/grades/people/${ids.worker}`;
    await ok(organiser, `${way}/record`, { version: 0, kind: 'education', of: 'college', day: '2015-07-01' });
    await ok(organiser, `${way}/place`, { version: 1, post: 'member', day: '2026-01-01' });
    await formPlan(house.house.services, county, party.plan);
  });

  it('and through facilities, duties and devices', async () => {
    const { roles } = scene;
    // Where a facility stands is for everybody to know; where a matter lies is not, so theirs is another point.
    const beside: [number, number] = [scene.point[0] + 0.00003, scene.point[1] + 0.00003];
    duty = await makeDuties(scene, beside);
    ids.feed = (await ok(duty.people[0] as Someone, '/duty-feeds', {})).path;
    ids.circle = (await ok(duty.as, '/circle', { minutes: 15 })).job;
    const doors = await deviceDoors({ ...scene, point: beside });
    const { as, path, body } = doors['/devices'] as (typeof doors)[string];
    ids.device = (await ok(as, path, body)).id;
    ids.run = (await ok(roles.system_admin, '/coverage/runs', { place: house.county().root.id })).run;
    ids.mending = (await ok(roles.system_admin, `/coverage/runs/${ids.run}/mendings`, {})).job;
  });

  it('and through what goes wrong', async () => {
    const { roles } = scene;
    for (const words of [mark('零\u0000字节'), `${mark('半个字')}\ud800`]) {
      const answer = await house.ask('POST', '/matters', {
        as: roles.reporter,
        body: { id: newId(), words, point: scene.point },
      });
      assert.ok(answer.status < 500, answer.text);
    }
    await house.ask('POST', '/matters', { as: roles.reporter, body: `{"words": "${mark('坏')}` });
    await house.ask('POST', `/matters/${made.loop?.id}/note`, {
      as: roles.other_resident,
      body: { version: 1, words: mark('外人') },
    });
    // A fault of the program itself, while it handles marked words.
    const { pool } = house.house.services.db;
    const { connect } = pool;
    const broken = new Error('the connection broke');
    pool.connect = ((told?: (error: Error) => void) => (told ? told(broken) : Promise.reject(broken))) as never;
    const failed = await house.ask('POST', `/matters/${made.loop?.id}/note`, {
      as: roles.reporter,
      body: { version: 1, words: mark('故障') },
    });
    pool.connect = connect;
    assert.equal(failed.status, 500);
    assert.ok(!failed.text.includes('connection broke'), 'the fault is not told outside');
  });

  it('when all that follows has followed', async () => {
    const { services } = house.house;
    const county = house.county();
    await drainAll(services, county, reactions);
    house.clock.now += 30 * 86_400_000;
    assert.ok((await sweep(services, county, house.clock.now)) > 0, 'cards fell');
    await sendMessages(services, county, '');
    await drainAll(services, county, reactions);
    const proof = await verify(services, county.id);
    assert.deepEqual(proof.findings, []);
    assert.ok(proof.ok);
  });

  it('no table holds a marker but those that are for it', async () => {
    const { pool } = house.house.services.db;
    const { rows: tables } = await pool.query<{ name: string }>(`
      SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'graphile_worker')`);
    const found: string[] = [];
    const met = new Set<string>();
    for (const { name } of tables) {
      const { rows } = await pool.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      const text = rows.map((row) => row.text).join('\n');
      const short = name.replace('public.', '');
      for (const [kind, marks] of Object.entries(MARKS)) {
        for (const one of marks.filter((each) => text.includes(each))) {
          if (ALLOWED[kind]?.includes(short)) met.add(`${kind} ${short}`);
          else found.push(`${short} holds ${kind} (${one})`);
        }
      }
    }
    assert.deepEqual(found, []);
    for (const place of ['words matter_text', 'words reading_reason', 'name person', 'place matter'])
      assert.ok(met.has(place), place);
  });

  it('no log and no file beside the database does either', () => {
    const { dataDir } = house.house.services;
    const texts: [string, string][] = [['the log', house.logged.join('\n')]];
    for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
      // The gateway's file stands for the phones themselves.
      if (!entry.isFile() || entry.parentPath.endsWith('messages') || entry.parentPath.includes('/files')) continue;
      texts.push([entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]);
    }
    assert.ok(house.logged.length > 0, 'something was logged');
    assert.ok(
      texts.some(([name]) => name.endsWith('.log')),
      'seals were exported',
    );
    const found = texts.flatMap(([name, text]) =>
      Object.values(MARKS)
        .flat()
        .filter((one) => text.includes(one))
        .map((one) => `${name}: ${one}`),
    );
    assert.deepEqual(found, []);
  });

  it('no GET changes anything', async () => {
    const { roles } = scene;
    const { pool } = house.house.services.db;
    const state = async () => {
      const { rows } = await pool.query<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
      );
      const all: Record<string, unknown> = {};
      for (const { name } of rows) {
        all[name] = (
          await pool.query(
            `SELECT count(*)::int AS n, md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM ${name} t`,
          )
        ).rows[0];
      }
      return all;
    };
    const [item = ''] = [...house.county().items.keys()];
    const loop = made.loop?.id;
    const lists = `/lists/${house.county().list?.id}`;
    /** What stands for the parameters of each path, and as whom it is asked. */
    const asked: Record<string, [Someone, string][]> = {
      '/people': [[roles.security_admin, '/people?q=zqx']],
      '/people/:id': [[roles.security_admin, `/people/${personId}`]],
      '/posts': [[roles.security_admin, '/posts']],
      '/posts/answerers': [[roles.reporter, `/posts/answerers?place=${scene.grid}`]],
      '/public/contact': [[roles.anonymous, `/public/contact?place=${scene.grid}`]],
      '/boards': [[roles.grid_leader, '/boards']],
      '/coverage/areas/:id/mending': [
        [roles.system_admin, `/coverage/areas/${house.county().places.get(scene.grid)?.parent}/mending`],
      ],
      '/imports/places/template.xlsx': [[roles.system_admin, '/imports/places/template.xlsx']],
      '/imports/terms/template.xlsx': [[roles.security_admin, '/imports/terms/template.xlsx']],
      '/imports/members/template.xlsx': [[organiser, '/imports/members/template.xlsx']],
      '/units/reporting': [[roles.security_admin, '/units/reporting']],
      '/exports/reporting.xlsx': [[roles.security_admin, '/exports/reporting.xlsx']],
      '/exports/terms.xlsx': [[roles.security_admin, '/exports/terms.xlsx']],
      '/exports/people.xlsx': [[roles.security_admin, '/exports/people.xlsx']],
      '/exports/teams.xlsx': [[roles.centre_dispatcher, '/exports/teams.xlsx']],
      '/exports/duties.xlsx': [[roles.centre_dispatcher, '/exports/duties.xlsx']],
      '/exports/members.xlsx': [[organiser, '/exports/members.xlsx']],
      ...Object.fromEntries(
        [
          '/grades',
          '/grades/due',
          '/grades/tables',
          '/exports/grades.xlsx',
          '/exports/grades-due.xlsx',
          '/imports/grades/template.xlsx',
          '/grades/mine',
        ].map((path) => [path, [[organiser, path] as [Someone, string]]]),
      ),
      '/grades/people/:id': [[organiser, `/grades/people/${ids.worker}`]],
      '/imports/shapes/template.geojson': [[roles.system_admin, '/imports/shapes/template.geojson']],
      '/posts/:id': [[roles.security_admin, `/posts/${postId('grid_leader', scene.grid)}`]],
      '/facilities/:id': [[roles.anonymous, `/facilities/${duty.facility.id}`]],
      '/facilities/:id/duties.ics': [[roles.anonymous, `/facilities/${duty.facility.id}/duties.ics`]],
      '/facilities/:id/rosters': [[duty.as, `/facilities/${duty.facility.id}/rosters`]],
      '/teams/:id': [[duty.as, `/teams/${duty.team.id}`]],
      '/duties/:id/takers': [[duty.ownerOf(duty.duties[1]), `/duties/${duty.duties[1].id}/takers`]],
      '/duty-feeds/:secret': [[roles.anonymous, `${ids.feed}.ics`]],
      '/devices/:id': [[roles.centre_dispatcher, `/devices/${ids.device}`]],
      '/coverage/runs/:id': [[roles.system_admin, `/coverage/runs/${ids.run}`]],
      '/coverage/runs/:id/faults': [[roles.system_admin, `/coverage/runs/${ids.run}/faults`]],
      '/coverage/runs/:id/faults.geojson': [[roles.system_admin, `/coverage/runs/${ids.run}/faults.geojson`]],
      '/coverage/runs/:id/faults.xlsx': [[roles.system_admin, `/coverage/runs/${ids.run}/faults.xlsx`]],
      '/coverage/runs/:id/mendings/:mending': [
        [roles.system_admin, `/coverage/runs/${ids.run}/mendings/${ids.mending}`],
      ],
      '/circle/jobs/:id': [[duty.as, `/circle/jobs/${ids.circle}`]],
      '/files/:id': [
        [roles.reporter, `/files/${picture}`],
        [roles.reporter, `/files/${picture}?size=thumb`],
      ],
      '/places/at': [[roles.anonymous, `/places/at?lon=${scene.point[0]}&lat=${scene.point[1]}`]],
      '/places/:id': [[roles.town_caller, `/places/${scene.grid}`]],
      '/places/:id/shapes': [[roles.anonymous, `/places/${house.county().root.id}/shapes`]],
      '/places/:id/points': [[roles.town_caller, `/places/${house.county().root.id}/points`]],
      '/places/:id/history': [[roles.system_admin, `/places/${house.county().root.id}/history`]],
      '/places/:id/consequences': [[roles.system_admin, `/places/${house.county().root.id}/consequences`]],
      '/items/:id': [[roles.anonymous, `/items/${item}`]],
      '/matters': [
        [roles.centre_dispatcher, '/matters'],
        [roles.lead_responder, '/matters?view=inbox'],
        [roles.reporter, '/matters?view=mine'],
      ],
      '/matters/export.xlsx': [[roles.centre_dispatcher, '/matters/export.xlsx']],
      '/matters/:id': [
        [roles.centre_dispatcher, `/matters/${loop}`],
        [roles.reporter, `/matters/${loop}`],
        [roles.anonymous, `/matters/${made.anonymous?.id}?follow=${made.anonymous?.follow}`],
      ],
      '/matters/:id/clocks/:no': [[roles.centre_dispatcher, `/matters/${loop}/clocks/1`]],
      '/matters/:id/suggestions': [[roles.centre_dispatcher, `/matters/${loop}/suggestions`]],
      '/exports/places.xlsx': [[roles.town_caller, '/exports/places.xlsx']],
      '/exports/places.geojson': [[roles.town_caller, '/exports/places.geojson']],
      '/jobs': [[roles.audit_admin, '/jobs']],
      '/lists/:list/versions/:version': [[roles.centre_dispatcher, `${lists}/versions/2`]],
      '/lists/:list/versions/:version/items': [[roles.centre_dispatcher, `${lists}/versions/2/items`]],
      '/lists/:list/versions/:version/items/:id': [[roles.centre_arbiter, `${lists}/versions/2/items/${item}`]],
      '/lists/:list/versions/:version/duties': [[roles.centre_dispatcher, '/lists/duties/versions/1/duties']],
      '/lists/:list/versions/:version/replay': [[roles.centre_arbiter, `${lists}/versions/2/replay`]],
      '/lists/:list/versions/:version/workbook.xlsx': [[roles.grid_leader, `${lists}/versions/1/workbook.xlsx`]],
      '/lists/:list/compare': [[roles.centre_arbiter, `${lists}/compare?from=1&to=2`]],
      '/lists/:list/compare.xlsx': [[roles.centre_arbiter, `${lists}/compare.xlsx?from=1&to=2`]],
      '/party/orgs/:id': [[organiser, `/party/orgs/${party.org}`]],
      '/party/orgs/:id/members': [[organiser, `/party/orgs/${party.org}/members`]],
      '/party/plans/:id': [[organiser, `/party/plans/${party.plan}`]],
      '/party/plans/:id/plan.xlsx': [[organiser, `/party/plans/${party.plan}/plan.xlsx`]],
    };
    /** Answered elsewhere: a stream that does not end, and what needs a job that has run or buildings with people. */
    const LEFT = new Set([
      ...['/live', '/jobs/:id', '/jobs/:id/result.xlsx', '/circle/:id'],
      ...['/boards/sheet.pdf', '/boards/:id/boards.pdf'],
    ]);
    const before = await state();
    const wrong: string[] = [];
    for (const route of house.ground.routes.filter((one) => one.method === 'GET' && !LEFT.has(one.path))) {
      const asks = asked[route.path] ?? [[roles.centre_dispatcher, route.path] as [Someone, string]];
      for (const [as, path] of asks) {
        if (path.includes(':')) {
          wrong.push(`${route.path}: say what stands for its parameters`);
          continue;
        }
        const answer = await house.ask('GET', path, { as });
        if (answer.status >= 300) wrong.push(`${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(await state(), before);
  });

  it('every statement that was sent names one county for each table', async () => {
    const { pool } = house.house.services.db;
    const { rows } = await pool.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const tables = new Set(rows.map((row) => row.name));
    /** Not the program's: what these tests ask, and what makes the tables. */
    const others = /^\s*(SELECT t::text AS text|SELECT count\(\*\)::int AS n, md5|ALTER TABLE|CREATE|--)/;
    const ours = [...sent].filter(
      (text) => !others.test(text) && !/\b(CREATE (TABLE|INDEX|FUNCTION|TRIGGER|UNIQUE))\b/.test(text),
    );
    assert.ok(ours.length > 150, `${ours.length} different statements were sent`);
    assert.deepEqual(
      ours.filter((text) => unbound(text, tables).length > 0),
      [],
    );
  });
});
