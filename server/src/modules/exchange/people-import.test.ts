/** Terms and party members from workbooks: row by row, by those who may, and out again unchanged. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, textOf, writeWorkbook, XLSX } from '../../platform/exchange/index.ts';
import { readJob } from '../../platform/jobs.ts';
import { work } from '../../platform/worker.ts';
import { importFolder } from './perform-import.ts';
import type { ImportReport } from './report.ts';

let house: TestHouse;
let security: Someone;
let organiser: Someone;
before(async () => {
  house = await openTestHouse();
  security = await house.holder('security_admin', 'c');
  organiser = await house.holder('party_organiser', 'c');
});
after(() => house.close());

const services = () => house.house.services;
const county = () => house.county();
type Cell = string | number;

const TERM_HEADS = ['人员编号', '姓名', '电话', '岗位', '所在编号', '所在', '任期开始', '任期结束', '产生方式'];
const MEMBER_HEADS = ['人员编号', '姓名', '电话', '党组织编号', '组织关系', '党员类别', '居住网格', '转入日期'];
const book = (heads: string[], rows: Cell[][]) =>
  writeWorkbook([{ name: '表', columns: heads.map((header) => ({ header })), rows }]);

/** Sent over the network and taken in by the job. */
async function send(what: string, file: Buffer, as: Someone): Promise<{ report: ImportReport; job: string }> {
  const { status, body, text } = await house.ask('POST', `/imports/${what}`, {
    as,
    body: file,
    headers: { 'content-type': XLSX },
  });
  assert.equal(status, 202, text);
  await work(services(), county().id, body.job, new AbortController().signal);
  const row = await readJob(services().db, county().id, body.job);
  assert.equal(row.state, 'done', JSON.stringify(row.result));
  const { upload } = row.input as { upload: string };
  const path = join(importFolder(services(), county().id, upload), 'result.json');
  return { report: JSON.parse(readFileSync(path, 'utf8')), job: body.job };
}
const told = ({ rows }: ImportReport) => rows.map(({ status, reason }) => reason ?? status);

async function download(path: string, as: Someone): Promise<{ file: Buffer; rows: string[][] }> {
  const answer = await house.ground.app.inject({
    method: 'GET',
    url: `/api/${county().id}${path}`,
    headers: { authorization: `Bearer ${as.token}` },
  });
  assert.equal(answer.statusCode, 200);
  const rows: string[][] = [];
  for await (const { cells } of (await readWorkbook(answer.rawPayload)).sheets[0]?.rows() ?? [])
    rows.push(cells.map(textOf));
  return { file: answer.rawPayload, rows };
}

