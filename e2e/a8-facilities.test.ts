/**
 * A8: a community's secretary adds a facility, plans its roster, excuses who could not come, approves a swap and closes it again; the
 * county sees what lies within a walk and where the next one helps; anybody sees what is open; whoever is on duty checks in and swaps
 * with the phone.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../server/src/modules/demo/people.ts';
import { sweepDuties } from '../server/src/modules/facilities/index.ts';
import { at, sql } from '../server/src/platform/db.ts';
import { pointIn } from './place.ts';
import { openStage, PHONE, type Stage, shoot, sound } from './stage.ts';

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

const NEW = '演示·巷口服务点';

type Planned = { id: string; person: string; lon: number; lat: number };

/** Duties of the new facility that are planned, the soonest first. */
const planned = () =>
  db().rows<Planned>(sql`
    SELECT d.duty_id AS id, d.person_id AS person, f.lon, f.lat FROM duty d
    JOIN facility f ON f.county_id = ${county()} AND f.facility_id = d.facility_id
    WHERE d.county_id = ${county()} AND f.name = ${NEW} AND d.published AND d.state = 'planned' ORDER BY d.starts_at`);

/** Whoever keeps the roster, who is on the team too. */
const secretary = () =>
  db().row<{ id: string; name: string }>(sql`
    SELECT x.person_id AS id, x.name FROM account a
    JOIN person x ON x.county_id = ${county()} AND x.person_id = a.person_id
    WHERE a.county_id = ${county()} AND a.username = 'community'`);

/** A journey does not wait for the day: a duty is put to other hours. */
const put = (id: string, starts: number, ends: number, closes: number) =>
  db().rows(sql`
    UPDATE duty SET starts_at = ${at(starts)}, ends_at = ${at(ends)}, closes_at = ${at(closes)}
    WHERE county_id = ${county()} AND duty_id = ${id}`);

/** A member of a team gets what a demo account has, and signs in on a phone of their own. */
async function onPhone(person: string, username: string) {
  await db().rows(sql`
    INSERT INTO account (county_id, account_id, person_id, username, password_hash, demo)
    SELECT county_id, gen_random_uuid(), ${person}::uuid, ${username}, password_hash, true FROM account
    WHERE county_id = ${county()} AND username = 'community'`);
  const { page, context } = await stage.person({ viewport: PHONE });
  // As from a message: the page asks to sign in first, and is come back to.
  await page.goto(`${stage.base}/pocket/duty`);
  await page.getByTestId('sign-in-first').waitFor();
  await shoot(page, 'a8-00-sign-in-first');
  await page.getByTestId('sign-in-first').click();
  await page.getByTestId('username').fill(username);
  await page.getByTestId('password').fill(DEMO_PASSWORD);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('sign-in').waitFor({ state: 'detached' });
  await page.waitForURL((url) => url.pathname.endsWith('/pocket/duty'));
  return { page, context };
}

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
  await sound(desk, 'a8-01-list');
  await desk.getByTestId('facility-new').click();
  await desk.locator('#fac-kind').selectOption({ index: 1 });
  await desk.locator('#fac-name').fill(NEW);
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
  await sound(desk, 'a8-02-wrong-hours');
  await desk.locator('#fac-day-0').fill('8:30-12:00，13:30-17:30');
  await answered(desk, '/facilities', () => desk.getByTestId('facility-save').click());
  const sheet = desk.getByTestId('facility-sheet');
  await sheet.getByRole('heading', { name: NEW }).waitFor();
  await sound(desk, 'a8-03-sheet');

  await desk.getByRole('tab').nth(1).click();
  await desk.getByTestId('roster-new').click();
  const form = desk.getByTestId('roster-form');
  await form.locator('#roster-teams input').first().check();
  await answered(desk, '/rosters/plan', () => desk.getByTestId('roster-look').click());
  await desk.getByTestId('roster-plan').waitFor();
  await sound(desk, 'a8-04-plan');
  await answered(desk, '/rosters', () => desk.getByTestId('roster-make').click());
  await answered(desk, '/publish', () => desk.getByTestId('roster-publish').click());
  await desk.getByTestId('roster-end').waitFor();
  await desk.locator('.fac-roster .hy-actions .hy-button').nth(1).click();
  await desk.locator('.fac-duty').first().waitFor();
  await sound(desk, 'a8-05-roster');
  assert.equal((await planned()).length, 20, 'twenty weekdays of four weeks');
  await desk.goto(`${stage.base}/console/facilities/teams`);
  await desk.getByTestId('team-row').first().waitFor();
  await sound(desk, 'a8-06-teams');
});

