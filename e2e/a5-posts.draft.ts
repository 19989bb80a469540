/**
 * A5: whoever keeps people hands a post over and suspends another; a clerk of the community prints a board and opens what its
 * code says; a resident asks who answers where they stand.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '../server/src/platform/db.ts';
import { pointIn } from './place.ts';
import { axeFindings, openStage, PHONE, pick, type Stage, shoot } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage?.close());

const held = (county: string, post: string) =>
  stage.house.services.db.row<{ id: string }>(sql`
    SELECT person_id AS id FROM term WHERE county_id = ${county} AND post_id = ${post} ORDER BY from_day LIMIT 1`);

test('a post is handed over, a term suspended and resumed', async () => {
  const [county] = stage.house.services.counties.values();
  const id = county?.id as string;
  const page = await stage.atDesk('security');
  const leader = await held(id, 'grid_leader.g010');
  await page.goto(`${stage.base}/console/people/${leader?.id}`);
  await page.getByTestId('person-sheet').waitFor();
  assert.match(await page.getByTestId('person-sheet').innerText(), /交叉任职/);
  await page.getByTestId('term').filter({ hasText: '网格长' }).getByTestId('term-hand_over').click();
  assert.equal(await page.getByTestId('term-send').isDisabled(), true, 'nobody to hand it to yet');
  await pick(page, '后任', '演示·于七');
  await shoot(page, 'posts-01-hand-over');
  await page.getByTestId('term-send').click();
  await page.getByTestId('term').filter({ hasText: '已有后任' }).waitFor();
  const officer = await held(id, 'stationed_officer.s009');
  await page.goto(`${stage.base}/console/people/${officer?.id}`);
  await page.getByTestId('term-suspend').click();
  await page.getByTestId('term-send').click();
  await page.getByTestId('term-resume').waitFor();
  await shoot(page, 'posts-02-suspended');
  await page.getByTestId('term-resume').click();
  await page.getByTestId('term-send').click();
  await page.getByTestId('term-suspend').waitFor();
  for (const tab of ['posts', 'vacancies', 'ending']) {
    await page.goto(`${stage.base}/console/people?tab=${tab}`);
    await page.locator('table.table').waitFor();
    if (tab === 'posts') {
      await page.getByTestId('post-row').first().getByRole('button').click();
      await page.getByTestId('post-sheet').waitFor();
    }
    await shoot(page, `posts-03-${tab}`);
    assert.deepEqual(await axeFindings(page), [], tab);
  }
});

test('a clerk prints a board and opens the page behind its code', async () => {
  const page = await stage.atDesk('worker');
  await page.goto(`${stage.base}/console/people?tab=boards`);
  await pick(page, '哪里的楼栋', '龙山社区');
  await page.getByTestId('print-all').click();
  await page.locator('[data-testid="printing"][data-state="done"]').waitFor({ timeout: 60_000 });
  await shoot(page, 'posts-04-boards');
  assert.deepEqual(await axeFindings(page), []);
  const file = page.waitForEvent('download');
  await page.getByTestId('printing-file').click();
  assert.match((await file).suggestedFilename(), /\.pdf$/);
  const { page: phone } = await stage.person({ viewport: PHONE });
  await phone.goto(`${stage.base}/contact/b0001`);
  await phone.getByTestId('contact').waitFor();
  assert.match(await phone.getByTestId('contact').innerText(), /楼长/);
  await shoot(phone, 'posts-05-contact');
  assert.deepEqual(await axeFindings(phone), []);
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
  await shoot(page, 'posts-06-who');
  assert.deepEqual(await axeFindings(page), []);
});
