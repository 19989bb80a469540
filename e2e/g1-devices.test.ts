/** G1, A9: the inventory of devices, as a community's secretary keeps it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFindings, mapDrawn, openStage, type Stage, shoot } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await openStage('jiyang');
});
after(() => stage?.close());

test('found by kind, entered, changed and retired', async () => {
  const page = await stage.atDesk('community');
  await page.goto(`${stage.base}/console/devices`);
  await page.getByTestId('device-count').filter({ hasText: '438' }).waitFor();
  await shoot(page, 'g1-devices');
  assert.deepEqual(await axeFindings(page), []);
  await page.getByTestId('device-kind-filter').selectOption('gate');
  await page.getByTestId('device-count').filter({ hasText: '30' }).waitFor();

  await page.getByTestId('device-new').click();
  await page.locator('#device-kind').selectOption('gate');
  await page.locator('#device-place').fill('银山社区第一');
  await page.locator('.hy-option').filter({ hasText: '银山社区第一' }).first().click();
  await page.locator('#device-maker').fill('演示甲电子');
  await page.locator('#device-serial').fill('Y-2026-001');
  await page.locator('#device-spot').fill('西门');
  await shoot(page, 'g1-device-new');
  await page.getByTestId('device-save').click();
  const sheet = page.getByTestId('device-sheet');
  await sheet.getByText('Y-2026-001').waitFor();
  await page.getByTestId('device-count').filter({ hasText: '31' }).waitFor();

  await page.getByTestId('device-change').click();
  await page.locator('#device-state').selectOption('faulty');
  await page.getByTestId('device-save').click();
  await sheet.getByText('故障').first().waitFor();
  await shoot(page, 'g1-device');
  assert.deepEqual(await axeFindings(page), []);

  await page.getByTestId('device-map-toggle').click();
  await mapDrawn(page);
  await shoot(page, 'g1-device-map');
  await page.getByTestId('device-map-toggle').click();

  await page.getByTestId('device-retire').click();
  await page.getByTestId('device-retire-yes').click();
  await page.getByTestId('device-count').filter({ hasText: '30' }).waitFor();
});