test('a published duty is given to a colleague, another is taken off the roster', async () => {
  const desk = await stage.atDesk('community');
  await desk.goto(`${stage.base}/console/facilities?q=${encodeURIComponent(NEW)}`);
  await desk.getByTestId('facility-row').filter({ hasText: NEW }).getByRole('link').click();
  await desk.getByTestId('facility-sheet').getByRole('heading', { name: NEW }).waitFor();
  await desk.getByRole('tab').nth(1).click();
  await desk.locator('.fac-roster .hy-actions .hy-button').nth(1).click();
  await desk.getByTestId('duty-move').first().waitFor();
  await sound(desk, 'a8-06a-week');
  await desk.getByTestId('duty-move').first().click();
  await desk.locator('#duty-to option').nth(1).waitFor({ state: 'attached' });
  await desk.locator('#duty-to').selectOption({ index: 1 });
  await sound(desk, 'a8-06b-move');
  await answered(desk, '/reassign', () => desk.getByTestId('duty-reassign').click());
  await desk.getByRole('dialog').waitFor({ state: 'detached' });
  const before = (await planned()).length;
  await desk.getByTestId('duty-move').last().click();
  await answered(desk, '/cancel', () => desk.getByTestId('duty-cancel').click());
  await desk.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal((await planned()).length, before - 1);
  const week = desk.waitForEvent('download');
  await desk.getByTestId('duties-export').click();
  assert.match((await week).suggestedFilename(), /^duties-.*\.xlsx$/);
});

test('a duty nobody came to is missed, and excused with a reason', async () => {
  // Nobody excuses themself: it is a colleague's.
  const own = await secretary();
  const duty = (await planned()).find((one) => one.person !== own?.id);
  const now = Date.now();
  await put(duty?.id as string, now - 7_200_000, now - 3_600_000, now - 3_600_000);
  await sweepDuties(stage.house.services, [...stage.house.services.counties.values()][0] as never, now);
  const desk = await stage.atDesk('community');
  await desk.goto(`${stage.base}/console/facilities/duty`);
  const row = desk.getByTestId('missed').locator('tr').filter({ hasText: NEW });
  await row.waitFor();
  await sound(desk, 'a8-07-missed');
  await row.getByRole('button').click();
  const dialog = desk.getByRole('dialog');
  await dialog.locator('input[type="radio"]').first().check({ force: true });
  await sound(desk, 'a8-08-excuse');
  await answered(desk, '/excuse', () => desk.getByTestId('excuse-send').click());
  await row.waitFor({ state: 'detached' });
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
  await sound(desk, 'a8-09-circle');
  await desk.locator('#circle-minutes').fill('5');
  await answered(desk, '/circle', () => desk.getByTestId('circle-next').click());
  await desk.getByTestId('circle-sites-found').waitFor();
  assert.equal(await desk.getByTestId('circle-sites-found').locator('li').count(), 3);
  await drawn(desk);
  await desk.getByTestId('legend-station').waitFor();
  await desk.getByTestId('legend-site').waitFor();
  await sound(desk, 'a8-10-next');
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
  await sound(anyone, 'a8-11-public');
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
  await sound(phone, 'a8-12-near');
});

