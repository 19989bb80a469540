/**
 * A5, as a clerk of the county and a resident would: somebody is appointed, hands over, leaves a vacancy behind; a term that
 * ends soon is reminded of; terms come in by workbook; a board is printed and the code on it opened with a phone; a resident
 * asks who answers where they stand; a worker rises a grade.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../server/src/modules/demo/people.ts';
import { sweepTerms } from '../server/src/modules/people/index.ts';
import { sql } from '../server/src/platform/db.ts';
import { readWorkbook, textOf, writeWorkbook } from '../server/src/platform/exchange/index.ts';
import { pointIn } from './place.ts';
import { printedCode } from './printed-code.ts';
import { axeFindings, openStage, PHONE, pick, type Stage, shoot, sound } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await openStage('sishui');
});
after(() => stage?.close());

const house = () => stage.house.services;
const county = () => [...house().counties.values()][0] as NonNullable<ReturnType<typeof only>>;
const only = () => [...house().counties.values()][0];
const today = () => county().day;
const shifted = (days: number) =>
  new Date(Date.parse(`${today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const held = async (post: string): Promise<string> => {
  const row = await house().db.row<{ id: string }>(sql`
    SELECT person_id AS id FROM term WHERE county_id = ${county().id} AND post_id = ${post} ORDER BY from_day LIMIT 1`);
  assert.ok(row, post);
  return row.id;
};
const term = (page: Page, words: string) =>
  page.getByTestId('term').filter({ has: page.getByText(words, { exact: true }) });

/** The page as it stands, in both languages where pictures are wanted. */
async function picture(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  if (!process.env.HUYING_SHOTS) return;
  await page.evaluate(() => localStorage.setItem('huying.lang', 'en'));
  await page.reload();
  await page.waitForLoadState('networkidle');
  await shoot(page, `${name}-en`);
  await page.evaluate(() => localStorage.setItem('huying.lang', 'zh-CN'));
  await page.reload();
  await page.waitForLoadState('networkidle');
}

const NEW_LEADER = '演示·新网格长';

test('somebody new is appointed and takes over; what the old post had in hand stays with it', async () => {
  const page = await stage.atDesk('security');
  await page.goto(`${stage.base}/console/people`);
  await page.getByTestId('person-new').click();
  await page.locator('#person-name').fill(NEW_LEADER);
  await page.locator('#person-phone').fill('10055512301');
  await page.locator('#appoint-post').selectOption('grid_leader');
  await pick(page, '在哪里任职', '仲子社区第二网格');
  assert.deepEqual(await axeFindings(page), [], 'the form of somebody new');
  await shoot(page, 'posts-00-new');
  await page.getByRole('button', { name: '保存' }).click();
  // The only seat is taken: the page says so and keeps what was typed.
  await page.getByText('该岗位已满').first().waitFor();
  await page.locator('#appoint-post').selectOption('');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.goto(`${stage.base}/console/people/${await held('grid_leader.g002')}`);
  await page.getByTestId('person-sheet').waitFor();
  await term(page, '网格长').getByTestId('term-hand_over').click();
  assert.equal(await page.getByTestId('term-send').isDisabled(), true, 'nobody to hand it to yet');
  await pick(page, '后任', NEW_LEADER);
  await shoot(page, 'posts-01-hand-over');
  assert.deepEqual(await axeFindings(page), [], 'handing over');
  await page.getByTestId('term-send').click();
  await term(page, '网格长').getByText('已有后任').first().waitFor();
  const next = await house().db.row<{ from: string; name: string }>(sql`
    SELECT t.from_day AS from, p.name FROM term t JOIN person p ON p.county_id = t.county_id AND p.person_id = t.person_id
    WHERE t.county_id = ${county().id} AND t.post_id = 'grid_leader.g002' ORDER BY t.from_day DESC LIMIT 1`);
  assert.deepEqual(next, { from: shifted(1), name: NEW_LEADER });
});

