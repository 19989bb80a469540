/**
 * A8: a community's secretary adds a facility and plans its roster, the county sees what lies within a walk and where the next
 * one helps, anybody sees what is open, and whoever is on duty checks in with the phone.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../server/src/modules/demo/people.ts';
import { at, sql } from '../server/src/platform/db.ts';
import { pointIn } from './place.ts';
import { openStage, PHONE, type Stage, shoot } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage?.close());

const db = () => stage.house.services.db;
const county = () => [...stage.house.services.counties.keys()][0] as string;

/** The grid of the demo community, where its secretary keeps things. */
async function gridOf(username: string): Promise<string> {
  const row = await db().row<{ grid: string }>(sql`
    SELECT g.place_id AS grid FROM account a
    JOIN term t ON t.county_id = ${county()} AND t.person_id = a.person_id
    JOIN post o ON o.county_id = ${county()} AND o.post_id = t.post_id
    JOIN place g ON g.county_id = ${county()} AND g.parent_id = o.place_id AND g.kind = 'grid'
    WHERE a.county_id = ${county()} AND a.username = ${username} ORDER BY g.place_id LIMIT 1`);
  return row?.grid as string;
}

/** The map is drawn by software here, and takes its time. */
const drawn = (page: Page) => page.locator('[data-testid="map"][data-drawn]').first().waitFor({ timeout: 40_000 });

async function answered(page: Page, part: string, act: () => Promise<void>): Promise<void> {
  const waiting = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().includes(part),
  );
  await act();
  const response = await waiting;
  assert.ok(response.ok(), `${part}: ${await response.text()}`);
}

