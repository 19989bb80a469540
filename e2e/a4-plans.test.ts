/** A4: an organiser forms the grid branches, keeps two grids apart, sees what changes and applies it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { sql } from '../server/src/platform/db.ts';
import { figure, formed } from './plans.ts';
import { axeFindings, mapDrawn, openStage, type Stage, shoot } from './stage.ts';

let stage: Stage;
let page: Page;
before(async () => {
  stage = await openStage();
  page = await stage.atDesk('organiser');
});
after(() => stage?.close());

test('branches are formed, kept apart by a wish, compared and applied', async () => {
  await page.goto(`${stage.base}/console/party/plans`);
  await page.getByTestId('form-branches').waitFor();
  await formed(stage, page, 'form-branches');
  assert.equal(await figure(page, 'coveredGrids'), 100);
  assert.equal(await page.getByTestId('plan-proof').getAttribute('data-optimal'), 'true');
  await mapDrawn(page);
  await shoot(page, 'a4-plan');
  assert.deepEqual(await axeFindings(page), []);
  const grids = page.getByTestId('plan-joins').locator('li').first().locator('.party-grid');
  await grids.nth(0).click();
  await grids.nth(1).click();
  await page.getByTestId('wish-forbid').click();
  await page.getByTestId('wishes').waitFor();
  await formed(stage, page, 'form-again');
  assert.equal(await figure(page, 'coveredGrids'), 98);
  await page.getByTestId('plan-uncovered').locator('li').nth(1).waitFor();
  await page.getByTestId('plan-changes').nth(1).waitFor();
  await mapDrawn(page);
  await shoot(page, 'a4-wish');
  assert.deepEqual(await axeFindings(page), []);
  await page.getByTestId('apply').click();
  await page.getByTestId('apply-send').click();
  await page.getByRole('status').getByText('起实施').waitFor();
  await shoot(page, 'a4-applied');
  await page.goto(`${stage.base}/console/party/plans`);
  await page.getByTestId('plan-row').nth(1).waitFor();
  await shoot(page, 'a4-plans');
  assert.deepEqual(await axeFindings(page), []);
});

test('older plans come when they are asked for', async () => {
  const { services } = stage.house;
  const [county] = services.counties.values();
  await services.db.rows(sql`
    INSERT INTO party_plan (county_id, plan_id, place_id, state, day, rules, wishes, result, made_at, version, head)
    SELECT n.county_id, gen_random_uuid(), n.place_id, 'failed', n.day, n.rules, n.wishes, NULL,
      n.made_at - i * interval '1 minute', n.version, n.head
    FROM (SELECT * FROM party_plan WHERE county_id = ${county?.id} ORDER BY made_at LIMIT 1) n, generate_series(1, 60) i
    WHERE n.county_id = ${county?.id}`);
  await page.goto(`${stage.base}/console/party/plans`);
  await page.getByTestId('plan-row').nth(49).waitFor();
  assert.equal(await page.getByTestId('plan-row').count(), 50);
  await page.getByRole('button', { name: '再显示一些' }).click();
  await page.getByTestId('plan-row').nth(61).waitFor();
  assert.equal(await page.getByRole('button', { name: '再显示一些' }).count(), 0, 'all are here');
});
