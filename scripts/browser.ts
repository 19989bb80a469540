import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from '../server/src/platform/lock.mjs';

/** What playwright-core's `chromium.launch` takes. */
export type Browser = { executablePath: string; args: string[]; env: Record<string, string> };

/**
 * A Chromium for journeys and pictures: $CHROMIUM_PATH, one the system has, one Playwright has fetched, else the one
 * that comes as a package, unpacked once. It shows Chinese wherever it runs, and draws maps without a graphics card.
 * @throws Error in words when there is none for this platform
 */
export async function findBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given)) throw new Error(`CHROMIUM_PATH: 没有这个文件 · there is no such file: ${given}`);
  const found = given || installed().find((path) => existsSync(path));
  if (found) return { executablePath: found, args: ARGS, env: await withChinese({ ...environment() }) };
  return packaged();
}

const ARGS = [
  // The sandbox needs rights that root and containers lack; only our own pages are opened.
  ...['--no-sandbox', '--no-first-run', '--disable-quic', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
  ...['--ignore-gpu-blocklist', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  ...['--font-render-hinting=none', '--force-color-profile=srgb'],
];

function installed(): string[] {
  if (process.platform === 'darwin') {
    const app = 'Contents/MacOS';
    return [
      `/Applications/Chromium.app/${app}/Chromium`,
      `/Applications/Google Chrome.app/${app}/Google Chrome`,
      ...fetched(),
    ];
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = new Set(['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]);
  return [...[...folders].flatMap((dir) => names.map((name) => join(dir, name))), ...fetched()];
}

/** What Playwright has downloaded, newest first. */
function fetched(): string[] {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ??
    join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'ms-playwright');
  if (!existsSync(cache)) return [];
  const number = (name: string): number => Number(name.split('-').at(-1));
  const inside = [
    ...['chrome-linux/chrome', 'chrome-linux64/chrome', 'chrome-linux/headless_shell'],
    ...['chrome-headless-shell-linux64/chrome-headless-shell', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium'],
  ];
  return readdirSync(cache)
    .filter((name) => name.startsWith('chromium'))
    .sort((a, b) => number(b) - number(a))
    .flatMap((name) => inside.map((path) => join(cache, name, path)));
}

async function packaged(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('没有找到 Chromium，请设置 CHROMIUM_PATH。· No Chromium was found: set CHROMIUM_PATH.');
  }
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const room = join(cacheFolder(), `chromium-${versionOf(entry)}`);
  await makeWhole(room, async (aside) => {
    // The package unpacks itself into TMPDIR, and its libraries only where it believes to be at home.
    const env = {
      ...environment(),
      TMPDIR: aside,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x',
    };
    const script = "const { default: c } = await import('@sparticuz/chromium'); await c.executablePath();";
    const done = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: dirname(fileURLToPath(import.meta.url)),
      env,
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`浏览器解包失败 · the browser could not be unpacked: ${done.stderr}`);
    // Unpacked by root it may serve others of this machine too; the browser makes `locales` itself, for its user alone.
    chmodSync(join(aside, 'chromium'), 0o755);
    mkdirSync(join(aside, 'locales'));
    rmSync(join(aside, 'fonts'), { recursive: true, force: true });
  });
  const env = { ...environment(), LD_LIBRARY_PATH: join(room, 'al2023', 'lib') };
  const executablePath = join(room, 'chromium');
  return { executablePath, args: ['--headless=shell', ...ARGS], env: await withChinese(env) };
}

/**
 * Adds, where the system has no Chinese font of its own, the one that comes as a package: its woff2 made a TrueType
 * file, as Chromium takes its system fonts only so.
 */
async function withChinese(env: Record<string, string>): Promise<Record<string, string>> {
  if (process.platform !== 'linux' || hasChineseFont()) return env;
  const entry = createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json');
  const room = join(cacheFolder(), `fonts-${versionOf(entry)}`);
  await makeWhole(room, async (aside) => {
    const { decompress } = (await import('wawoff2')).default;
    for (const weight of [400, 500, 700]) {
      for (const subset of ['chinese-simplified', 'latin']) {
        const packed = readFileSync(join(dirname(entry), 'files', `noto-sans-sc-${subset}-${weight}-normal.woff2`));
        writeFileSync(join(aside, `${subset}-${weight}.ttf`), await decompress(packed));
      }
    }
    writeFileSync(join(aside, 'fonts.conf'), fontsConf(room));
  });
  return { ...env, FONTCONFIG_FILE: join(room, 'fonts.conf') };
}

function hasChineseFont(): boolean {
  const listed = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return listed.status === 0 && listed.stdout.trim() !== '';
}

/** This font and no other, so that pictures are alike on every machine. */
const fontsConf = (room: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${room}</dir>
  <cachedir>${join(room, 'cache')}</cachedir>
</fontconfig>
`;

/** With the packages where that can be written, as it goes with them; else each user's own among the temporary files. */
function cacheFolder(): string {
  const checkout = fileURLToPath(new URL('..', import.meta.url));
  const beside = join(checkout, 'node_modules', '.cache', 'huying');
  try {
    mkdirSync(beside, { recursive: true });
    writeFileSync(join(beside, '.writable'), '');
    return beside;
  } catch {
    const key = createHash('sha256').update(checkout).digest('hex').slice(0, 8);
    const own = join(tmpdir(), `huying-browser-${process.getuid?.() ?? 0}-${key}`);
    mkdirSync(own, { recursive: true, mode: 0o700 });
    return own;
  }
}

/** Makes a folder aside and renames it, once among all who want it: what is there is whole. */
async function makeWhole(folder: string, fill: (aside: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(folder)) return;
    const aside = `${folder}.new`;
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { recursive: true });
    await fill(aside);
    renameSync(aside, folder);
  });
}

function versionOf(entry: string): string {
  for (let dir = dirname(entry); ; dir = dirname(dir)) {
    const path = join(dir, 'package.json');
    const { version } = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { version?: string }) : {};
    if (version) return version;
  }
}

const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

if (import.meta.main) {
  const { executablePath } = await findBrowser();
  process.stdout.write(`浏览器 · browser: ${executablePath}\n`);
}
