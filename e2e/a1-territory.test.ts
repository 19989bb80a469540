/**
 * A1: a clerk of the county's office brings a tree and outlines in, one row of each wrong; makes, renames, retires and merges grids;
 * cuts one in two on the map, first for a coming day, then from today; and finds an old matter under the new grid.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { sql } from '../server/src/platform/db.ts';
import { writeWorkbook } from '../server/src/platform/exchange/index.ts';
import { pointIn } from './place.ts';
import { axeFindings, openStage, type Stage, shoot } from './stage.ts';

let stage: Stage;
let clerk: Page;
before(async () => {
  stage = await openStage();
  clerk = await stage.atDesk('admin');
});
after(() => stage?.close());

const GRID = 'g001';
const day = (days: number) => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

function village() {
  const [county] = stage.house.services.counties.values();
  const place = [...(county?.places.values() ?? [])].find(
    (one) => one.kind === 'community' && one.subkind === 'village',
  );
  assert.ok(place);
  return place;
}

/** Two grids below a village, and one whose code is not the village's. */
function tree(): Promise<Buffer> {
  const { code } = village();
  const heads = ['上级代码', '层级', '类别', '代码', '名称'];
  return writeWorkbook([
    {
      name: '区划',
      columns: heads.map((header) => ({ header })),
      rows: [
        [code, '网格', '居民网格', `${code}001`, '演示东网格'],
        [code, '网格', '居民网格', `${code}002`, '演示西网格'],
        [code, '网格', '居民网格', '370124999999001', '演示错网格'],
      ],
    },
  ]);
}

async function outlines(): Promise<Buffer> {
  const { id, code } = village();
  const { longitude: x, latitude: y } = await pointIn(stage, id);
  const SIZE = 0.0005;
  const box = (west: number) => [
    [west, y],
    [west + SIZE, y],
    [west + SIZE, y + SIZE],
    [west, y + SIZE],
    [west, y],
  ];
  const feature = (no: string, ring: number[][]) => ({
    type: 'Feature',
    properties: { code: `${code}${no}` },
    geometry: { type: 'Polygon', coordinates: [ring] },
  });
  const swapped = box(x + SIZE).map(([lon, lat]) => [lat, lon]) as number[][];
  const features = [feature('001', box(x)), feature('002', swapped)];
  return Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
}

