/**
 * B1 B2 B3 B5 B6 B10: a resident calls, the county answers, the resident judges. Each person has a browser of their own, and
 * nothing is done but what their page offers.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { sql } from '../server/src/platform/db.ts';
import { pointIn } from './place.ts';
import { openStage, PHONE, type Stage, shoot } from './stage.ts';

const WORDS = '三号楼下的路灯坏了好几天，晚上看不清路';
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
  'base64',
);

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage?.close());

async function residentPhone(): Promise<Page> {
  const { page, context } = await stage.person({ viewport: PHONE });
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation(await pointIn(stage, 'g001'));
  await page.goto(`${stage.base}/pocket/sign-in`);
  await page.getByTestId('phone').fill('10000000001');
  await page.getByTestId('code-ask').click();
  const shown = await page.locator('#code-note').innerText();
  await page.getByTestId('code').fill(/\d{6}/.exec(shown)?.[0] ?? '');
  await page.getByTestId('sign-in').click();
  await page.getByTestId('sign-in').waitFor({ state: 'detached' });
  await page.goto(`${stage.base}/pocket`);
  await page.getByTestId('report-start').waitFor();
  return page;
}

/** Opens the act's form, fills it, sends it, and waits until the page shows that the server took it. */
async function actAt(page: Page, verb: string, fill: () => Promise<void> = async () => {}): Promise<void> {
  await page.getByTestId(`act-${verb}`).first().click();
  await fill();
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().includes(`/${verb}`),
  );
  await page.getByTestId('act-send').first().click();
  const response = await answered;
  assert.equal(response.status(), 200, `${verb}: ${await response.text()}`);
}

const words = (page: Page, text: string) => page.getByTestId('field-words').fill(text);

test('from the call to a satisfied close, with one redo on the way', async () => {
  const phone = await residentPhone();
  await phone.getByTestId('report-start').click();
  await phone.getByTestId('report-photo').setInputFiles({ name: 'lamp.png', mimeType: 'image/png', buffer: PICTURE });
  await phone.getByTestId('report-words').fill(WORDS);
  await phone.getByTestId('report-place').getByText('网格').first().waitFor();
  await shoot(phone, 'loop-01-report');
  await phone.getByTestId('report-send').click();
  const number = await phone.getByTestId('report-number').innerText();
  assert.match(number, /^\d{8}-\d{5,}$/);
  await shoot(phone, 'loop-02-reported');

  const [county] = stage.house.services.counties.values();
  const row = await stage.house.services.db.row<{ id: string; place_id: string; pictures: number }>(sql`
    SELECT matter_id AS id, place_id, pictures FROM matter WHERE county_id = ${county?.id} AND number = ${number}`);
  assert.equal(row?.place_id, 'g001', 'the point found its grid');
  assert.equal(row?.pictures, 1);
  const at = `${stage.base}/console/matters/${row?.id}`;

  const leader = await stage.atDesk('grid_leader');
  await leader
    .getByTestId('matter-row')
    .filter({ hasText: WORDS.slice(0, 8) })
    .first()
    .waitFor();
  await shoot(leader, 'loop-03-leader-inbox');
  await leader.goto(at);
  await actAt(leader, 'accept');
  await actAt(leader, 'raise', () => words(leader, '需要供电部门来人'));
  const community = await stage.atDesk('community');
  await community.goto(at);
  await actAt(community, 'raise', () => words(community, '社区没有工具'));
  const town = await stage.atDesk('town');
  await town.goto(at);
  await actAt(town, 'raise', () => words(town, '请县里派单'));

  const dispatcher = await stage.atDesk('dispatcher');
  await dispatcher
    .getByTestId('matter-row')
    .filter({ hasText: WORDS.slice(0, 8) })
    .first()
    .waitFor();
  await dispatcher.goto(at);
  const responderUnit = await stage.house.services.db.row<{ name: string }>(sql`
    SELECT u.name FROM account a JOIN term t ON t.county_id = ${county?.id} AND t.person_id = a.person_id
    JOIN post p ON p.county_id = ${county?.id} AND p.post_id = t.post_id JOIN unit u ON u.county_id = ${county?.id} AND u.unit_id = p.unit_id
    WHERE a.county_id = ${county?.id} AND a.username = 'responder'`);
  await actAt(dispatcher, 'dispatch', async () => {
    const lead = dispatcher.locator('input[id$="-lead"]');
    await lead.fill(responderUnit?.name ?? '');
    await dispatcher
      .getByRole('option', { name: responderUnit?.name ?? '' })
      .first()
      .click();
  });
  await shoot(dispatcher, 'loop-04-dispatched');

  const responder = await stage.atDesk('responder');
  await responder
    .getByTestId('matter-row')
    .filter({ hasText: WORDS.slice(0, 8) })
    .first()
    .waitFor();
  const answer = async (text: string) => {
    await responder.goto(at);
    await actAt(responder, 'take_on');
    await actAt(responder, 'arrive');
    await actAt(responder, 'conclude', async () => {
      await responder.getByTestId('option-resolved').first().click();
      await words(responder, text);
      await responder
        .getByTestId('pictures')
        .setInputFiles({ name: 'after.png', mimeType: 'image/png', buffer: PICTURE });
      await responder.locator('.hy-shot').waitFor();
      await responder.locator('.hy-shot-state').waitFor({ state: 'detached' });
    });
  };
  await answer('换了灯泡');
  await shoot(responder, 'loop-05-concluded');

  const callback = await stage.atDesk('callback');
  await callback.goto(at);
  await actAt(callback, 'call_back', async () => {
    await callback.getByTestId('call_back-reached-yes').click();
    await callback.getByTestId('call_back-met-yes').click();
    await callback.getByTestId('call_back-resolved-no').click();
    await callback.getByTestId('call_back-satisfied-no').click();
    await words(callback, '居民说还是不亮');
  });
  await shoot(callback, 'loop-06-redo');

  await answer('更换了线路，已经亮了');
  await phone.goto(`${stage.base}/pocket/matter/${row?.id}`);
  await phone.getByTestId('judge-met-yes').click();
  await phone.getByTestId('judge-resolved-yes').click();
  await phone.getByTestId('judge-satisfied-yes').click();
  await shoot(phone, 'loop-07-judge');
  await phone.getByTestId('judge-send').click();
  await phone.locator('[data-testid="matter"][data-state="closed"]').waitFor();
  await shoot(phone, 'loop-08-closed');

  const closed = await stage.house.services.db.row<Record<string, unknown>>(sql`
    SELECT state, redo_count, first_verdict, verdict, raise_count FROM matter WHERE county_id = ${county?.id} AND matter_id = ${row?.id}`);
  assert.equal(closed?.state, 'closed');
  assert.equal(closed?.redo_count, 1);
  assert.equal(closed?.raise_count, 3);
  assert.deepEqual(closed?.first_verdict, { met: true, resolved: false, satisfied: false });
  assert.deepEqual(closed?.verdict, { met: true, resolved: true, satisfied: true });

  const { page: anyone } = await stage.person();
  await anyone.goto(`${stage.base}/`);
  await anyone.getByRole('heading').first().waitFor();
  await anyone.waitForLoadState('networkidle');
  const shown = (await anyone.locator('body').innerText()) + (await anyone.content());
  assert.ok(!shown.includes(WORDS.slice(0, 8)), 'the words are not public');
  assert.ok(!shown.includes('10000000001') && !shown.includes(number), 'nor phone and number');
  await shoot(anyone, 'loop-09-public');
});
