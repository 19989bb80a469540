/**
 * G6: every page of every face, with today's demo matters on it and, on the phone, in elder mode too: axe has nothing serious to
 * say, nothing is wider than its window, nothing was asked of another host, no key stands where words should. A file for each
 * language calls it, so that the two can run side by side.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ToldPack } from '../domain/src/pack/index.ts';
import { readPack } from '../server/src/modules/county/index.ts';
import { DEMO_PASSWORD, tellStory } from '../server/src/modules/demo/index.ts';
import { sql } from '../server/src/platform/db.ts';
import { atRest, axeFindings, DESK, openStage, PHONE, type Stage, shoot } from './stage.ts';

/** Every key of the catalogue: none of them is a word for people. */
const KEYS = new Set(
  ['zh-CN', 'en'].flatMap((language) => {
    const folder = new URL(`../words/${language}/`, import.meta.url);
    return readdirSync(folder).flatMap((file) => Object.keys(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))));
  }),
);

let stage: Stage;
let matter: string;
let mine: string;
before(async () => {
  stage = await openStage();
  const { services } = stage.house;
  const [county] = services.counties.values();
  assert.ok(county);
  const pack = (await readPack(county.id)) as ToldPack;
  await tellStory(services, county, { pack, seed: 'pages', until: Date.now(), most: 60 });
  const one = async (where: ReturnType<typeof sql>) =>
    (
      await services.db.row<{ id: string }>(
        sql`SELECT m.matter_id AS id FROM matter m WHERE m.county_id = ${county.id} AND ${where} LIMIT 1`,
      )
    )?.id ?? '';
  matter = (await one(sql`m.state = 'in_progress' AND m.pictures > 0`)) || (await one(sql`m.state = 'in_progress'`));
  mine = await one(
    sql`m.reporter_id = (SELECT a.person_id FROM account a WHERE a.county_id = ${county.id} AND a.username = 'resident') AND m.state = 'concluded'`,
  );
});
after(() => stage?.close());
// A page left open goes on listening and drawing beside the next one.
afterEach(async () => {
  for (const context of stage.browser.contexts()) await context.close();
});

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page
    .locator('[aria-busy="true"], .hy-loading')
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => {});
  await atRest(page);
}

async function look(page: Page, name: string): Promise<void> {
  await settled(page);
  await shoot(page, name);
  const findings = await axeFindings(page);
  assert.deepEqual(findings, [], name);
  const { wide, text } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    text: document.body.innerText,
  }));
  assert.ok(wide <= 0, `${name} is ${wide}px wider than its window`);
  const keys = (text.match(/\b[a-z]\w*(?:\.\w+)+\b/gi) ?? []).filter((one) => KEYS.has(one));
  assert.deepEqual(keys, [], `${name} shows keys`);
}

function watchHosts(page: Page, asked: string[]): void {
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') asked.push(request.url());
  });
}

async function signIn(page: Page, face: 'console' | 'pocket', username: string): Promise<void> {
  await page.goto(`${stage.base}/${face}${face === 'pocket' ? '/sign-in/staff' : ''}`);
  await page.getByTestId('username').fill(username);
  await page.getByTestId('password').fill(DEMO_PASSWORD);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('sign-in').waitFor({ state: 'detached' });
}

async function residentSignIn(page: Page): Promise<void> {
  await page.goto(`${stage.base}/pocket/sign-in`);
  await page.getByTestId('phone').fill('10000000001');
  await page.getByTestId('code-ask').click();
  await page.getByTestId('code').fill(/\d{6}/.exec(await page.locator('#code-note').innerText())?.[0] ?? '');
  await page.getByTestId('sign-in').click();
  await page.getByTestId('sign-in').waitFor({ state: 'detached' });
}

async function opened(viewport: typeof DESK, language: string) {
  const asked: string[] = [];
  const { page, context } = await stage.person({ viewport, locale: language });
  watchHosts(page, asked);
  await context.addInitScript((lang) => localStorage.setItem('huying.lang', lang), language);
  return { page, asked };
}