test('whoever is on duty checks in, at first from too far away, and without network later', async () => {
  const all = await planned();
  const keeper = await secretary();
  const others = all.filter((one) => one.person !== keeper?.id);
  const own = [...Map.groupBy(others, (one) => one.person).values()].find((duties) => duties.length > 2) ?? [];
  const [duty, later] = own;
  assert.ok(duty && later, 'somebody of the team has three duties');
  const now = Date.now();
  await put(duty.id, now - 300_000, now + 7_200_000, now + 1_500_000);
  await put(later.id, now - 200_000, now + 7_200_000, now + 1_500_000);
  const { page: phone, context } = await onPhone(duty.person, 'demo-on-duty');
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: duty.lon + 0.1, latitude: duty.lat });
  const first = phone.getByTestId('duty').first();
  await first.getByTestId('check-in').click();
  await first.locator('.hy-wrong').waitFor();
  await sound(phone, 'a8-13-too-far');
  await context.setGeolocation({ longitude: duty.lon, latitude: duty.lat });
  await answered(phone, '/check-in', () => first.getByTestId('check-in').click());
  await phone.getByText('已签到').first().waitFor();
  await context.setOffline(true);
  await first.getByTestId('check-in').click();
  await first.getByRole('status').waitFor();
  await sound(phone, 'a8-14-waiting');
  const told = phone.waitForResponse((response) => response.url().includes('/check-in') && response.status() === 200);
  await context.setOffline(false);
  await told;
  const done = await db().rows<{ state: string; later: boolean }>(sql`
    SELECT state, sent_later AS later FROM duty
    WHERE county_id = ${county()} AND duty_id = ANY(${[duty.id, later.id]}::uuid[])`);
  assert.deepEqual(
    done.map((one) => one.state),
    ['attended', 'attended'],
  );
  await phone.getByTestId('feed-make').click();
  const url = await phone.getByTestId('feed-url').innerText();
  const feed = await phone.request.get(url);
  assert.ok((await feed.text()).startsWith('BEGIN:VCALENDAR'));
  await shoot(phone, 'a8-15-duty');

  // The next one is asked of a colleague, who agrees; the secretary approves.
  await first.getByTestId('swap-open').click();
  // Whoever approves swaps has no part in this one.
  const colleague = first.locator('[data-testid="swap-with"]:enabled').filter({ hasNotText: keeper?.name as string });
  await colleague.first().waitFor();
  await sound(phone, 'a8-16-swap');
  await answered(phone, '/swap', () => colleague.first().click());
  const swap = await db().row<{ asked: string; duty: string }>(sql`
    SELECT asked_id AS asked, duty_id AS duty FROM duty_swap WHERE county_id = ${county()} AND state = 'asked'`);
  assert.ok(swap);
  const { page: other } = await onPhone(swap.asked, 'demo-taker');
  await other.getByTestId('swap-agree').waitFor();
  await sound(other, 'a8-17-asked');
  await answered(other, '/agree', () => other.getByTestId('swap-agree').click());
  const desk = await stage.atDesk('community');
  await desk.goto(`${stage.base}/console/facilities/duty`);
  await desk.getByTestId('swap-approve').waitFor();
  await sound(desk, 'a8-18-approve');
  await answered(desk, '/approve', () => desk.getByTestId('swap-approve').click());
  const changed = await db().row<{ person: string }>(sql`
    SELECT person_id AS person FROM duty WHERE county_id = ${county()} AND duty_id = ${swap.duty}`);
  assert.equal(changed?.person, swap.asked, 'the duty changed hands');

  // The facility closes: what was to come falls away, and their own page says which.
  const coming = (await planned()).length;
  assert.ok(coming > 0);
  await desk.goto(`${stage.base}/console/facilities`);
  await desk.locator('input[type="search"]').first().fill(NEW);
  await desk.getByTestId('facility-row').filter({ hasText: NEW }).getByRole('link').first().click();
  await desk.getByTestId('facility-close').click();
  await desk.getByTestId('close-send').waitFor();
  await desk.getByText(`${coming} 个班次`).waitFor();
  await sound(desk, 'a8-19-close');
  await answered(desk, '/close', () => desk.getByTestId('close-send').click());
  await desk.getByTestId('facility-reopen').waitFor();
  assert.deepEqual(await planned(), []);
  await other.reload();
  await other.getByTestId('dropped').waitFor();
  await sound(other, 'a8-20-dropped');
});