describe('terms', () => {
  const term = (name: string, phone: string, more: Cell[]): Cell[] => ['', name, phone, ...more];

  it('begin row by row; a bad row spoils no other and says what is wrong', async () => {
    const file = await book(TERM_HEADS, [
      term('演示·甲', '10055500001', ['网格长', 'g001', '', '2026-07-01', '2027-06-30', '推荐产生']),
      term('演示·乙', '10055500002', ['grid_leader', '370124001010003', '', '2026/7/1', '', '']),
      term('演示·丙', '10055500003', ['网格长', 'g001', '', '2027-01-01', '', '']),
      term('演示·丁', '10055500004', ['城管员', 'g001', '', '2026-07-01', '', '']),
      term('演示·戊', '10055500005', ['网格长', '没有这里', '', '2026-07-01', '', '']),
      term('演示·己', '10055500006', ['网格长', 's009', '', '2026-07-01', '', '']),
      term('演示·庚', '10055500007', ['网格长', 'g005', '', '2026-13-01', '', '']),
      term('演示·辛', '10055500008', ['网格长', 'g005', '', '2026-07-01', '2026-06-30', '']),
      term('演示·壬', '', ['网格长', 'g005', '', '2026-07-01', '', '']),
      term('演示·癸', '12345', ['网格长', 'g005', '', '2026-07-01', '', '']),
      term('演示·别人', '10055500001', ['网格长', 'g005', '', '2026-07-01', '', '']),
      ['not-an-id', '', '', '网格长', 'g005', '', '2026-07-01', '', ''],
      term('演示·子', '10055500009', ['网格长', 'g005', '', '2026-07-01', '', '抓阄']),
      term('演示·丑', '10055500010', ['', 'g005', '', '2026-07-01', '', '']),
      term('演示·甲', '10055500001', ['网格长', 'g001', '', '2026-07-01', '2027-06-30', '']),
      term('演示·甲', '10055500001', ['网格长', 'g001', '', '2026-07-01', '2028-06-30', '']),
      term('演示·寅', '10055500011', ['网格长', 'g006', '', '2026-07-01', '不定', '']),
    ]);
    const { report, job } = await send('terms', file, security);
    assert.deepEqual(told(report), [
      'taken',
      'taken',
      'row_term_overlaps',
      'row_post_unknown',
      'row_place_unknown',
      'post_not_here',
      'row_day_invalid',
      'day_order',
      'row_person_unclear',
      'row_phone_invalid',
      'row_person_otherwise',
      'row_person_unknown',
      'row_choice_unknown',
      'row_field_missing',
      'repeated',
      'row_term_otherwise',
      'taken',
    ]);
    assert.deepEqual(report.rows[2]?.params, {
      from: '2027-01-01',
      to: '2029-12-31',
      otherFrom: '2026-07-01',
      otherTo: '2027-06-30',
    });
    assert.deepEqual([report.figures.taken, report.figures.personsMade], [3, 3]);
    assert.ok(!/演示|1005550/.test(JSON.stringify(report)), 'the result holds nothing that people are called');
    const made = await services().db.rows<{ kind: string; sealed: Buffer; to: string | null }>(sql`
      SELECT p.kind, p.phone_sealed AS sealed, t.to_day AS to FROM person p
      JOIN term t ON t.county_id = p.county_id AND t.person_id = p.person_id
      WHERE p.county_id = ${county().id} AND p.name LIKE '演示·_' ORDER BY p.name`);
    assert.equal(made.length, 3);
    assert.ok(made.every(({ kind, sealed }) => kind === 'staff' && !sealed.includes('10055')));
    assert.ok(made.some(({ to }) => to === null));
    const answer = await house.ask('GET', `/jobs/${job}/result.xlsx`, { as: security });
    assert.equal(answer.status, 200);
    assert.equal((await house.ask('GET', `/jobs/${job}/result.xlsx`, { as: organiser })).status, 403);
  });

  it('go out and come back unchanged', async () => {
    const { file, rows } = await download('/exports/terms.xlsx', security);
    assert.deepEqual(rows[0], TERM_HEADS);
    assert.ok(rows.length > 4 && rows.slice(1).every((row) => row[2] === ''), 'no number goes out');
    const { report } = await send('terms', file, security);
    assert.ok(
      report.figures.rows === rows.length - 1 && report.figures.repeated === report.figures.rows,
      JSON.stringify(report.figures),
    );
    const again = await download('/exports/terms.xlsx', security);
    assert.deepEqual(again.rows, rows);
  });

  it('are brought in by whoever keeps people, within their reach', async () => {
    const file = await book(TERM_HEADS, [term('演示·卯', '10055500020', ['网格长', 'g008', '', '2026-07-01', '', ''])]);
    const post = (as: Someone) =>
      house.ask('POST', '/imports/terms', { as, body: file, headers: { 'content-type': XLSX } });
    assert.equal((await post(await house.holder('system_admin', 'c'))).status, 403);
    assert.equal((await post(organiser)).status, 403);
    const { body } = await post(security);
    // Between sending and taking in, the right may go.
    const day = '2026-06-09';
    await services().db.rows(sql`
      UPDATE term SET to_day = ${day} WHERE county_id = ${county().id} AND person_id = ${security.id}`);
    await work(services(), county().id, body.job, new AbortController().signal);
    const row = await readJob(services().db, county().id, body.job);
    assert.deepEqual([row.state, (row.result as { code?: string }).code ?? ''].slice(0, 1), ['failed']);
    await services().db.rows(sql`
      UPDATE term SET to_day = NULL WHERE county_id = ${county().id} AND person_id = ${security.id}`);
    security = await house.holder('security_admin', 'c');
    const own = await book(TERM_HEADS, [[security.id as string, '', '', '社区书记', 's009', '', '2026-07-01', '', '']]);
    assert.deepEqual(told((await send('terms', own, security)).report), ['not_yourself']);
  });

  it('have an empty workbook to fill in', async () => {
    const { rows } = await download('/imports/terms/template.xlsx', security);
    assert.deepEqual(rows, [TERM_HEADS]);
  });
});