test('a facility is added, a roster planned, tried, published', async () => {
  const desk = await stage.atDesk('community');
  desk.setDefaultTimeout(60_000);
  await desk.context().grantPermissions(['geolocation']);
  await desk.context().setGeolocation(await pointIn(stage, await gridOf('community')));
  await desk.goto(`${stage.base}/console/facilities`);
  await desk.getByTestId('facility-row').first().waitFor();
  await shoot(desk, 'a8-01-list');
  await desk.getByTestId('facility-new').click();
  await desk.locator('#fac-kind').selectOption({ index: 1 });
  await desk.locator('#fac-name').fill('演示·巷口服务点');
  assert.equal(
    await desk.locator('#fac-day-0').inputValue(),
    '08:30-12:00 13:30-17:30',
    'the usual hours come with the kind',
  );
  await desk.locator('#fac-day-0').fill('17:30-08:30');
  await desk.locator('#fac-point .hy-button').first().click();
  await desk.locator('#fac-point .hy-num').waitFor();
  await desk.getByTestId('facility-save').click();
  await desk.locator('.fac-week .hy-wrong').waitFor();
  await shoot(desk, 'a8-02-wrong-hours');
  await desk.locator('#fac-day-0').fill('8:30-12:00，13:30-17:30');
  await answered(desk, '/facilities', () => desk.getByTestId('facility-save').click());
  const sheet = desk.getByTestId('facility-sheet');
  await sheet.getByRole('heading', { name: '演示·巷口服务点' }).waitFor();
  await shoot(desk, 'a8-03-sheet');

  await desk.getByRole('tab').nth(1).click();
  await desk.getByTestId('roster-new').click();
  const form = desk.getByTestId('roster-form');
  await form.locator('#roster-teams input').first().check();
  await answered(desk, '/rosters/plan', () => desk.getByTestId('roster-look').click());
  await desk.getByTestId('roster-plan').waitFor();
  await shoot(desk, 'a8-04-plan');
  await answered(desk, '/rosters', () => desk.getByTestId('roster-make').click());
  await answered(desk, '/publish', () => desk.getByTestId('roster-publish').click());
  await desk.getByTestId('roster-end').waitFor();
  await desk.locator('.fac-roster .hy-actions .hy-button').nth(1).click();
  await desk.locator('.fac-duty').first().waitFor();
  await shoot(desk, 'a8-05-roster');
  const planned = await db().row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM duty d JOIN facility f ON f.county_id = ${county()} AND f.facility_id = d.facility_id
    WHERE d.county_id = ${county()} AND f.name = '演示·巷口服务点' AND d.published AND d.state = 'planned'`);
  assert.equal(planned?.n, 20, 'twenty weekdays of four weeks');

  await desk.goto(`${stage.base}/console/facilities/duty`);
  await desk.getByTestId('missed').waitFor();
  await shoot(desk, 'a8-06-missed');
  await desk.goto(`${stage.base}/console/facilities/teams`);
  await desk.getByTestId('team-row').first().waitFor();
  await shoot(desk, 'a8-07-teams');
});

test('the circle is computed as a job and found again; the best next sites are shown', async () => {
  const desk = await stage.atDesk('dispatcher');
  desk.setDefaultTimeout(60_000);
  await desk.goto(`${stage.base}/console/facilities/circle`);
  await desk.locator('#circle-minutes').fill('5');
  await answered(desk, '/circle', () => desk.getByTestId('circle-ask').click());
  await desk.getByTestId('circle-share').waitFor();
  const share = await desk.getByTestId('circle-share').innerText();
  assert.match(share, /%/);
  await drawn(desk);
  await shoot(desk, 'a8-08-circle');
  await desk.locator('#circle-minutes').fill('5');
  await answered(desk, '/circle', () => desk.getByTestId('circle-next').click());
  await desk.getByTestId('circle-sites-found').waitFor();
  assert.equal(await desk.getByTestId('circle-sites-found').locator('li').count(), 3);
  await drawn(desk);
  await shoot(desk, 'a8-09-next');
  await desk.reload();
  await desk.getByTestId('circle-sites-found').waitFor();
});

test('anybody sees what is open; the nearest come first on the phone', async () => {
  const { page: anyone } = await stage.person();
  await anyone.goto(`${stage.base}/`);
  const section = anyone.getByTestId('facilities');
  await section.scrollIntoViewIfNeeded();
  await section.locator('li button').first().waitFor();
  await section.locator('li button').first().click();
  await section.locator('[data-testid="map"][data-drawn]').waitFor({ timeout: 40_000 });
  await shoot(anyone, 'a8-10-public');
  const { page: phone, context } = await stage.person({ viewport: PHONE });
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation(await pointIn(stage, await gridOf('community')));
  await phone.goto(`${stage.base}/pocket`);
  await phone.getByTestId('nearby').click();
  await phone.getByTestId('near-list').locator('li').first().waitFor();
  const found = phone.waitForResponse((response) => response.url().includes('near='));
  await phone.getByTestId('near-find').click();
  assert.ok((await found).ok());
  await phone
    .getByTestId('near-list')
    .getByText(/米|公里/)
    .first()
    .waitFor();
  await phone.getByTestId('near-list').locator('button').first().click();
  await shoot(phone, 'a8-11-near');
});

test('whoever is on duty checks in, at first from too far away, and without network later', async () => {
  const now = Date.now();
  const rows = await db().rows<{ username: string; id: string; lon: number; lat: number }>(sql`
    SELECT a.username, d.duty_id AS id, f.lon, f.lat FROM account a
    JOIN person x ON x.county_id = ${county()} AND x.person_id = a.person_id AND x.kind = 'staff'
    JOIN duty d ON d.county_id = ${county()} AND d.person_id = a.person_id AND d.state = 'planned' AND d.published
    JOIN facility f ON f.county_id = ${county()} AND f.facility_id = d.facility_id
    WHERE a.county_id = ${county()} ORDER BY a.username, d.starts_at LIMIT 2`);
  const [duty, later] = rows;
  assert.ok(duty && later, 'somebody of the demo is on duty');
  for (const [one, start] of [
    [duty, now - 300_000],
    [later, now - 200_000],
  ] as const) {
    await db().rows(sql`
      UPDATE duty SET starts_at = ${at(start)}, ends_at = ${at(start + 7_200_000)}, closes_at = ${at(now + 1_500_000)}
      WHERE county_id = ${county()} AND duty_id = ${one.id}`);
  }
  const { page: phone, context } = await stage.person({ viewport: PHONE });
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: duty.lon + 0.1, latitude: duty.lat });
  await phone.goto(`${stage.base}/pocket/sign-in/staff`);
  await phone.getByTestId('username').fill(duty.username);
  await phone.getByTestId('password').fill(DEMO_PASSWORD);
  await phone.getByTestId('sign-in').click();
  await phone.getByTestId('sign-in').waitFor({ state: 'detached' });
  await phone.goto(`${stage.base}/pocket/duty`);
  const [first] = [phone.getByTestId('duty').first()];
  await first.getByTestId('check-in').click();
  await first.locator('.hy-wrong').waitFor();
  await shoot(phone, 'a8-12-too-far');
  await context.setGeolocation({ longitude: duty.lon, latitude: duty.lat });
  await answered(phone, '/check-in', () => first.getByTestId('check-in').click());
  await phone.getByText('已签到').first().waitFor();
  const done = await db().row<{ state: string }>(sql`
    SELECT state FROM duty WHERE county_id = ${county()} AND duty_id = ${duty.id}`);
  assert.equal(done?.state, 'attended');
  await context.setGeolocation({ longitude: later.lon, latitude: later.lat });
  await context.setOffline(true);
  await phone.getByTestId('duty').first().getByTestId('check-in').click();
  await phone.getByTestId('duty').first().getByRole('status').waitFor();
  await shoot(phone, 'a8-13-waiting');
  const told = phone.waitForResponse((response) => response.url().includes('/check-in') && response.status() === 200);
  await context.setOffline(false);
  await told;
  await phone.getByTestId('feed-make').click();
  const url = await phone.getByTestId('feed-url').innerText();
  const feed = await phone.request.get(url);
  assert.ok((await feed.text()).startsWith('BEGIN:VCALENDAR'));
  await shoot(phone, 'a8-14-duty');
});