async function bringIn(
  page: Page,
  kind: 'places' | 'shapes',
  name: string,
  buffer: Buffer,
  fix?: string,
): Promise<void> {
  await page.goto(`${stage.base}/console/territory`);
  await page.getByTestId('import').click();
  // The input lies over its own words.
  if (kind === 'shapes') await page.locator('input[name="what"][value="shapes"]').check({ force: true });
  if (fix) await page.locator(`input[name="fix"][value="${fix}"]`).check({ force: true });
  await page.locator('#import-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await shoot(page, `territory-import-${kind}`);
  assert.deepEqual(await axeFindings(page), []);
  await page.getByRole('button', { name: '开始导入' }).click();
  await page.getByTestId('job-result').waitFor();
}

const figure = async (page: Page, word: string) =>
  (
    await page
      .locator('[data-testid="job-sheet"] dl.facts > div')
      .filter({ hasText: word })
      .locator('dd')
      .first()
      .innerText()
  ).trim();

/** The map is drawn by software here, and takes its time. */
async function mapped(page: Page): Promise<void> {
  await page.locator('[data-testid="map"][data-drawn]').first().waitFor({ timeout: 40_000 });
}

/** Draws round the left half of what the map shows, corner by corner. */
async function drawLeftHalf(page: Page): Promise<void> {
  const map = page.getByTestId('map');
  await mapped(page);
  await page.getByTestId('draw').click();
  const box = await map.boundingBox();
  assert.ok(box);
  const [left, middle, top, bottom] = [box.x + 8, box.x + box.width / 2, box.y + 60, box.y + box.height - 30];
  for (const [x, y] of [
    [left, top],
    [middle, top],
    [middle, bottom],
    [left, bottom],
    [left, top],
  ] as const) {
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.click(x, y);
    await page.waitForTimeout(350);
  }
}

/** The sheet of the place called so, once it is there. */
async function atPlace(name: string): Promise<void> {
  await clerk.getByTestId('place-sheet').getByRole('heading', { name, level: 2 }).waitFor();
}

/** Opens the form of an act on the place that is looked at. */
async function begin(verb: string): Promise<void> {
  await clerk.getByTestId(`act-${verb}`).click();
  await clerk.getByTestId(`form-${verb}`).waitFor();
}

test('a tree and outlines from files: the bad row is named, the good ones are there', async () => {
  await bringIn(clerk, 'places', 'tree.xlsx', await tree());
  assert.deepEqual([await figure(clerk, '新建'), await figure(clerk, '未收')], ['2', '1']);
  await shoot(clerk, 'territory-job');
  assert.deepEqual(await axeFindings(clerk), []);
  await clerk.getByTestId('job-made').click();
  await clerk.getByTestId('changes').getByText('新设 演示东网格、演示西网格').waitFor();
  const drawn = await outlines();
  await bringIn(clerk, 'shapes', 'shapes.geojson', drawn);
  assert.deepEqual([await figure(clerk, '收下'), await figure(clerk, '未收')], ['1', '1']);
  await bringIn(clerk, 'shapes', 'shapes.geojson', drawn, 'swap');
  assert.equal(await figure(clerk, '收下'), '1', 'the other was there already');
  await clerk.goto(`${stage.base}/console/territory/${village().id}`);
  await clerk.getByTestId('place-sheet').getByText('演示东网格').waitFor();
  await mapped(clerk);
  await shoot(clerk, 'territory-village');
  assert.deepEqual(await axeFindings(clerk), []);
});

test('a grid is made, renamed for a coming day, retired, and two become one', async () => {
  await begin('make');
  await clerk.getByTestId('place-name').fill('演示南网格');
  await clerk.getByTestId('change-send').click();
  await clerk.getByText('这一项必须填写').first().waitFor();
  await clerk.locator('#place-subkind').selectOption('resident');
  await shoot(clerk, 'territory-make');
  assert.deepEqual(await axeFindings(clerk), []);
  await clerk.getByTestId('change-send').click();
  await atPlace('演示南网格');
  await begin('edit');
  await clerk.getByTestId('place-name').fill('演示南湖网格');
  await clerk.locator('#change-from').fill(day(2));
  await shoot(clerk, 'territory-edit');
  assert.deepEqual(await axeFindings(clerk), []);
  await clerk.getByTestId('change-send').click();
  await clerk.getByTestId('change-cancel').waitFor();
  await begin('retire');
  await clerk.getByTestId('change-send').click();
  await clerk.getByTestId('refused').getByText('演示南网格').waitFor();
  await shoot(clerk, 'territory-retire');
  assert.deepEqual(await axeFindings(clerk), []);
  await clerk.getByRole('button', { name: '取消', exact: true }).click();
  await clerk.getByTestId('change-cancel').click();
  await clerk.getByTestId('change-cancel').waitFor({ state: 'detached' });
  await begin('retire');
  await clerk.getByTestId('change-send').click();
  await atPlace(village().name);
  await clerk
    .getByTestId('place-sheet')
    .getByRole('link', { name: /演示东网格/ })
    .click();
  await atPlace('演示东网格');
  await begin('merge');
  await clerk.getByRole('checkbox', { name: '演示西网格' }).check();
  await clerk.getByTestId('consequences').getByText('演示西网格').waitFor();
  await clerk.getByTestId('place-name').fill('演示合并网格');
  await shoot(clerk, 'territory-merge');
  assert.deepEqual(await axeFindings(clerk), []);
  await clerk.getByTestId('change-send').click();
  await atPlace('演示合并网格');
  const below = [...(stage.house.services.counties.values().next().value?.places.values() ?? [])].filter(
    (place) => place.parent === village().id,
  );
  assert.deepEqual(
    below.map((place) => place.name),
    ['演示合并网格'],
  );
});

test('a building has a point: chosen on the map, kept in its history, shown beside the others', async () => {
  await clerk.goto(`${stage.base}/console/territory/b0001`);
  await clerk.getByTestId('act-edit').click();
  const point = clerk.getByTestId('point-said');
  const before = await point.innerText();
  assert.match(before, /点位 \d+\.\d+，\d+\.\d+/, 'the demo gave it one');
  await mapped(clerk);
  await clerk.getByTestId('point').click();
  const box = await clerk.getByTestId('map').boundingBox();
  assert.ok(box);
  await clerk.mouse.click(box.x + box.width / 2 + 9, box.y + box.height / 2 + 9);
  await clerk.getByTestId('point-take').click();
  assert.notEqual(await point.innerText(), before);
  await shoot(clerk, 'territory-point');
  assert.deepEqual(await axeFindings(clerk), []);
  await clerk.getByTestId('change-send').click();
  await clerk.getByTestId('place-sheet').waitFor();
  await clerk.getByRole('tab', { name: '沿革' }).click();
  await clerk.getByTestId('place-history').getByText('点位调整').waitFor();
  await clerk.goto(`${stage.base}/console/territory/${GRID}`);
  await clerk.getByTestId('place-sheet').waitFor();
  await mapped(clerk);
  await shoot(clerk, 'territory-points');
  assert.deepEqual(await axeFindings(clerk), []);
});

test('a grid is cut on the map: planned, called off, then done; the old matter is found under the new one', async () => {
  const desk = await stage.atDesk('dispatcher');
  const { longitude, latitude } = await pointIn(stage, GRID);
  const root = stage.base.replace(/\/[^/]+$/, '');
  const county = stage.base.split('/').at(-1) as string;
  const id = randomUUID();
  const reported = await desk.request.post(`${root}/api/${county}/matters`, {
    data: { id, words: '演示：拆分前的老诉求', point: [longitude, latitude], channel: 'hotline' },
    headers: { 'idempotency-key': randomUUID() },
  });
  assert.equal(reported.status(), 201, await reported.text());
  assert.equal((await reported.json()).place.id, GRID);

  const fill = async (from: string) => {
    await clerk.goto(`${stage.base}/console/territory/${GRID}`);
    await clerk.getByTestId('act-split').click();
    await clerk.getByTestId('form-split').waitFor();
    await drawLeftHalf(clerk);
    await clerk.getByTestId('draw-take').click();
    assert.equal(await clerk.getByTestId('part').count(), 2);
    await clerk.getByTestId('part-0-name').fill('演示甲网格');
    await clerk.getByTestId('part-1-name').fill('演示乙网格');
    await clerk.getByTestId('consequences').getByText('按位置归到各部分：').first().waitFor();
    assert.equal(await clerk.locator('[data-testid="below-goes"] [data-how="open"]').count(), 0, 'all have points');
    await clerk.locator('#change-from').fill(from);
    await shoot(clerk, `territory-split-${from === day(0) ? 'today' : 'planned'}`);
  };
  await fill(day(3));
  assert.deepEqual(await axeFindings(clerk), []);
  await clerk.getByTestId('change-send').click();
  await clerk.getByTestId('place-sheet').waitFor();
  await clerk.getByTestId('planned').click();
  await clerk.getByTestId('changes').getByText('演示甲网格').first().waitFor();
  await shoot(clerk, 'territory-planned');
  assert.deepEqual(await axeFindings(clerk), []);
  await clerk.getByTestId('change-cancel').click();
  await clerk.getByTestId('change-cancel').waitFor({ state: 'detached' });

  await fill(day(0));
  await clerk.getByTestId('change-send').click();
  await clerk.getByTestId('place-sheet').getByRole('heading', { name: '演示乙网格', level: 2 }).waitFor();
  await mapped(clerk);
  await shoot(clerk, 'territory-after-split');
  const { db } = stage.house.services;
  let place = GRID;
  for (let tries = 0; place === GRID && tries < 60; tries++) {
    await clerk.waitForTimeout(500);
    place =
      (
        await db.row<{ place_id: string }>(
          sql`SELECT place_id FROM matter WHERE county_id = ${county} AND matter_id = ${id}`,
        )
      )?.place_id ?? GRID;
  }
  assert.notEqual(place, GRID);
  await desk.goto(`${stage.base}/console/register?place=${place}`);
  await desk.getByTestId('matter-row').filter({ hasText: '拆分前的老诉求' }).first().waitFor();
  await desk.goto(`${stage.base}/console/matters/${id}`);
  await desk.getByTestId('place-then').waitFor();
  await mapped(desk);
  await shoot(desk, 'territory-matter');
  assert.deepEqual(await axeFindings(desk), []);
  await clerk.goto(`${stage.base}/console/territory/${GRID}`);
  await clerk.getByRole('tab', { name: '沿革' }).click();
  await clerk.getByTestId('place-history').getByText('拆分为').first().waitFor();
  await shoot(clerk, 'territory-history');
  assert.deepEqual(await axeFindings(clerk), []);
});
