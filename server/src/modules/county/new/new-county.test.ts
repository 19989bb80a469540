/** Follows docs/new-county.md as a clerk would: its table, its commands, its edits, its mistake. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type TestDatabase, withDatabase } from '../../../../test/harness.ts';
import { ROOT } from '../../../../test/structure/source.ts';
import { writeWorkbook } from '../../../platform/exchange/index.ts';

const DOC = readFileSync(join(ROOT, 'docs/new-county.md'), 'utf8');
const CLI = join(ROOT, 'server/src/cli.ts');

/** Commands of the document in their order. */
const commands = [...DOC.matchAll(/```sh\n(.+)\n```/g)].map((found) => found[1] as string);

/** Rows of the document's first table. */
function placesTable(): string[][] {
  const rows = DOC.split('\n').filter((line) => line.startsWith('|'));
  const end = rows.findIndex((line) => line.startsWith('| 文件 '));
  return rows
    .slice(0, end)
    .filter((line) => !line.startsWith('|---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

type Ran = { status: number | null; out: string };

describe('docs/new-county.md', () => {
  let folder = '';
  let database: TestDatabase;
  const packs = () => join(folder, 'packs');
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'huying-new-'));
    database = await withDatabase();
    const [head = [], ...rows] = placesTable();
    writeFileSync(
      join(folder, 'places.xlsx'),
      await writeWorkbook([{ name: '地方', columns: head.map((header) => ({ header })), rows }]),
    );
  });
  after(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const env = (more: Record<string, string> = {}) => ({
    ...process.env,
    HUYING_PACKS: packs(),
    HUYING_DATA: join(folder, 'data'),
    DATABASE_URL: database.url,
    HUYING_LOG: 'warn',
    ...more,
  });

  /** A line of the document as it would be typed, without the installing that npm does. */
  function type(line: string): Ran {
    const settings: Record<string, string> = {};
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? (found[2] as string));
    while (/^[A-Z_]+=/.test(words[0] ?? '')) {
      const [name = '', value = ''] = (words.shift() as string).split('=');
      settings[name] = value;
    }
    assert.deepEqual(words.slice(0, 4), ['npm', 'run', 'huying', '--'], line);
    const ran = spawnSync(process.execPath, [CLI, ...words.slice(4)], {
      cwd: folder,
      env: env(settings),
      encoding: 'utf8',
    });
    return { status: ran.status, out: `${ran.stdout}${ran.stderr}` };
  }

  const file = (name: string) => join(packs(), 'linxi', name);

  function edit(name: string, from: string, to: string): number {
    const text = readFileSync(file(name), 'utf8');
    assert.ok(text.includes(from), `${name} has no ${from}`);
    writeFileSync(file(name), text.replace(from, to));
    return text.slice(0, text.indexOf(from)).split('\n').length;
  }

  /** Starts the program for real and asks it; ended by its own process id. */
  async function started<T>(ask: (base: string) => Promise<T>): Promise<T> {
    const server = spawn(process.execPath, [join(ROOT, 'server/src/main.ts')], {
      cwd: folder,
      env: env({ HUYING_COUNTIES: 'linxi', PORT: '0' }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    server.stderr.on('data', (chunk) => {
      said += chunk;
    });
    try {
      const base = await new Promise<string>((resolve, reject) => {
        server.stdout.on('data', (chunk) => {
          said += chunk;
          const found = /(http:\/\/127\.0\.0\.1:\d+)\/linxi\/console\//.exec(said);
          if (found) resolve(found[1] as string);
        });
        server.on('exit', () => reject(new Error(said)));
      });
      return await ask(`${base}/api/linxi`);
    } finally {
      server.kill('SIGTERM');
      await new Promise((done) => (server.exitCode === null ? server.once('exit', done) : done(null)));
    }
  }

  const get = async (base: string, path: string, cookie = '') => {
    const reply = await fetch(`${base}${path}`, { headers: cookie ? { cookie } : {} });
    // biome-ignore lint/suspicious/noExplicitAny: an answer is looked into by tests
    return { status: reply.status, body: (await reply.json()) as any };
  };

  const signIn = async (base: string, username: string): Promise<string> => {
    const reply = await fetch(`${base}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: 'huying-demo' }),
    });
    assert.ok(reply.ok, await reply.text());
    return (reply.headers.get('set-cookie') ?? '').split(';')[0] as string;
  };

  test('the pack is made from the table and can be used', () => {
    const made = type(commands[0] as string);
    assert.equal(made.status, 0, made.out);
    const { nodes } = JSON.parse(readFileSync(file('territory.json'), 'utf8'));
    assert.equal(nodes.length, placesTable().length, 'the county and a node for each row');
    const again = type(commands[0] as string);
    assert.equal(again.status, 1);
    assert.match(again.out, /已经存在，不会覆盖/);
    const checked = type(commands[1] as string);
    assert.equal(checked.status, 0, checked.out);
    assert.match(checked.out, /可以使用/);
  });

  test('it starts at once: addresses, demo accounts, a list of matters, nothing that is not described', async () => {
    await started(async (base) => {
      const county = await get(base, '/county');
      assert.equal(county.body.name.zh, '临溪县');
      assert.equal(county.body.switches.devices, false);
      const figures = (await get(base, '/figures')).body;
      assert.deepEqual(
        [figures.towns, figures.communities, figures.villages, figures.grids, figures.items],
        [2, 2, 1, 3, 104],
      );
      const cookie = await signIn(base, 'dispatcher');
      assert.equal((await get(base, '/devices', cookie)).status, 404);
      assert.equal((await get(base, '/matters', cookie)).status, 200);
    });
  });

  test('a switch opens a room', async () => {
    edit('county.json', '"devices": false', '"devices": true');
    const [json] = /```json\n([\s\S]+?)```/.exec(DOC)?.slice(1) ?? [];
    writeFileSync(file('devices.json'), json as string);
    const checked = type(commands[3] as string);
    assert.equal(checked.status, 0, checked.out);
    await started(async (base) => {
      const cookie = await signIn(base, 'dispatcher');
      assert.equal((await get(base, '/devices', cookie)).status, 200);
      const { kinds } = (await get(base, '/devices/counts', cookie)).body;
      assert.equal(kinds.length, 2);
    });
  });

  test('a mistake is told as the document says', () => {
    const [, from = '', to = '', told = ''] = /把 `(.+)` 写成了 `(.+)`，会看到：\n\n> (.+)/.exec(DOC) ?? [];
    const line = edit('county.json', from, to);
    const checked = type(commands[3] as string);
    assert.equal(checked.status, 1);
    assert.ok(checked.out.includes(told), `${checked.out}\nthe document says ${told}, and the line is ${line}`);
    edit('county.json', to, from);
  });

  test('the first real account is made', () => {
    const made = type(commands.at(-1) as string);
    assert.equal(made.status, 0, made.out);
    assert.match(made.out, /^li {2}\S+/m);
  });

  const refused: [string, string[], RegExp][] = [
    ['a reserved name', ['api', '--name', '甲', '--code', '379901', '--center', '1,1'], /保留名称/],
    ['a name with a capital', ['Linxi', '--name', '甲', '--code', '379901', '--center', '1,1'], /不能作名称/],
    ['a code of five digits', ['xinxian', '--name', '甲', '--code', '37990', '--center', '1,1'], /6 位数字/],
    ['a centre that is none', ['xinxian', '--name', '甲', '--code', '379901', '--center', '中心'], /经度,纬度/],
    ['nothing said', ['xinxian'], /县名不能留空/],
    [
      'a table that is not there',
      ['xinxian', '--name', '甲', '--code', '379901', '--center', '1,1', '--places', 'no.xlsx'],
      /读不到文件/,
    ],
  ];
  for (const [what, words, says] of refused)
    test(`refused, and nothing left behind: ${what}`, () => {
      const ran = spawnSync(process.execPath, [CLI, 'county', 'new', ...words], {
        cwd: folder,
        env: env(),
        encoding: 'utf8',
      });
      assert.equal(ran.status, 1);
      assert.match(ran.stderr, says);
      assert.ok(!existsSync(join(packs(), words[0] as string)));
    });

  test('every row of a table that cannot be used is named', async () => {
    const rows = [
      ['甲街道', '街道', '', '379901001'],
      ['乙社区', '社区', '没有的街道', ''],
      ['丙社区', '小队', '甲街道', ''],
      ['', '社区', '甲街道', ''],
      ['丁社区', '社区', '甲街道', '379901002001'],
    ];
    const columns = ['名称', '层级', '上级', '编码'].map((header) => ({ header }));
    writeFileSync(join(folder, 'bad.xlsx'), await writeWorkbook([{ name: '地方', columns, rows }]));
    const ran = type(
      'npm run huying -- county new xinxian --name 甲县 --code 379901 --center 117,36 --places bad.xlsx',
    );
    assert.equal(ran.status, 1);
    for (const says of [
      /第 3 行.*没有的街道/,
      /第 4 行：不认识的层级“小队”/,
      /第 5 行：没有名称/,
      /第 6 行.*379901002001/,
    ])
      assert.match(ran.out, says);
    assert.ok(!existsSync(join(packs(), 'xinxian')));
  });

  test('outlines of the clerk’s own are taken by name, and those that lack or are wrong are named', async () => {
    const square = (x: number, y: number, swap = false) => ({
      type: 'Polygon',
      coordinates: [
        [
          [x, y],
          [x + 0.1, y],
          [x + 0.1, y + 0.1],
          [x, y + 0.1],
          [x, y],
        ].map(([a, b]) => (swap ? [b, a] : [a, b])),
      ],
    });
    const rows = [
      ['甲街道', '街道'],
      ['乙社区', '社区'],
    ];
    const columns = ['名称', '层级'].map((header) => ({ header }));
    writeFileSync(join(folder, 'two.xlsx'), await writeWorkbook([{ name: '地方', columns, rows }]));
    const line =
      'npm run huying -- county new xinxian --name 甲县 --code 379901 --center 117.05,36.05 --places two.xlsx --shapes s.json';
    const shapes = (names: string[], swap = false) =>
      writeFileSync(
        join(folder, 's.json'),
        JSON.stringify({
          type: 'FeatureCollection',
          features: names.map((name) => ({
            type: 'Feature',
            properties: { 名称: name },
            geometry: square(117, 36, swap),
          })),
        }),
      );
    shapes(['甲县', '甲街道']);
    assert.match(type(line).out, /“乙社区”没有图形/);
    shapes(['甲县', '甲街道', '乙社区'], true);
    assert.match(type(line).out, /经度和纬度写反了/);
    shapes(['甲县', '甲街道', '乙社区']);
    const made = type(line);
    assert.equal(made.status, 0, made.out);
    assert.equal(JSON.parse(readFileSync(join(packs(), 'xinxian/shapes.geojson'), 'utf8')).synthetic, false);
  });

  test('a district or a city is called so, by its pack and its people', () => {
    for (const [id, name, word] of [
      ['xinqu', '新区', '区'],
      ['xinshi', '新市', '市'],
    ]) {
      const made = type(
        `npm run huying -- county new ${id} --name ${name} --name-en New --code 379902 --center 117.5,36.5`,
      );
      assert.equal(made.status, 0, made.out);
      const read = (part: string) => JSON.parse(readFileSync(join(packs(), id as string, part), 'utf8'));
      assert.equal(read('county.json').levels[0].word.zh, word);
      const leader = read('demo.json').accounts.find(({ username }: { username: string }) => username === 'leader');
      assert.equal(leader.name, `演示·${word}领导`);
    }
  });
});
