/** A year's assessments by workbook: the sheet goes out filled, comes back row by row, and nothing is overwritten. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { GRADED, openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { readWorkbook, textOf, writeWorkbook, XLSX } from '../../platform/exchange/index.ts';
import { readJob } from '../../platform/jobs.ts';
import { work } from '../../platform/worker.ts';
import { importFolder } from './perform-import.ts';
import type { ImportReport } from './report.ts';

const HEADS = [
  ...['人员编号', '姓名', '所在', '现等级', '考核年度', '年度考核结果', '考核确定日期', '学历', '学历取得日期'],
  ...['职业水平证书', '证书取得日期', '从事社区工作起始日期', '更正原因'],
];
type Row = Partial<Record<string, string>>;

let house: TestHouse;
let clerk: Someone;
let worker: Someone;
let other: Someone;
before(async () => {
  house = await openTestHouse(GRADED);
  clerk = await house.holder('party_organiser', 'c');
  worker = await house.holder('community_worker', 's001');
  other = await house.holder('community_worker', 's002');
});
after(() => house.close());

const county = () => house.county();
const services = () => house.house.services;
const cells = (row: Row): string[] => HEADS.map((head) => row[head] ?? '');
const book = (rows: string[][]) =>
  writeWorkbook([{ name: '年度考核', columns: HEADS.map((header) => ({ header })), rows }]);
const post = (file: Buffer, as = clerk) =>
  house.ask('POST', '/imports/grades', { as, body: file, headers: { 'content-type': XLSX } });

async function send(file: Buffer): Promise<{ report: ImportReport; told: string[]; sheet: string[][] }> {
  const { status, body, text } = await post(file);
  assert.equal(status, 202, text);
  await work(services(), county().id, body.job, new AbortController().signal);
  const job = await readJob(services().db, county().id, body.job);
  assert.equal(job.state, 'done', JSON.stringify(job.result));
  const folder = importFolder(services(), county().id, (job.input as { upload: string }).upload);
  const report: ImportReport = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  const told = report.rows.map(({ status, reason }) => reason ?? status);
  return { report, told, sheet: await rowsOf(readFileSync(join(folder, 'result.xlsx'))) };
}

async function rowsOf(file: Buffer): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { cells: row } of (await readWorkbook(file)).sheets[0]?.rows() ?? []) rows.push(row.map(textOf));
  return rows;
}

async function template(query = '', as = clerk): Promise<{ file: Buffer; rows: string[][] }> {
  const answer = await house.ground.app.inject({
    method: 'GET',
    url: `/api/${county().id}/imports/grades/template.xlsx${query}`,
    headers: { authorization: `Bearer ${as.token}`, 'accept-language': 'zh-CN' },
  });
  assert.equal(answer.statusCode, 200, answer.body);
  return { file: answer.rawPayload, rows: await rowsOf(answer.rawPayload) };
}
const factsOf = async (who: Someone) =>
  (await house.ask('GET', `/grades/people/${who.id}`, { as: clerk })).body.facts as {
    kind: string;
    of: string;
    value: string;
    day: string;
    holds: boolean;
    reason: string | null;
  }[];

describe('the sheet of a year', () => {
  it('has a row for each worker within reach, filled with what is known', async () => {
    const { rows } = await template();
    assert.deepEqual(rows[0], HEADS);
    assert.deepEqual(
      rows
        .slice(1)
        .map((row) => [row[0], row[4]])
        .sort(),
      [
        [worker.id, '2025'],
        [other.id, '2025'],
      ].sort(),
    );
    const here = await template('?place=s001&year=2023');
    assert.deepEqual(
      here.rows.slice(1).map((row) => [row[0], row[4]]),
      [[worker.id, '2023']],
    );
    for (const query of ['?year=23', '?place=nowhere'])
      assert.equal((await house.ask('GET', `/imports/grades/template.xlsx${query}`, { as: clerk })).status, 400, query);
    assert.equal((await house.ask('GET', '/imports/grades/template.xlsx', { as: worker })).status, 403);
  });

  it('comes back row by row; a bad row spoils no other and says which cell is wrong', async () => {
    const of = (who: Someone, row: Row) => cells({ 人员编号: who.id as string, 考核年度: '2025', ...row });
    const good = { 年度考核结果: '合格', 考核确定日期: '2026-01-15' };
    const { told, report, sheet } = await send(
      await book([
        of(worker, { ...good, 学历: '本科', 学历取得日期: '2014-07-01', 从事社区工作起始日期: '2016/3/1' }),
        of(other, { ...good, 年度考核结果: '挺好' }),
        of(other, { ...good, 考核确定日期: '2027-01-01' }),
        of(other, { ...good, 考核年度: '2027' }),
        of(other, { ...good, 学历: '大专' }),
        // The day is wrong: neither it nor the result beside it is taken.
        of(other, { ...good, 职业水平证书: '社会工作师', 证书取得日期: '2030-01-01' }),
        cells({ 人员编号: clerk.id as string, ...good, 考核年度: '2025' }),
        cells({ 姓名: '演示·没有这人', ...good, 考核年度: '2025' }),
        cells({ 姓名: '演示·community_worker', ...good, 考核年度: '2025' }),
        cells({ 人员编号: other.id as string, 姓名: '演示·别人', ...good, 考核年度: '2025' }),
        cells({ 考核年度: '2025', ...good }),
        of(other, { 考核年度: '', 年度考核结果: '合格' }),
        of(worker, good),
        of(other, {}),
      ]),
    );
    assert.deepEqual(told, [
      'taken',
      'row_choice_unknown',
      'day_to_come',
      'grade_year_invalid',
      'row_field_missing',
      'day_to_come',
      'row_worker_unknown',
      'row_worker_unknown',
      'row_worker_several',
      'row_person_otherwise',
      'row_field_missing',
      'row_field_missing',
      'repeated',
      'repeated',
    ]);
    assert.equal(report.figures.facts, 3);
    assert.equal(report.rows[0]?.made, 'assessment.2025.good education.bachelor service');
    assert.ok(!/演示/.test(JSON.stringify(report)), 'the result holds nothing that people are called');
    const why = sheet.map((row) => row[4] ?? '');
    assert.match(why[3] ?? '', /^考核确定日期：/);
    assert.match(why[5] ?? '', /学历取得日期/);
    assert.match(why[6] ?? '', /^证书取得日期：/);
    assert.equal((await factsOf(other)).length, 0, 'a row is taken whole or not at all');
    const known = (await template()).rows.find((row) => row[0] === worker.id) ?? [];
    assert.deepEqual(known.slice(5), ['合格', '2026-01-15', '本科', '2014-07-01', '', '', '2016-03-01', '']);
  });

  it('comes back unchanged without a word written; another word needs a reason and leaves the earlier one', async () => {
    const { file } = await template();
    assert.deepEqual((await send(file)).told, ['repeated', 'repeated']);
    // A word of the table with wide signs goes out and comes back as any other.
    const wide = {
      人员编号: other.id as string,
      考核年度: '2025',
      学历: '高中（中专）及以下',
      学历取得日期: '2009-07-01',
    };
    assert.deepEqual((await send(await book([cells(wide)]))).told, ['taken']);
    assert.deepEqual((await send((await template()).file)).told, ['repeated', 'repeated']);
    const row = { 人员编号: worker.id as string, 考核年度: '2025', 年度考核结果: '不合格' };
    const refused = await send(await book([cells(row)]));
    assert.deepEqual(refused.told, ['row_reason_missing']);
    assert.match(refused.sheet[1]?.[4] ?? '', /^年度考核结果：.*更正原因/);
    assert.deepEqual((await send(await book([cells({ ...row, 更正原因: '凭感觉' })]))).told, ['row_choice_unknown']);
    assert.deepEqual((await send(await book([cells({ ...row, 更正原因: '复核改定' })]))).told, ['taken']);
    const results = (await factsOf(worker)).filter(({ kind }) => kind === 'assessment');
    assert.deepEqual(
      results.map(({ value, day, holds, reason }) => [value, day, holds, reason]),
      [
        ['failed', county().day, true, 'review'],
        ['good', '2026-01-15', false, null],
      ],
    );
  });

  it('is brought in by whoever settles grades, where the county has them', async () => {
    const file = await book([cells({ 人员编号: worker.id as string, 考核年度: '2024', 年度考核结果: '优秀' })]);
    for (const as of [worker, await house.holder('security_admin', 'c'), await house.holder('system_admin', 'c')])
      assert.equal((await post(file, as)).status, 403);
    assert.deepEqual((await send(file)).told, ['taken']);
    const off = await openTestHouse({ counties: ['westshire'] });
    try {
      const as = await off.holder('party_organiser', 'c');
      assert.equal((await off.ask('GET', '/imports/grades/template.xlsx', { as })).status, 404);
    } finally {
      await off.close();
    }
  });
});
