/**
 * A4: an organiser of the county's office walks the party's tree, puts a member in, sets up a temporary branch, forms the grid
 * branches, keeps two grids apart, sees what changes and applies it; and a county whose figures the rule itself reproduces.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { formPlan } from '../server/src/modules/party/index.ts';
import { sql } from '../server/src/platform/db.ts';
import { axeFindings, openStage, type Stage, shoot } from './stage.ts';

/** The stage has no worker: what waits in line is done here. */
async function work(stage: Stage): Promise<void> {
  const { services } = stage.house;
  for (const county of services.counties.values()) {
    const waiting = await services.db.rows<{ id: string }>(
      sql`SELECT plan_id AS id FROM party_plan WHERE county_id = ${county.id} AND state = 'waiting'`,
    );
    for (const { id } of waiting) await formPlan(services, county, id);
  }
}

async function formed(stage: Stage, page: Page, press: string): Promise<void> {
  const before = page.url();
  await page.getByTestId(press).click();
  await page.waitForURL((url) => url.href !== before && /party\/plans\/./.test(url.pathname));
  await work(stage);
  await page.locator('[data-testid="plan"][data-state="ready"]').waitFor();
}

const figure = async (page: Page, key: string): Promise<number> =>
  Number.parseInt((await page.locator(`[data-figure="${key}"] b`).innerText()).replace(/\D.*$/, ''), 10);

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
    await shoot(page, 'a4-tree');
    assert.deepEqual(await axeFindings(page), []);
  });

  test('a member is put in, and nothing with members in it can be dissolved', async () => {
    await page.getByTestId('org-admit').click();
    await page.locator('#party-person').fill('演示·新转入');
    await shoot(page, 'a4-admit');
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
  });

  test('branches are formed, kept apart by a wish, compared and applied', async () => {
    await page.goto(`${stage.base}/console/party/plans`);
    await page.getByTestId('form-branches').waitFor();
    await formed(stage, page, 'form-branches');
    assert.equal(await figure(page, 'coveredGrids'), 100);
    assert.equal(await page.getByTestId('plan-proof').getAttribute('data-optimal'), 'true');
    await page.waitForTimeout(1500);
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
    await page.waitForTimeout(1500);
    await shoot(page, 'a4-wish');
    await page.getByTestId('apply').click();
    await page.getByTestId('apply-send').click();
    await page.getByRole('status').getByText('起实施').waitFor();
    await shoot(page, 'a4-applied');
    await page.goto(`${stage.base}/console/party/plans`);
    await page.locator('.party-table tbody tr').nth(1).waitFor();
    await shoot(page, 'a4-plans');
    assert.deepEqual(await axeFindings(page), []);
  });
});

describe('a county whose figures the rule reproduces', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage('jiyang');
  });
  after(() => stage?.close());

  test('71 own and 23 joint over 70 grids, 141 of 147 covered, proved', async () => {
    const page = await stage.atDesk('organiser');
    await page.goto(`${stage.base}/console/party/plans`);
    await page.getByTestId('form-branches').waitFor();
    await formed(stage, page, 'form-branches');
    const wanted = {
      ownBranches: 71,
      jointBranches: 23,
      gridsUnderJointBranches: 70,
      coveredGrids: 141,
      uncoveredGrids: 6,
    };
    for (const [key, n] of Object.entries(wanted)) assert.equal(await figure(page, key), n, key);
    assert.equal(await page.getByTestId('plan-proof').getAttribute('data-optimal'), 'true');
    await page.getByTestId('plan-changes').getByText('没有变化').waitFor();
    await page.waitForTimeout(2000);
    await shoot(page, 'a4-jiyang');
  });
});
