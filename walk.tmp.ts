import { chromium } from 'playwright-core';
import { findBrowser } from './scripts/browser.ts';
const base = 'http://127.0.0.1:8471';
const out = '/tmp/w/posts/shots';
const { executablePath, args, env } = await findBrowser();
const browser = await chromium.launch({ executablePath, args, env: { ...process.env, ...env } as Record<string, string> });
const only = process.argv[2] ?? '';
async function desk(county: string, user: string) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  await page.goto(`${base}/${county}/console`);
  await page.getByTestId('username').fill(user);
  await page.getByTestId('password').fill('huying-demo');
  await page.getByTestId('sign-in').click();
  await page.getByTestId('sign-out').waitFor();
  return page;
}
async function phone(county: string, user: string) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  await page.goto(`${base}/${county}/pocket/sign-in/staff`);
  await page.getByTestId('username').fill(user);
  await page.getByTestId('password').fill('huying-demo');
  await page.getByTestId('sign-in').click();
  await page.getByTestId('sign-in').waitFor({ state: 'detached' });
  return page;
}
const shot = async (page: any, name: string, wait = 1500) => { await page.waitForTimeout(wait); await page.screenshot({ path: `${out}/${name}.png` }); console.log(name); };
const parts: Record<string, () => Promise<void>> = {
  async people() {
    const page = await desk('sishui', 'security');
    await page.goto(`${base}/sishui/console/people`); await shot(page, 'p01-people');
    await page.getByRole('table').getByRole('link').first().click(); await shot(page, 'p02-person');
    for (const tab of ['posts', 'vacancies', 'ending']) { await page.goto(`${base}/sishui/console/people?tab=${tab}`); await shot(page, `p03-${tab}`); }
  },
  async grades() {
    const page = await desk('sishui', 'organiser');
    await page.goto(`${base}/sishui/console/people?tab=grades`); await shot(page, 'g01-list');
    await page.getByTestId('import-grades').click(); await shot(page, 'g02-import');
    const file = page.waitForEvent('download'); await page.getByTestId('grade-sheet-file').click();
    await (await file).saveAs(`${out}/sheet.xlsx`);
    await page.locator('#import-file').setInputFiles(`${out}/sheet.xlsx`);
    await page.getByRole('dialog').getByRole('button', { name: '开始导入' }).click();
    await page.getByTestId('job-result').waitFor(); await shot(page, 'g03-imported');
    await page.getByTestId('job-made').click(); await shot(page, 'g04-back');
  },
  async pocket() {
    const page = await phone('sishui', 'worker');
    await page.goto(`${base}/sishui/pocket/me`); await shot(page, 'k01-me');
    await page.getByTestId('my-grade').click(); await shot(page, 'k02-grade');
    await page.screenshot({ path: `${out}/k02-grade-full.png`, fullPage: true });
    await page.goto(`${base}/sishui/pocket/who`); await shot(page, 'k03-who');
  },
  async duty() {
    const page = await desk('pingyin', 'community');
    await page.goto(`${base}/pingyin/console/facilities`); await shot(page, 'f01-list', 4000);
    await page.goto(`${base}/pingyin/console/facilities/teams`); await shot(page, 'f02-teams');
    await page.goto(`${base}/pingyin/console/facilities/duty`); await shot(page, 'f03-duty');
    await page.goto(`${base}/pingyin/console/facilities`);
    await page.getByTestId('facility-row').first().getByRole('link').click(); await shot(page, 'f04-sheet');
  },
  async circle() {
    const page = await desk('pingyin', 'dispatcher');
    await page.goto(`${base}/pingyin/console/facilities/circle`); await shot(page, 'c01', 5000);
    await page.getByTestId('circle-next').click();
    await page.getByTestId('circle-sites-found').waitFor({ timeout: 120000 }); await shot(page, 'c02-sites', 5000);
  },
  async lists() {
    const page = await desk('pingyin', 'dispatcher');
    await page.goto(`${base}/pingyin/console/items`); await shot(page, 'i01-items');
    await page.getByRole('searchbox').fill('城管'); await shot(page, 'i02-search');
    await page.goto(`${base}/pingyin/console/lists`); await shot(page, 'i03-lists');
  },
};
for (const [name, part] of Object.entries(parts)) if (!only || only.split(',').includes(name)) { try { await part(); } catch (e) { console.log(name, String(e).slice(0, 400)); } }
await browser.close();
