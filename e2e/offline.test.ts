/** B1 G6: a grid member on a stairway without signal. What is written arrives, once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_PASSWORD } from '../server/src/modules/demo/people.ts';
import { sql } from '../server/src/platform/db.ts';
import { pointIn } from './place.ts';
import { openStage, PHONE, type Stage, shoot } from './stage.ts';

const WORDS = '二单元楼道里堆了杂物，挡住了消防栓';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage?.close());

async function arrived(): Promise<number> {
  const row = await stage.house.services.db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM matter_text WHERE county_id = ${[...stage.house.services.counties.keys()][0]} AND body = ${WORDS}`);
  return row?.n ?? 0;
}

test('a report written without signal arrives once, whoever flushes the queue', async () => {
  const { page, context } = await stage.person({ viewport: PHONE });
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation(await pointIn(stage, 'g001'));
  await page.goto(`${stage.base}/pocket/sign-in/staff`);
  await page.getByTestId('username').fill('grid_member');
  await page.getByTestId('password').fill(DEMO_PASSWORD);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('tasks').or(page.getByTestId('report-start')).first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // A worker controls a page from its next load on.
  await page.reload();
  await page.getByTestId('report-start').waitFor();

  await context.setOffline(true);
  await page.reload();
  await page.getByTestId('report-start').click();
  await page.getByTestId('report-words').fill(WORDS);
  await page.getByTestId('report-send').click();
  const done = page.getByTestId('report-done');
  await done.waitFor();
  assert.equal(await done.getAttribute('data-state'), 'waiting');
  await shoot(page, 'offline-01-waiting');
  assert.equal(await arrived(), 0);

  // The page is closed and opened again without signal: nothing is lost.
  await page.close();
  const again = await context.newPage();
  await again.goto(`${stage.base}/pocket/queue`);
  await again.getByTestId('queue-item').waitFor();
  await shoot(again, 'offline-02-queue');
  const second = await context.newPage();
  await second.goto(`${stage.base}/pocket/queue`);
  await second.getByTestId('queue-item').waitFor();

  await context.setOffline(false);
  for (const tab of [again, second]) await tab.evaluate(() => window.dispatchEvent(new Event('online')));
  await assert.doesNotReject(async () => {
    for (let tries = 0; (await arrived()) === 0 && tries < 60; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await arrived(), 1);
  });
  for (const tab of [again, second]) await tab.evaluate(() => window.dispatchEvent(new Event('online')));
  await again.waitForTimeout(2000);
  assert.equal(await arrived(), 1, 'one matter');
  await shoot(again, 'offline-03-sent');
});