test('a term is suspended and resumed, another is ended and its seat is listed as vacant', async () => {
  const page = await stage.atDesk('security');
  const officer = await held('enforcement_officer.t02');
  await page.goto(`${stage.base}/console/people/${officer}`);
  await page.getByTestId('term-suspend').first().click();
  await shoot(page, 'posts-02-suspend');
  await page.getByTestId('term-send').click();
  await page.getByTestId('term-resume').first().waitFor();
  await page.getByTestId('term-resume').first().click();
  await page.getByTestId('term-send').click();
  await page.getByTestId('term-suspend').first().waitFor();

  await page.goto(`${stage.base}/console/people/${await held('stairway_head.u00002')}`);
  await term(page, '单元长').getByTestId('term-dismiss').click();
  await page.getByTestId('term-send').click();
  await page.getByTestId('term-send').waitFor({ state: 'detached' });
  await page.goto(`${stage.base}/console/people?tab=vacancies&kind=stairway_head`);
  const vacancy = page.getByTestId('post-row').first();
  await vacancy.waitFor();
  const [year, month, day] = today().split('-').map(Number);
  assert.match(await vacancy.innerText(), new RegExp(`${year}年${month}月${day}日`), 'vacant since today');
  await vacancy.getByRole('button').click();
  await page.getByTestId('post-sheet').waitFor();
  assert.deepEqual(await axeFindings(page), [], 'vacancies');
  await picture(page, 'posts-03-vacancies');
  await page.goto(`${stage.base}/console/people?tab=posts`);
  await page.getByTestId('post-row').first().waitFor();
  assert.deepEqual(await axeFindings(page), [], 'posts');
  await picture(page, 'posts-03-posts');
});

