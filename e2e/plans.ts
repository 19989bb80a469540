/** Forming branches on a stage, and what the page says of them. */
import type { Page } from 'playwright-core';
import { formPlan } from '../server/src/modules/party/index.ts';
import { sql } from '../server/src/platform/db.ts';
import type { Stage } from './stage.ts';

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

/** Presses, and waits for the plan that comes of it. */
export async function formed(stage: Stage, page: Page, press: string): Promise<void> {
  const before = page.url();
  await page.getByTestId(press).click();
  await page.waitForURL((url) => url.href !== before && /party\/plans\/./.test(url.pathname));
  await work(stage);
  await page.locator('[data-testid="plan"][data-state="ready"]').waitFor();
}

/** A figure of the plan that is looked at. */
export const figure = async (page: Page, key: string): Promise<number> =>
  Number.parseInt((await page.locator(`[data-figure="${key}"] b`).innerText()).replace(/\D.*$/, ''), 10);
