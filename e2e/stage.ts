/** A stage for journeys: a demo county on a database of its own, the real server on a loopback port, a real browser. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../scripts/browser.ts';
import { makeApp } from '../server/src/app.ts';
import { type House, openHouse } from '../server/src/house.ts';
import { DEMO_PASSWORD } from '../server/src/modules/demo/people.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { makeLog } from '../server/src/platform/log.ts';
import { withDatabase } from '../server/test/harness.ts';

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Where pictures of pages are put when HUYING_SHOTS names a folder (in English too with HUYING_SHOTS_EN); they are looked at by people, not compared. */
const shots = process.env.HUYING_SHOTS;

export type Stage = {
  base: string;
  house: House;
  browser: Browser;
  /** A person's own browser: nothing is shared with another's. */
  person(options?: {
    viewport?: { width: number; height: number };
    locale?: string;
  }): Promise<{ page: Page; context: BrowserContext }>;
  /** Signs in at the console with a demo account. */
  atDesk(username: string): Promise<Page>;
  close(): Promise<void>;
};

/** @param clock the time the house goes by, for journeys over days */
export async function openStage(county = 'pingyin', clock: () => number = Date.now): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'huying-stage-'));
  const database = await withDatabase();
  const config = readConfig({ HUYING_DATA: data, HUYING_COUNTIES: county, HUYING_DEMO: '1', HUYING_LOG: 'warn' }, data);
  const house = await openHouse(config, {
    log: makeLog('warn'),
    clock,
    database: { url: database.url, kind: 'external', dataDir: null, pid: null, stop: async () => {} },
  });
  const { app } = await makeApp(house.services);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/${county}`;
  const { executablePath, args, env } = await findBrowser();
  const browser = await chromium.launch({
    executablePath,
    args,
    env: { ...process.env, ...env } as Record<string, string>,
  });

  const person: Stage['person'] = async ({ viewport = DESK, locale = 'zh-CN' } = {}) => {
    const context = await browser.newContext({
      viewport,
      locale,
      timezoneId: 'Asia/Shanghai',
      ...(viewport.width < 500 ? { isMobile: true, hasTouch: true } : {}),
    });
    const page = await context.newPage();
    // Two journeys share the machine: what takes two seconds alone may take twenty.
    page.setDefaultTimeout(45_000);
    return { page, context };
  };

  return {
    base,
    house,
    browser,
    person,
    async atDesk(username) {
      const { page } = await person();
      await page.goto(`${base}/console`);
      await page.getByTestId('username').fill(username);
      await page.getByTestId('password').fill(DEMO_PASSWORD);
      await page.getByTestId('sign-in').click();
      await page.getByTestId('sign-out').waitFor();
      return page;
    },
    async close() {
      await browser.close();
      await app.close();
      await house.close();
      await database.drop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export async function shoot(page: Page, name: string): Promise<void> {
  if (!shots) return;
  if (await page.getByTestId('map').count()) await mapDrawn(page);
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
  if (process.env.HUYING_SHOTS_EN) await shootEnglish(page, join(shots, `${name}.en.png`));
}

/** The same address in English, in a page of its own: what was opened or typed is not on it. */
async function shootEnglish(page: Page, path: string): Promise<void> {
  const other = await page.context().newPage();
  const speak = (lang: string) => other.evaluate((one) => localStorage.setItem('huying.lang', one), lang);
  await other.setViewportSize(page.viewportSize() ?? DESK);
  await other.goto(page.url());
  await speak('en');
  await other.reload();
  await other.waitForTimeout(2500);
  await other.screenshot({ path });
  await speak('zh-CN');
  await other.close();
}

/** Types into a field that searches, and takes the first thing found that has the words. */
export async function pick(page: Page, field: string, words: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).fill(words);
  await page.locator('.hy-option').filter({ hasText: words }).first().click();
}

/** The map is there and has had time to draw what it was given. */
export async function mapDrawn(page: Page): Promise<void> {
  await page.locator('[data-testid="map"][data-ready="true"]').first().waitFor();
  await page.waitForTimeout(2500);
}

/** The page has come to rest: it is shown, axe finds nothing on it, and it is no wider than its window. */
export async function sound(page: Page, name: string): Promise<void> {
  await page.locator('.hy-bones').first().waitFor({ state: 'detached' });
  await atRest(page);
  await shoot(page, name);
  assert.deepEqual(await axeFindings(page), [], name);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} is ${wide}px wider than its window`);
}

/**
 * Nothing moves or fades any more: a button that is just becoming enabled is, half-way, neither of its two colours. What turns
 * for as long as it is there (a spinner) is not waited for.
 */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = () =>
      document
        .getAnimations()
        .filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity);
    // Two frames: what React has just changed starts to move only when it is drawn.
    const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await drawn();
    while (passing().length > 0) {
      await Promise.allSettled(passing().map((one) => one.finished));
      await drawn();
    }
  });
}

/** Serious and critical findings of axe on the page once it is at rest, one line each; none is the aim. */
export async function axeFindings(page: Page): Promise<string[]> {
  await atRest(page);
  // The page has no frames of others: it is judged where it stands, without a second page to sum up.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`),
    );
}
