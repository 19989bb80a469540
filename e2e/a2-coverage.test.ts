/** A2: the county's office checks its grids: a gap is planted, found on the map, mended, and gone; points come back with their grids. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { areaOf, type Position, partsOf, type Ring, type Shape, shapeFaults } from '../domain/src/territory/index.ts';
import { sql } from '../server/src/platform/db.ts';
import { readWorkbook } from '../server/src/platform/exchange/index.ts';
import { pointIn } from './place.ts';
import { axeFindings, openStage, type Stage, shoot } from './stage.ts';

let stage: Stage;
let page: Page;
before(async () => {
  stage = await openStage();
  page = await stage.atDesk('admin');
});
after(() => stage?.close());

/** One corner of a grid's border moved inwards, as a careless hand would. */
async function bent(grid: string): Promise<Shape> {
  const [county] = stage.house.services.counties.values();
  const row = await stage.house.services.db.row<{ shape: Shape }>(sql`
    SELECT shape FROM place_shape WHERE county_id = ${county?.id} AND place_id = ${grid}`);
  const shape = row?.shape as Shape;
  const ring = partsOf(shape)[0]?.[0] as Ring;
  for (let i = 1; i + 1 < ring.length; i += 1) {
    const [a, b, [x, y]] = [ring[i - 1], ring[i + 1], ring[i]] as [Position, Position, Position];
    const by = 0.00008 / Math.hypot(b[0] - a[0], b[1] - a[1]);
    const moved: Ring = ring.map(
      (at, n): Position => (n === i ? [x - (b[1] - a[1]) * by, y + (b[0] - a[0]) * by] : at),
    );
    const made: Shape = { type: 'Polygon', coordinates: [moved] };
    if (shapeFaults(made).length === 0 && areaOf(made) < areaOf(shape) - 20) return made;
  }
  throw new Error('no corner to move');
}

/** What the page itself would send, with the page's own sign-in. */
async function send(page: Page, path: string, body: unknown): Promise<number> {
  const county = stage.base.split('/').at(-1);
  return page.evaluate(
    async ([url, data]) => {
      const answer = await fetch(url as string, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: data as string,
      });
      return answer.status;
    },
    [`/api/${county}${path}`, JSON.stringify(body)],
  );
}

/** Plants a gap, by an edit like any other. */
async function bend(grid: string): Promise<void> {
  const county = stage.base.split('/').at(-1);
  const version = await page.evaluate(
    async (url) => ((await (await fetch(url)).json()) as { version: number }).version,
    `/api/${county}/places/${grid}`,
  );
  assert.equal(await send(page, `/places/${grid}/edit`, { version, shape: await bent(grid) }), 201);
}

async function ended(page: Page): Promise<number> {
  const runs = page.getByTestId('coverage-runs');
  await page.locator('[data-testid="coverage-runs"][data-state="done"]').waitFor();
  return Number(await runs.getAttribute('data-faults'));
}

test('a gap is found on the map, mended after a look at what changes, and then there is none', async () => {
  await page.goto(`${stage.base}/console/coverage`);
  await page.getByTestId('coverage-start').click();
  assert.equal(await ended(page), 0, 'clean as the pack drew it');
  await page.getByTestId('coverage-clean').waitFor();
  await shoot(page, 'coverage-01-clean');

  await bend('g003');

  await page.getByTestId('coverage-start').click();
  await page.locator('[data-testid="coverage-runs"][data-faults="1"]').waitFor();
  const fault = page.getByTestId('fault').first();
  await fault.waitFor();
  await page.locator('[data-testid="fault-map"][data-ready="true"]').waitFor();
  await shoot(page, 'coverage-02-found');
  assert.deepEqual(await axeFindings(page), []);
  await fault.click();
  await page.waitForTimeout(1500);
  await shoot(page, 'coverage-03-picked');
  await page.getByRole('button', { name: /修补第/ }).click();
  await page.getByTestId('mend-panel').getByText('会修补 1 处').waitFor();
  await page.waitForTimeout(800);
  await shoot(page, 'coverage-04-preview');
  assert.deepEqual(await axeFindings(page), []);
  const answered = page.waitForResponse((one) => one.url().endsWith('/mend') && one.request().method() === 'POST');
  await page.getByTestId('mend-apply').click();
  assert.equal((await answered).status(), 200);
  await page.getByTestId('coverage-clean').waitFor();
  assert.equal(await ended(page), 0);
  await shoot(page, 'coverage-05-mended');
});

test('gaps in two communities are mended at once, after a look at what changes in each', async () => {
  const places = [...(stage.house.services.counties.values().next().value?.places.values() ?? [])];
  const near = places.find((place) => place.id === 'g003');
  const far = places.find((place) => place.kind === 'grid' && place.parent !== near?.parent);
  assert.ok(far);
  for (const grid of ['g003', far.id]) await bend(grid);
  await page.getByTestId('coverage-start').click();
  await page.locator('[data-testid="coverage-runs"][data-faults="2"]').waitFor();
  await page.getByTestId('mend-all-open').click();
  await page.locator('#mend-reach').fill('30');
  await page.locator('#mend-reach').press('Enter');
  await page.getByTestId('mend-all').getByText('会修补 2 处').waitFor();
  assert.equal(await page.getByTestId('mend-all').locator('tbody tr').count(), 2);
  await shoot(page, 'coverage-07-all');
  assert.deepEqual(await axeFindings(page), []);
  await page.getByTestId('mend-all-apply').click();
  await page.getByTestId('coverage-clean').waitFor();
  assert.equal(await ended(page), 0);
  await shoot(page, 'coverage-08-all-mended');
});

test('a table of points comes back with its grids, and says which rows are wrong', async () => {
  await page.goto(`${stage.base}/console/coverage`);
  await page.getByTestId('points-view').click();
  const { longitude, latitude } = await pointIn(stage, 'g001');
  const csv = `编号,经度,纬度\n1,${longitude},${latitude}\n2,${latitude},${longitude}\n3,,\n`;
  await page
    .getByTestId('points-file')
    .setInputFiles({ name: '点位.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByTestId('points-send').click();
  await page.getByTestId('points-answer').getByText('1 行：经度和纬度写反了').waitFor();
  await shoot(page, 'coverage-06-points');
  assert.deepEqual(await axeFindings(page), []);
  const download = page.waitForEvent('download');
  await page.getByTestId('points-get').click();
  const path = await (await download).path();
  const [sheet] = (await readWorkbook(readFileSync(path))).sheets;
  const rows = await Array.fromAsync(sheet?.rows() ?? []);
  const [runtime] = stage.house.services.counties.values();
  assert.equal(rows[1]?.cells[4], runtime?.places.get('g001')?.name);
  assert.equal(rows[2]?.cells[8], '经度和纬度写反了');
  assert.equal(rows[3]?.cells[8], '没有经度或纬度');
});
