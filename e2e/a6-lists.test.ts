/**
 * A6: the responsibility list and the duty lists by version, as the centre does it: a dispatcher drafts, sees what would
 * change, two others look at the differences and agree, the day comes, and an old matter still says what it was judged by.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ToldPack } from '../domain/src/pack/index.ts';
import { readPack, reloadCounty } from '../server/src/modules/county/index.ts';
import { tellStory } from '../server/src/modules/demo/index.ts';
import { sql } from '../server/src/platform/db.ts';
import { readWorkbook, textOf, writeWorkbook } from '../server/src/platform/exchange/index.ts';
import { openStage, type Stage, sound } from './stage.ts';

const DAY = 86_400_000;
const NAME = '演示：新设的事项';

let stage: Stage;
let ahead = 0;
/** A matter judged by the first version, under the first condition of its item: the one whose limit is changed. */
let oldItem: { id: string; item: string; name: string };
before(async () => {
  stage = await openStage(undefined, () => Date.now() + ahead);
  const { services } = stage.house;
  const [county] = services.counties.values();
  assert.ok(county);
  const pack = (await readPack(county.id)) as ToldPack;
  await tellStory(services, county, { pack, seed: 'lists', until: Date.now(), most: 120 });
  const [found] = await services.db.rows<{ id: string; item: string; name: string }>(sql`
    SELECT m.matter_id AS id, m.item_id AS item, i.name FROM matter m
    JOIN item i ON i.county_id = m.county_id AND i.list_id = m.list_id AND i.version = m.list_version AND i.item_id = m.item_id
    JOIN clock c ON c.county_id = m.county_id AND c.matter_id = m.matter_id AND c.kind = 'conclude' AND c.rule LIKE 'item:%'
    JOIN item_condition k ON k.county_id = m.county_id AND k.list_id = m.list_id AND k.version = m.list_version
      AND k.item_id = m.item_id AND k.condition_id = m.condition_id
    WHERE m.county_id = ${county.id} AND m.list_version = 1
    ORDER BY k.position, m.matter_id LIMIT 1`);
  assert.ok(found);
  oldItem = found;
});
after(() => stage?.close());

const county = () =>
  [...stage.house.services.counties.values()][0] as NonNullable<
    ReturnType<Stage['house']['services']['counties']['get']>
  >;
const dayAhead = (n: number) => new Date(Date.now() + n * DAY + 8 * 3_600_000).toISOString().slice(0, 10);

/** Presses, and waits until the server took it. */
async function taken(page: Page, part: string, press: () => Promise<void>, status = 200): Promise<void> {
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().includes(part),
  );
  await press();
  const response = await answered;
  assert.equal(response.status(), status, `${part}: ${await response.text()}`);
}

