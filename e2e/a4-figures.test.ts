/** A4 and figures: a county whose figures the rule itself reproduces, and a page that says them to its leader. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { figure, formed } from './plans.ts';
import { axeFindings, mapDrawn, openStage, type Stage, shoot } from './stage.ts';

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
    await mapDrawn(page);
    await shoot(page, 'a4-jiyang');
    assert.deepEqual(await axeFindings(page), []);
  });

  test('the page of figures says what the branches of today cover, counted from the rows', async () => {
    const page = await stage.atDesk('leader');
    await page.goto(`${stage.base}/console/figures`);
    const figures = page.getByTestId('figures');
    await figures.waitFor();
    const said = (key: string) => figures.locator(`[data-figure="${key}"] dd`).innerText();
    const wanted = {
      grids: '247',
      residentGrids: '147',
      ownBranches: '71',
      jointBranches: '23',
      gridsUnderJointBranches: '70',
      coveredGrids: '141',
    };
    for (const [key, n] of Object.entries(wanted)) assert.equal(await said(key), n, key);
    await figures.locator('[data-figure="grids"] a').click();
    await page.getByTestId('place-sheet').waitFor();
    await page.goBack();
    await figures.waitFor();
    await shoot(page, 'a4-figures');
    assert.deepEqual(await axeFindings(page), []);
  });
});
