/**
 * G1: two counties on one program, as a clerk of each office meets them: the bare address leads to both, a room that one does not use
 * is on none of its pages, a sign-in at one is nothing at the other, figures open their lists.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../server/src/modules/demo/index.ts';
import { axeFindings, openStage, PHONE, type Stage, shoot } from './stage.ts';

const WITH = 'jiyang';
const WITHOUT = 'pingyin';

let stage: Stage;
let root: string;
before(async () => {
  stage = await openStage(`${WITH},${WITHOUT}`);
  root = stage.base.slice(0, stage.base.lastIndexOf('/'));
  // The second county leaves out what the first one uses.
  const county = stage.house.services.counties.get(WITHOUT);
  assert.ok(county);
  Object.assign(county.pack.switches, { devices: false, map: false, elderMode: false, publicPage: false });
});
after(() => stage?.close());

async function signIn(page: Page, county: string, username: string): Promise<void> {
  await page.goto(`${root}/${county}/console/`);
  await page.getByTestId('username').fill(username);
  await page.getByTestId('password').fill(DEMO_PASSWORD);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('sign-out').waitFor();
}

describe('two counties on one program', () => {
  test('the bare address names both', async () => {
    const { page } = await stage.person();
    await page.goto(`${root}/`);
    await shoot(page, 'g1-counties');
    assert.deepEqual(await axeFindings(page), []);
    for (const county of [WITH, WITHOUT])
      for (const face of ['console', 'pocket'])
        assert.equal(await page.locator(`a[href="/${county}/${face}/"]`).count(), 1);
    assert.equal(await page.locator(`a[href="/${WITH}/"]`).count(), 1);
    assert.equal(await page.locator(`a[href="/${WITHOUT}/"]`).count(), 0, 'which has no public page');
    const { pack } = stage.house.services.counties.get(WITH) ?? {};
    const card = page.locator(`[data-county="${WITH}"]`);
    await card.getByText(pack?.loop.zh as string).waitFor();
    await page.getByRole('link', { name: 'English' }).click();
    await card.getByText(pack?.loop.en as string).waitFor();
    await shoot(page, 'g1-counties-en');
    assert.deepEqual(await axeFindings(page), []);
    await page.setViewportSize(PHONE);
    await shoot(page, 'g1-counties-phone');
    await card.getByRole('link', { name: /Console/ }).click();
    await page.getByTestId('username').waitFor();
  });

  test('a sign-in at one is nothing at the other, in one browser', async () => {
    const { page } = await stage.person();
    await signIn(page, WITH, 'dispatcher');
    await page.goto(`${root}/${WITHOUT}/console/`);
    await page.getByTestId('username').waitFor();
    await signIn(page, WITHOUT, 'leader');
    await page.goto(`${root}/${WITH}/console/`);
    await page.getByTestId('sign-out').waitFor();
  });

  test('a room that a county does not use is not on its pages, nor at its address', async () => {
    const { page } = await stage.person();
    await signIn(page, WITH, 'dispatcher');
    await page.locator('a[href$="/console/devices"]').first().waitFor();
    await page.goto(`${root}/${WITH}/console/register`);
    await page.getByTestId('map-toggle').waitFor();

    await signIn(page, WITHOUT, 'dispatcher');
    await page.goto(`${root}/${WITHOUT}/console/register`);
    await page.getByTestId('count').waitFor();
    await shoot(page, 'g1-without');
    assert.equal(await page.locator('a[href$="/console/devices"]').count(), 0);
    assert.equal(await page.getByTestId('map-toggle').count(), 0);
    await page.goto(`${root}/${WITHOUT}/console/devices`);
    await page.getByText('没有这个页面').or(page.getByText('页面')).first().waitFor();
    assert.equal(await page.getByTestId('device-count').count(), 0);

    const { page: phone } = await stage.person({ viewport: PHONE });
    await phone.goto(`${root}/${WITH}/pocket/`);
    await phone.getByTestId('elder').waitFor();
    await phone.goto(`${root}/${WITHOUT}/`);
    await phone.getByTestId('report-start').waitFor();
    assert.match(phone.url(), /\/pocket\//, 'a county without a public page is met by the phone’s page');
    assert.equal(await phone.getByTestId('elder').count(), 0);
  });

  test('the figures say what they count and open the list', async () => {
    const { page } = await stage.person();
    await signIn(page, WITH, 'dispatcher');
    await page.goto(`${root}/${WITH}/console/figures`);
    const figures = page.getByTestId('figures');
    await figures.waitFor();
    await shoot(page, 'g1-figures');
    assert.deepEqual(await axeFindings(page), []);
    await figures.getByRole('link', { name: '398' }).click();
    await page.getByTestId('device-count').filter({ hasText: '398' }).waitFor();
  });
});