test('a list is drafted and tried on the past year', async () => {
  const list = county().list?.id as string;
  const desk = await stage.atDesk('dispatcher');
  // The house has just been told its past and is still busy with it.
  desk.setDefaultTimeout(60_000);
  await desk.getByTestId('nav-lists').click();
  await desk.getByTestId(`list-${list}`).waitFor();
  await sound(desk, 'lists-01-all');
  await desk.getByTestId(`draft-${list}`).click();
  await desk.getByTestId('contents').waitFor();

  // One item is changed, one is added after what was wrong with it was mended, one is taken out.
  await desk.goto(`${stage.base}/console/lists/${list}/2/contents/${oldItem.item}`);
  const form = desk.getByTestId('item-form');
  await form.locator('#item-name').fill('演示：改过的名称');
  await form.locator('#item-0-conclude').fill('1');
  await form.locator('[aria-label="办结时限 单位"]').first().selectOption('hour');
  await taken(desk, '/items', () => desk.getByTestId('item-save').click());
  await desk.getByText('已存入草稿').first().waitFor();
  await sound(desk, 'lists-02-edited');

  await desk.getByTestId('add-item').click();
  await form.getByRole('heading', { name: '新增事项' }).waitFor();
  await form.locator('#item-name').fill(NAME);
  await form.locator('#item-category').fill('演示类别');
  await taken(desk, '/items', () => desk.getByTestId('item-save').click(), 422);
  await form.getByRole('alert').first().waitFor();
  await sound(desk, 'lists-03-faults');
  await form.locator('#item-0-text').fill('演示：一看就要办');
  await form.locator('#item-0-finish').fill('演示：办好了');
  await form.locator('#item-0-conclude').fill('2');
  await taken(desk, '/items', () => desk.getByTestId('item-save').click());
  await desk.getByRole('link', { name: NAME }).waitFor();

  const [gone] = [...county().items.values()].filter((item) => item.id !== oldItem.item);
  await desk.goto(`${stage.base}/console/lists/${list}/2/contents/${gone?.id}`);
  desk.once('dialog', (dialog) => void dialog.accept());
  await taken(desk, '/remove', () => desk.getByTestId('item-remove').click());

  // A workbook with two bad rows changes nothing and says which.
  const download = desk.waitForEvent('download');
  await desk.getByTestId('export').click();
  const file = await (await download).path();
  const [sheet] = (await readWorkbook(readFileSync(file))).sheets;
  const [heads = [], ...rows] = await Array.fromAsync(sheet?.rows() ?? [], ({ cells }) => cells);
  const unit = heads.findIndex((cell) => textOf(cell) === '主办单位');
  const limit = heads.findIndex((cell) => textOf(cell) === '办结时限');
  const copy = rows.map((cells) => heads.map((_, n) => textOf(cells[n]) || null));
  (copy[0] as (string | null)[])[unit] = '没有的单位';
  (copy[1] as (string | null)[])[limit] = '两三天';
  const bad = await writeWorkbook([
    { name: '清单', columns: heads.map((one) => ({ header: textOf(one) })), rows: copy },
  ]);
  await desk.getByTestId('import-into').click();
  await desk
    .locator('#list-file')
    .setInputFiles({ name: 'bad.xlsx', mimeType: 'application/octet-stream', buffer: bad });
  await taken(desk, '/workbook', () => desk.getByTestId('import-send').click());
  await desk.getByTestId('refused-row').nth(1).waitFor();
  await sound(desk, 'lists-04-refused-rows');
  await desk
    .locator('#list-file')
    .setInputFiles({ name: 'good.xlsx', mimeType: 'application/octet-stream', buffer: readFileSync(file) });
  await taken(desk, '/workbook', () => desk.getByTestId('import-send').click());
  await desk.getByTestId('refused-row').first().waitFor({ state: 'detached' });

  await desk.getByTestId('tab-compare').click();
  await desk.getByTestId('compare-added').waitFor();
  await desk.getByTestId('compare-removed').waitFor();
  assert.equal(await desk.getByTestId('compare-changed').count(), 1);
  await sound(desk, 'lists-05-compare');

  await desk.getByTestId('tab-replay').click();
  await taken(desk, '/replay', () => desk.getByTestId('replay-start').click(), 202);
  await desk.getByTestId('figure-sooner').waitFor({ timeout: 60_000 });
  await sound(desk, 'lists-06-replay');
  const sooner = Number((await desk.getByTestId('figure-sooner').locator('dd').innerText()).replaceAll(',', ''));
  assert.ok(sooner > 0, 'an hour is sooner than what it was');
  await desk.getByTestId('behind-sooner').click();
  await desk.getByTestId('matter-row').first().waitFor();
  await sound(desk, 'lists-07-behind');
  assert.equal(await desk.getByTestId('matter-row').count(), Math.min(sooner, 50));
});

