/** A4: an organiser of the county's office walks the party's tree, puts a member in and sets up a temporary branch. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings, mapDrawn, openStage, type Stage, shoot } from './stage.ts';

describe('the organisation of a county', () => {
  let stage: Stage;
  let page: Page;
  before(async () => {
    stage = await openStage();
    page = await stage.atDesk('organiser');
  });
  after(() => stage?.close());

  test('the tree beside the map, a branch, its members', async () => {
    await page.goto(`${stage.base}/console/party`);
    const tree = page.getByTestId('org-tree');
    await tree.waitFor();
    await tree.locator('.party-branch a').first().click();
    await page.locator('.crumbs a').first().waitFor();
    await page.getByTestId('org-members').waitFor();
    await mapDrawn(page);
    await shoot(page, 'a4-tree');
    assert.deepEqual(await axeFindings(page), []);
  });

  test('a member is put in, and nothing with members in it can be dissolved', async () => {
    await page.getByTestId('org-admit').click();
    await page.locator('#party-person').fill('演示·新转入');
    await shoot(page, 'a4-admit');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByTestId('party-send').click();
    await page.getByTestId('party-send').waitFor({ state: 'detached' });
    await page.getByTestId('org-members').getByText('演示·新转入').waitFor();
    await page.getByTestId('org-dissolve').click();
    await page.getByTestId('party-send').click();
    await page.locator('.hy-dialog .hy-wrong').getByText('请先转出').waitFor();
    await page.keyboard.press('Escape');
  });

  test('a temporary branch with an end that is due soon', async () => {
    await page.locator('.crumbs a').first().click();
    await page.getByTestId('org-make').click();
    await page.locator('#party-variety').selectOption('temporary');
    await page.locator('#party-name').fill('演示老旧小区改造临时党支部');
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await page.locator('#party-term').fill(soon);
    await page.getByTestId('party-send').click();
    await page.getByTestId('party-send').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '将到期' }).click();
    await page.locator('.party-due[data-due="soon"]').first().waitFor();
    await shoot(page, 'a4-ending');
    assert.deepEqual(await axeFindings(page), []);
  });
});