/** Pages of the console by who opens them. */
const DESKS: Record<string, () => string[]> = {
  dispatcher: () => [
    ...['inbox', 'register', `matters/${matter}`, 'report', 'overview', 'items', 'lists', 'territory', 'calendar'],
    ...['facilities', 'facilities/teams', 'facilities/duty', 'facilities/circle', 'figures'],
  ],
  admin: () => ['jobs', 'calendar', 'territory', 'territory/changes', 'coverage', 'coverage/points', 'devices'],
  security: () => [
    'people',
    ...['posts', 'vacancies', 'ending', 'boards', 'units', 'grades'].map((tab) => `people?tab=${tab}`),
  ],
  organiser: () => ['party', 'party/plans'],
};

/** The tests of all pages in one language. */
export function tryEveryPage(language: 'zh-CN' | 'en'): void {
  describe(`pages in ${language}`, () => {
    test('console, before anybody signed in', async () => {
      const { page } = await opened(DESK, language);
      await page.goto(`${stage.base}/console`);
      await page.getByTestId('sign-in').waitFor();
      await look(page, `console-sign-in-${language}`);
    });

    for (const [username, paths] of Object.entries(DESKS)) {
      test(`console of ${username}`, async () => {
        const { page, asked } = await opened(DESK, language);
        await signIn(page, 'console', username);
        for (const path of paths()) {
          await page.goto(`${stage.base}/console/${path}`);
          await page.getByTestId('sign-out').waitFor();
          const name = path.replace(/^matters\/.*/, 'matter').replaceAll(/[/?=]/g, '-');
          await look(page, `console-${username}-${name}-${language}`);
        }
        assert.deepEqual(asked, []);
      });
    }

    test('pocket, resident', async () => {
      const { page, asked } = await opened(PHONE, language);
      await page.goto(`${stage.base}/pocket`);
      await look(page, `pocket-home-${language}`);
      await page.goto(`${stage.base}/pocket/sign-in`);
      await look(page, `pocket-sign-in-${language}`);
      await residentSignIn(page);
      for (const path of ['', 'report', 'mine', `matter/${mine}`, 'queue', 'me', 'nearby', 'duty', 'who']) {
        await page.goto(`${stage.base}/pocket/${path}`);
        await look(page, `pocket-${path.replace(/\/.*/, '') || 'home-in'}-${language}`);
      }
      assert.deepEqual(asked, []);
    });

    test('pocket, grid member', async () => {
      const { page } = await opened(PHONE, language);
      await signIn(page, 'pocket', 'grid_leader');
      for (const path of ['', 'grid', 'report', 'me', 'me/password', 'me/grade']) {
        await page.goto(`${stage.base}/pocket/${path}`);
        await look(page, `pocket-work-${path.replace('/', '-') || 'tasks'}-${language}`);
      }
      await page.goto(`${stage.base}/pocket/`);
      await page.getByTestId('tasks').waitFor();
      await page.getByTestId('task-card').first().click();
      await page.getByTestId('matter').waitFor();
      await look(page, `pocket-work-matter-${language}`);
    });

    test('pocket, elder mode', async () => {
      const { page } = await opened({ width: 360, height: 640 }, language);
      await page.goto(`${stage.base}/pocket`);
      await page.getByTestId('elder').click();
      await look(page, `elder-home-${language}`);
      const size = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
      assert.ok(size >= 18, `body text is ${size}px`);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('main button, main a.pk-call, nav a')]
          .map((one) => ({ name: one.textContent ?? '', height: one.getBoundingClientRect().height }))
          .filter((one) => one.height > 0 && one.height < 60),
      );
      assert.deepEqual(small, [], 'targets of at least 60px');
      await residentSignIn(page);
      for (const path of ['report', 'mine', `matter/${mine}`]) {
        await page.goto(`${stage.base}/pocket/${path}`);
        await look(page, `elder-${path.replace(/\/.*/, '')}-${language}`);
      }
    });

    test('public page, desk and phone', async () => {
      for (const viewport of [DESK, PHONE]) {
        const { page, asked } = await opened(viewport, language);
        await page.goto(`${stage.base}/`);
        await look(page, `public-${viewport.width}-${language}`);
        assert.deepEqual(asked, []);
      }
    });
  });
}