test('two others look at the differences and agree, and it takes force on its day', async () => {
  const list = county().list?.id as string;
  const desk = await stage.atDesk('dispatcher');
  await desk.goto(`${stage.base}/console/lists/${list}/2`);
  await desk.getByTestId('act-submit').click();
  await desk.locator('#act-day').fill(dayAhead(2));
  await sound(desk, 'lists-08-submit');
  await taken(desk, '/submit', () => desk.getByTestId('act-send').click());
  await desk.locator('[data-testid="version"][data-state="submitted"]').waitFor();

  // Both approvers see what differs before they can say yes; the first sends it back once.
  const arbiter = await stage.atDesk('arbiter');
  await arbiter.goto(`${stage.base}/console/lists/${list}/2`);
  assert.equal(await arbiter.getByTestId('act-approve').count(), 0, 'not before the changes were shown');
  await arbiter.getByTestId('review').click();
  await arbiter.getByTestId('compare-summary').waitFor();
  await arbiter.getByTestId('act-return').click();
  await arbiter.locator('#act-words').fill('办结时限请再核一遍');
  await taken(arbiter, '/return', () => arbiter.getByTestId('act-send').click());
  await desk.reload();
  await desk.getByText('办结时限请再核一遍').waitFor();
  await sound(desk, 'lists-09-returned');
  await desk.getByTestId('act-submit').click();
  await desk.locator('#act-day').fill(dayAhead(2));
  await taken(desk, '/submit', () => desk.getByTestId('act-send').click());
  for (const name of ['arbiter', 'leader']) {
    const page = name === 'arbiter' ? arbiter : await stage.atDesk(name);
    await page.goto(`${stage.base}/console/lists/${list}/2`);
    await page.getByTestId('review').click();
    await page.getByTestId('compare-summary').waitFor();
    await sound(page, `lists-10-review-${name}`);
    await page.getByTestId('act-approve').click();
    await taken(page, '/approve', () => page.getByTestId('act-send').click());
    await page.getByTestId('act-approve').waitFor({ state: 'detached' });
  }
  await arbiter.reload();
  await arbiter.locator('[data-testid="version"][data-state="approved"]').waitFor();

  // The day comes: the list in force is the new one, the matter of then keeps the old.
  ahead = 2 * DAY;
  await reloadCounty(stage.house.services, county().id);
  assert.equal(county().list?.version, 2);
  const leader = await stage.atDesk('grid_leader');
  await leader.goto(`${stage.base}/console/items`);
  await leader.getByRole('searchbox', { name: '搜事项、单位或条件' }).fill(NAME);
  await leader.getByRole('link', { name: NAME }).waitFor();
  await sound(leader, 'lists-11-in-force');
  await leader.goto(`${stage.base}/console/lists/${list}/1/contents/${oldItem.item}`);
  await leader.getByTestId('item-sheet').getByText(oldItem.name).first().waitFor();
  assert.equal(await leader.getByTestId('item-form').count(), 0, 'an old version is read only');
  await sound(leader, 'lists-12-old-version');
  const late = await stage.atDesk('dispatcher');
  await late.goto(`${stage.base}/console/matters/${oldItem.id}`);
  await late.getByText(oldItem.name).first().waitFor();
  assert.equal(await late.getByText('演示：改过的名称').count(), 0, 'the old matter keeps its words');
  await sound(late, 'lists-13-old-matter');
});

test('duties of posts go the same way', async () => {
  const desk = await stage.atDesk('dispatcher');
  await desk.goto(`${stage.base}/console/lists`);
  await desk.getByTestId('draft-duties').click();
  await desk.getByTestId('contents').waitFor();
  await desk.getByRole('link', { name: '网格长', exact: true }).click();
  await desk.getByTestId('add-everyday').click();
  await desk
    .getByTestId('duty-form')
    .locator('fieldset')
    .first()
    .locator('input')
    .nth(-2)
    .fill('演示：每周走访网格一遍');
  await taken(desk, '/duties/grid_leader', () => desk.getByTestId('duty-save').click());
  await sound(desk, 'lists-14-duties');

  // Somebody else writes at the same duties and is faster: nothing is overwritten but by a decision.
  const other = await stage.atDesk('admin');
  await other.goto(desk.url());
  const added = (page: Page) => page.getByTestId('duty-form').locator('fieldset').first().locator('input').nth(-2);
  for (const [page, words] of [
    [desk, '演示：先写的一条'],
    [other, '演示：先存的一条'],
  ] as const) {
    await page.getByTestId('add-everyday').click();
    await added(page).fill(words);
  }
  await taken(other, '/duties/grid_leader', () => other.getByTestId('duty-save').click());
  await taken(desk, '/duties/grid_leader', () => desk.getByTestId('duty-save').click(), 409);
  await desk.getByTestId('overtaken').waitFor();
  await sound(desk, 'lists-14-overtaken');
  await taken(desk, '/duties/grid_leader', () => desk.getByTestId('duty-save').click(), 409);
  await desk.getByTestId('take-theirs').click();
  await desk.locator('input[value="演示：先存的一条"]').waitFor();
  await desk.getByTestId('tab-compare').click();
  await desk.getByTestId('compare-changed').waitFor();
  await sound(desk, 'lists-15-duties-compare');
  const reader = await stage.atDesk('grid_leader');
  await reader.goto(`${stage.base}/console/lists/duties`);
  await reader.getByTestId('contents').waitFor();
  await reader.getByRole('link', { name: '网格长', exact: true }).click();
  await reader.getByTestId('duty-sheet').waitFor();
  assert.equal(await reader.getByText('演示：每周走访网格一遍').count(), 0, 'a draft is not in force');
  await sound(reader, 'lists-16-duties-read');
});