describe('party members', () => {
  it('are put in row by row, found by phone, and go out and come back unchanged', async () => {
    const made = await house.ask('POST', '/party/orgs', {
      as: organiser,
      body: { kind: 'committee', name: '演示党委', parent: null, place: 's009', from: '2026-01-01' },
    });
    assert.equal(made.status, 201, made.text);
    const org = made.body.id;
    const row = (name: string, phone: string, more: Cell[] = [org, '', '', 'g001', '2026-02-01']): Cell[] => [
      '',
      name,
      phone,
      ...more,
    ];
    const file = await book(MEMBER_HEADS, [
      row('演示·党一', '10055600001'),
      row('演示·党二', '10055600002', ['演示党委', '功能型', '预备党员', '', '']),
      row('演示·党一', '10055600001'),
      row('演示·党三', '10055600003', ['没有这个', '', '', '', '']),
      row('演示·党四', '10055600004', [org, '挂名', '', '', '']),
      row('演示·党五', '10055600005', [org, '', '', 't01', '']),
      row('演示·党六', '10055600006', [org, '', '', '', '2025-12-31']),
      row('演示·别人', '10055600001'),
      row('演示·党八', ''),
    ]);
    const { report } = await send('members', file, organiser);
    assert.deepEqual(told(report), [
      'taken',
      'taken',
      'repeated',
      'row_org_unknown',
      'row_choice_unknown',
      'party_residence',
      'day_order',
      'row_person_otherwise',
      'row_person_unclear',
    ]);
    const people = await services().db.rows<{ sealed: Buffer }>(sql`
      SELECT phone_sealed AS sealed FROM person WHERE county_id = ${county().id} AND name LIKE '演示·党_'`);
    assert.equal(people.length, 2);
    const { file: out, rows } = await download('/exports/members.xlsx', organiser);
    assert.equal(rows.length, 3);
    const again = await send('members', out, organiser);
    assert.deepEqual(told(again.report), ['repeated', 'repeated']);
    const elsewhere = await book(MEMBER_HEADS, [
      row('演示·党一', '10055600001', [org, '', '', 'g002', '']),
      row('演示·党二', '10055600002', ['演示党委', '功能型', '预备党员', '', '']),
    ]);
    const moved = await send('members', elsewhere, organiser);
    assert.deepEqual(
      told(moved.report),
      ['taken', 'repeated'],
      'another residence is put in, an empty cell says nothing',
    );
    const homes = await services().db.rows<{ home: string | null }>(sql`
      SELECT residence_id AS home FROM party_member WHERE county_id = ${county().id} AND org_id = ${org} ORDER BY 1`);
    assert.deepEqual(
      homes.map((one) => one.home),
      ['g002', null],
    );
    assert.equal(
      (await house.ask('POST', '/imports/members', { as: security, body: out, headers: { 'content-type': XLSX } }))
        .status,
      403,
    );
  });
});

describe('units that report in', () => {
  it('go out and come back, each row by itself', async () => {
    const { file, rows } = await download('/exports/reporting.xlsx', security);
    assert.equal(rows.length, 118);
    const { report: same } = await send('reporting', file, organiser);
    assert.deepEqual(new Set(told(same)), new Set(['repeated']));
    const [heads = [], one = [], two = [], three = []] = rows;
    const at = heads.indexOf('报到地编号');
    const [id, at2] = [heads.indexOf('单位编号'), heads.indexOf('报到地')];
    const changed = [
      one.with(at, 'g001'),
      two.with(at, '').with(at2, ''),
      three.with(at, '没有这里'),
      ['', '没有这个单位', 'g001'],
      // By its name alone, wide signs and all.
      rows[4]?.with(id, '').with(at, 'g002') ?? [],
    ];
    const { report } = await send('reporting', await book(heads, changed), organiser);
    assert.deepEqual(told(report), ['taken', 'repeated', 'row_place_unknown', 'row_unit_unknown', 'taken']);
    const again = await download('/exports/reporting.xlsx', security);
    const where = [1, 2, 3, 4].map((n) => again.rows[n]?.[at]);
    assert.deepEqual(where, ['g001', two[at], three[at], 'g002'], 'an empty cell says nothing');
    const open = await download('/exports/reporting.xlsx?open=true', security);
    assert.equal(open.rows.length, 1, 'as narrow as the list');
  });
});