test('a term that ends soon is reminded of once, and says so in the list', async () => {
  await sweepTerms(house(), county(), Date.now());
  const page = await stage.atDesk('security');
  await page.goto(`${stage.base}/console/people?tab=ending`);
  const first = page.getByTestId('ending-row').first();
  await first.waitFor();
  assert.match(await first.innerText(), /是/);
  const reminded = await house().db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM journal WHERE county_id = ${county().id} AND subject_kind = 'post'
      AND event->>'kind' = 'term.due'`);
  assert.ok((reminded?.n ?? 0) > 0);
  assert.equal((await sweepTerms(house(), county(), Date.now())).reminded, 0, 'once');
  assert.deepEqual(await axeFindings(page), [], 'ending soon');
  await picture(page, 'posts-04-ending');
});

test('terms come in by workbook, row by row, and go out again', async () => {
  const page = await stage.atDesk('security');
  await page.goto(`${stage.base}/console/people?tab=posts`);
  await page.getByTestId('import-terms').click();
  const heads = ['姓名', '电话', '岗位', '所在编号', '任期开始', '任期结束'];
  const file = await writeWorkbook([
    {
      name: '任期',
      columns: heads.map((header) => ({ header })),
      rows: [
        ['演示·新单元长', '10055512302', '单元长', 'u00002', today(), ''],
        ['演示·又一位', '10055512303', '单元长', 'u00002', shifted(30), ''],
        ['演示·没这岗', '10055512304', '楼道长', 'u00002', today(), ''],
      ],
    },
  ]);
  await page
    .locator('#import-file')
    .setInputFiles({ name: '任期.xlsx', mimeType: 'application/octet-stream', buffer: file });
  await shoot(page, 'posts-05-import');
  assert.deepEqual(await axeFindings(page), [], 'importing');
  await page.getByRole('dialog').getByRole('button', { name: '开始导入' }).click();
  await page.getByTestId('job-result').waitFor({ timeout: 60_000 });
  await picture(page, 'posts-05-imported');
  assert.deepEqual(await axeFindings(page), [], 'imported');
  const download = page.waitForEvent('download');
  await page.getByTestId('job-result').click();
  const told: string[] = [];
  const book = await readWorkbook(readFileSync(await (await download).path()));
  for await (const { cells } of book.sheets[0]?.rows() ?? []) told.push(cells.map(textOf).join(' '));
  assert.match(told[1] ?? '', /已导入/);
  assert.match(told[2] ?? '', /重叠/);
  assert.match(told[3] ?? '', /没有这种岗位：楼道长/);
  await page.goto(`${stage.base}/console/people?tab=posts&kind=stairway_head&at=stairway_head.u00002`);
  await page.getByTestId('post-sheet').getByText('演示·新单元长').waitFor();
  const out = page.waitForEvent('download');
  await page.getByTestId('export-terms').click();
  assert.match((await out).suggestedFilename(), /^terms-.*\.xlsx$/);
});

test('a clerk prints a board, and a phone opens the page that its code says', async () => {
  const page = await stage.atDesk('worker');
  await page.goto(`${stage.base}/console/people?tab=boards`);
  await pick(page, '哪里的楼栋', '仲子社区');
  await page.getByTestId('print-all').click();
  await page.locator('[data-testid="printing"][data-state="done"]').waitFor({ timeout: 120_000 });
  await picture(page, 'posts-06-boards');
  assert.deepEqual(await axeFindings(page), [], 'boards');
  const file = page.waitForEvent('download');
  await page.getByTestId('printing-file').click();
  const pdf = readFileSync(await (await file).path());
  const address = printedCode(pdf) ?? '';
  assert.ok(address.startsWith(`${stage.base}/contact/`), address || 'no code could be read');
  const { page: phone } = await stage.person({ viewport: PHONE });
  await phone.goto(address);
  await phone.getByTestId('contact').waitFor();
  const text = await phone.getByTestId('contact').innerText();
  assert.match(text, /楼栋长/);
  assert.match(text, /网格长/);
  assert.doesNotMatch(text, /1\d{10}/, 'no number where the pack does not say so');
  assert.deepEqual(await axeFindings(phone), [], 'the contact page');
  await picture(phone, 'posts-07-contact');
});

test('a resident asks who answers where they stand', async () => {
  const { page, context } = await stage.person({ viewport: PHONE });
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation(await pointIn(stage, 'g001'));
  await page.goto(`${stage.base}/pocket/`);
  await page.getByTestId('who').click();
  await page.getByTestId('who-here').click();
  await page.getByTestId('contact').waitFor();
  const text = await page.getByTestId('contact').innerText();
  assert.match(text, /网格长/);
  assert.doesNotMatch(text, /1\d{10}|演示·网格长/);
  await shoot(page, 'posts-08-who');
  assert.deepEqual(await axeFindings(page), [], 'who answers');
});

test('the organiser sees who may rise and why, confirms some at once, and reads one worker’s way', async () => {
  const page = await stage.atDesk('organiser');
  await page.goto(`${stage.base}/console/people?tab=grades`);
  await page.getByTestId('grade-row').first().waitFor();
  assert.match(await page.getByTestId('grade-count').innerText(), /80/);
  assert.deepEqual(await axeFindings(page), [], 'grades');
  await picture(page, 'grades-01-list');
  await page.getByTestId('grades-due').click();
  await page.getByTestId('due-row').first().waitFor();
  const before = await page.getByTestId('due-row').count();
  const name = (await page.getByTestId('due-row').first().getByRole('button').innerText()).trim();
  assert.match(await page.getByTestId('due-row').first().innerText(), /可晋至 \d+ 级/);
  assert.deepEqual(await axeFindings(page), [], 'who may rise');
  await picture(page, 'grades-02-due');
  await page.getByTestId('due-row').first().getByRole('checkbox').check();
  await page.getByTestId('raise-chosen').click();
  await shoot(page, 'grades-03-confirm');
  assert.deepEqual(await axeFindings(page), [], 'confirming');
  await page.getByTestId('raise-send').click();
  await page.getByTestId('raised').getByText('1 人已晋级').waitFor();
  await page.getByTestId('raised-close').click();
  await page
    .getByTestId('due-row')
    .nth(before - 1)
    .waitFor({ state: 'detached' });

  await page.getByTestId('grades-list').click();
  await page.getByRole('searchbox', { name: '按姓名查找' }).fill(name);
  await page.getByTestId('grade-row').filter({ hasText: name }).first().getByRole('button').click();
  const sheet = page.getByTestId('grade-sheet');
  await sheet.waitFor();
  const why = await page.getByTestId('grade-why').innerText();
  assert.match(why, /起点/);
  assert.match(why, /晋至/);
  assert.deepEqual(await axeFindings(page), [], 'one worker');
  await picture(page, 'grades-04-worker');

  const facts = await page.getByTestId('grade-facts').locator('li').count();
  await page.getByTestId('grade-record').click();
  await page.locator('#grade-of').fill(today().slice(0, 4));
  await page.locator('#grade-value').selectOption('good');
  await shoot(page, 'grades-05-record');
  assert.deepEqual(await axeFindings(page), [], 'recording');
  await page.getByTestId('grade-send').click();
  await page.getByTestId('grade-facts').locator('li').nth(facts).waitFor();
  await page.getByTestId('grade-correct').click();
  await page.getByTestId('grade-send').click();
  await page.getByRole('alert').first().waitFor();
  await shoot(page, 'grades-06-correct');
});

test('a year’s assessments come in by the sheet that went out; a worker reads their own grade on the phone', async () => {
  const page = await stage.atDesk('organiser');
  await page.goto(`${stage.base}/console/people?tab=grades`);
  await page.getByTestId('grade-row').first().waitFor();
  await picture(page, 'grades-07-list');
  await page.getByTestId('import-grades').click();
  // Last year is assessed some weeks into this one: the year before is known whenever this is run.
  await page.locator('#import-year').selectOption(String(Number(today().slice(0, 4)) - 2));
  const out = page.waitForEvent('download');
  await page.getByTestId('grade-sheet-file').click();
  const sheet = readFileSync(await (await out).path());
  const rows: string[][] = [];
  for await (const { cells } of (await readWorkbook(sheet)).sheets[0]?.rows() ?? []) rows.push(cells.map(textOf));
  const [heads = [], ...workers] = rows;
  const result = heads.indexOf('年度考核结果');
  assert.ok(workers.length >= 80 && workers.every((row) => row[0]));
  // One is assessed otherwise without a reason, one has a word the table does not know.
  const [first = [], second = []] = workers.filter((row) => row[result]);
  first[result] = first[result] === '优秀' ? '合格' : '优秀';
  second[result] = '很好';
  const file = await writeWorkbook([{ name: '年度考核', columns: heads.map((header) => ({ header })), rows: workers }]);
  await page
    .locator('#import-file')
    .setInputFiles({ name: '年度考核.xlsx', mimeType: 'application/octet-stream', buffer: file });
  await shoot(page, 'grades-08-import');
  assert.deepEqual(await axeFindings(page), [], 'importing assessments');
  await page.getByRole('dialog').getByRole('button', { name: '开始导入' }).click();
  await page.getByTestId('job-result').waitFor({ timeout: 60_000 });
  await picture(page, 'grades-09-imported');
  const told = page.waitForEvent('download');
  await page.getByTestId('job-result').click();
  const found: string[] = [];
  const book = await readWorkbook(readFileSync(await (await told).path()));
  for await (const { cells } of book.sheets[0]?.rows() ?? []) found.push(cells.map(textOf).join(' '));
  assert.match(found[rows.indexOf(first)] ?? '', /年度考核结果：.*更正原因/);
  assert.match(found[rows.indexOf(second)] ?? '', /年度考核结果 不能填“很好”/);
  await page.getByTestId('job-made').click();
  await page.getByTestId('grade-row').first().waitFor();

  const { page: phone } = await stage.person({ viewport: PHONE });
  await phone.goto(`${stage.base}/pocket/sign-in/staff`);
  await phone.getByTestId('username').fill('worker');
  await phone.getByTestId('password').fill(DEMO_PASSWORD);
  await phone.getByTestId('sign-in').click();
  await phone.getByTestId('sign-in').waitFor({ state: 'detached' });
  await phone.goto(`${stage.base}/pocket/me`);
  await phone.getByTestId('my-grade').waitFor();
  await sound(phone, 'grades-10-me');
  await phone.getByTestId('my-grade').click();
  await phone.getByTestId('own-grade').waitFor();
  const own = await phone.getByTestId('own-grade').innerText();
  assert.match(own, /起点/);
  assert.match(own, /历次变动/);
  await sound(phone, 'grades-11-own');
  await picture(phone, 'grades-11-own');
});
