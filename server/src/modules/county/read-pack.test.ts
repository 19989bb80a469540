import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { lineOf, PackError, type PackProblem, packRoot, readPack } from './index.ts';
import { pathOf, stepsOf } from './pack-text.ts';
import { nearestOf, PATTERNS } from './schema-words.ts';

const COUNTY = 'pingyin';

/** The shared post whose capacity is the first `1` of the file. */
const FIRST_OF_ONE = (
  JSON.parse(readFileSync(join(packRoot(), '_shared/posts.json'), 'utf8')) as { posts: { capacity: number }[] }
).posts.findIndex(({ capacity }) => String(capacity).startsWith('1'));

/** What is wrong with a copy of the packs after `change`; the same copy unchanged is read without a word. */
async function problemsAfter(change: (folder: string) => void): Promise<readonly PackProblem[]> {
  const root = mkdtempSync(join(tmpdir(), 'huying-packs-'));
  try {
    for (const part of [COUNTY, '_shared']) cpSync(join(packRoot(), part), join(root, part), { recursive: true });
    await readPack(COUNTY, root);
    change(join(root, COUNTY));
    await readPack(COUNTY, root);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return error.problems;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  throw new Error('was read');
}

/** Replaces the first `from` in a file's text; the line, from 1, on which it stood. */
function replace(folder: string, file: string, from: string, to: string): number {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.includes(from), `${file} has no ${from}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return text.slice(0, text.indexOf(from)).split('\n').length;
}

type Case = {
  name: string;
  file: string;
  from: string;
  to: string;
  path: string;
  zh: RegExp;
  en: RegExp;
  /** Where the fault is told, when that is not the file that was changed. */
  told?: string;
};

const CASES: Case[] = [
  {
    ...{
      name: 'a text where a number belongs',
      file: 'county.json',
      from: '"reopenDays": 15',
      to: '"reopenDays": "soon"',
    },
    ...{ path: 'reopenDays', zh: /整数，现为 "soon"/, en: /whole number, not "soon"/ },
  },
  {
    ...{
      name: 'a field nobody knows',
      file: 'county.json',
      from: '"yellowShare": 0.8',
      to: '"yellowShare": 0.8, "yelowShare": 1',
    },
    ...{ path: 'yelowShare', zh: /没有“yelowShare”.*“yellowShare”/, en: /no field "yelowShare".*"yellowShare"/ },
  },
  {
    ...{
      name: 'a field that is missing',
      file: 'county.json',
      from: '"callback": { "attempts": 3, ',
      to: '"callback": { ',
    },
    ...{ path: 'callback', zh: /缺少字段“attempts”/, en: /"attempts" is missing/ },
  },
  {
    ...{
      name: 'a word that is none of the choices',
      file: 'county.json',
      from: '"byDefault": "call"',
      to: '"byDefault": "cal"',
    },
    ...{ path: 'callback.byDefault', zh: /call、message、none.*“call”/, en: /call, message, none.*"call"/ },
  },
  {
    ...{ name: 'a code of five digits', file: 'county.json', from: '"370124"', to: '"37012"' },
    ...{ path: 'divisionCode', zh: /6 位数字，现为 "37012"/, en: /6 digits, not "37012"/ },
  },
  {
    ...{ name: 'a share above one', file: 'county.json', from: '"yellowShare": 0.8', to: '"yellowShare": 8' },
    ...{ path: 'yellowShare', zh: /不大于 1，现为 8/, en: /at most 1, not 8/ },
  },
  {
    ...{ name: 'a level that is none', file: 'county.json', from: '"grid": 3 }', to: '"gird": 3 }' },
    ...{ path: 'codes.gird', zh: /字段名“gird”/, en: /field name "gird"/ },
  },
  {
    ...{ name: 'an empty text', file: 'county.json', from: '"zh": "平阴县"', to: '"zh": ""' },
    ...{ path: 'name.zh', zh: /不能留空/, en: /must not be empty/ },
  },
  {
    ...{ name: 'a figure that is no number', file: 'demo.json', from: '"value": 19', to: '"value": "19"' },
    ...{ path: 'figures[2].value', zh: /整数，现为 "19"/, en: /whole number, not "19"/ },
  },
  {
    ...{ name: 'a post nobody knows', file: 'demo.json', from: '"post": "grid_leader"', to: '"post": "gird_leader"' },
    ...{ path: 'posts[0].post', zh: /没有岗位“gird_leader”/, en: /no post "gird_leader"/ },
  },
  {
    ...{
      name: 'a shared post nobody knows',
      file: 'posts.json',
      from: '"kind": "grid_leader"',
      to: '"kind": "gird_leader"',
    },
    ...{ path: 'posts[0].kind', zh: /共用的 posts.json 中没有“gird_leader”/, en: /no shared "gird_leader"/ },
  },
  {
    ...{
      name: 'a fault of what is shared',
      file: '../_shared/posts.json',
      from: '"capacity": 1',
      to: '"capacity": "one"',
    },
    ...{ path: `posts[${FIRST_OF_ONE}].capacity`, zh: /整数/, en: /whole number/, told: '_shared/posts.json' },
  },
  {
    ...{
      name: 'a unit that the list names and nobody is',
      file: '../_shared/items.json',
      from: '"lead": "',
      to: '"lead": "x',
    },
    ...{ path: 'items[0].lead', zh: /没有单位/, en: /no unit/, told: '_shared/items.json' },
  },
];

describe('a pack that cannot be used names file, line and place', () => {
  for (const { name, file, from, to, path, zh, en, told } of CASES)
    test(name, async () => {
      let line = 0;
      const problems = await problemsAfter((folder) => {
        line = replace(folder, file, from, to);
      });
      const found = problems.find((one) => one.path.startsWith(path) && zh.test(one.zh));
      assert.ok(found, problems.map(lineOf).join('\n'));
      assert.equal(found.file, told ?? `${COUNTY}/${file}`);
      assert.equal(found.line, line);
      assert.match(found.en, en);
    });

  const broken: [string, string, string, RegExp][] = [
    ['a comma too many', '"workweek": [1,', '"workweek": [,1,', /少一个值/],
    ['a comma too few', '"version": 1,', '"version": 1', /少一个逗号/],
    ['a Chinese comma', '"version": 1,', '"version": 1，', /不认识的写法|逗号/],
    ['a note', '"version": 1,', '"version": 1, // first', /注释/],
    ['a name that stands twice', '"version": 1,', '"version": 1, "version": 2,', /“version”写了两次/],
  ];
  for (const [name, from, to, zh] of broken)
    test(`no JSON: ${name}`, async () => {
      let line = 0;
      const problems = await problemsAfter((folder) => {
        line = replace(folder, 'calendar.json', from, to);
      });
      const told = problems.map(lineOf).join('\n');
      const found = problems.find((one) => one.file === `${COUNTY}/calendar.json`);
      assert.match(found?.zh ?? '', zh, told);
      // A comma that is missing shows at what comes after it.
      assert.ok(found && found.line >= line && found.line <= line + 1, told);
    });

  test('a text cut off in its middle is told at its end', async () => {
    let lines = 0;
    const problems = await problemsAfter((folder) => {
      const path = join(folder, 'calendar.json');
      const half = readFileSync(path, 'utf8').slice(0, 150).trimEnd();
      lines = half.split('\n').length;
      writeFileSync(path, half);
    });
    assert.equal(
      problems.find(({ file }) => file.endsWith('calendar.json'))?.line,
      lines,
      problems.map(lineOf).join('\n'),
    );
  });

  test('every fault of every file at once: missing, broken and misshapen', async () => {
    const problems = await problemsAfter((folder) => {
      rmSync(join(folder, 'items.json'));
      writeFileSync(join(folder, 'units.json'), '{');
      replace(folder, 'county.json', '"reopenDays": 15', '"reopenDays": -1');
      replace(folder, 'words/en.json', '": "', '": 7, "x": "');
    });
    assert.deepEqual(problems.map(({ file }) => file).sort(), [
      `${COUNTY}/county.json`,
      `${COUNTY}/items.json`,
      `${COUNTY}/units.json`,
      `${COUNTY}/words/en.json`,
    ]);
  });

  test('a text in another encoding is told so; the mark before UTF-8 is no fault', async () => {
    const problems = await problemsAfter((folder) => {
      writeFileSync(join(folder, 'units.json'), Buffer.from([0x7b, 0x22, 0xc6, 0xbd, 0xd2, 0xf5, 0x22, 0x7d]));
      const county = readFileSync(join(folder, 'county.json'), 'utf8');
      writeFileSync(join(folder, 'county.json'), `\uFEFF${county}`);
    });
    assert.equal(problems.length, 1, problems.map(lineOf).join('\n'));
    assert.match(problems[0]?.zh ?? '', /UTF-8/);
  });

  test('holidays that a published year lacks are named', async () => {
    const problems = await problemsAfter((folder) => {
      replace(folder, 'calendar.json', '"publishedYears": [', '"publishedYears": [2031, ');
    });
    assert.ok(problems.some(({ file, path }) => file === '_shared/holidays.json' && path === 'years.2031'));
  });

  test('a fault in the shared story at its own line, whatever of it was left out before', async () => {
    let line = 0;
    const problems = await problemsAfter((folder) => {
      replace(folder, 'items.json', '    {"code": "0101", "shared": true, "id": "py-001"},\n', '');
      line = replace(folder, '../_shared/story.json', '{shop}净化器', '{nobody}净化器');
    });
    const where = problems.map((one) => `${one.file}:${one.line} ${one.path.split('[')[0]}`);
    assert.deepEqual(where, [`_shared/story.json:${line} texts`]);
  });

  /** The last outline of the pack, changed. */
  const redrawn = (change: (ring: [number, number][]) => void) => (folder: string) => {
    const path = join(folder, 'shapes.geojson');
    const shapes = JSON.parse(readFileSync(path, 'utf8')) as {
      features: { geometry: { coordinates: [number, number][][] } }[];
    };
    change(shapes.features.at(-1)?.geometry.coordinates[0] ?? []);
    writeFileSync(path, JSON.stringify(shapes));
  };
  const outlines: [string, (ring: [number, number][]) => void, RegExp][] = [
    [
      'crosses itself',
      (ring) => ring.splice(1, 2, ring[2] as [number, number], ring[1] as [number, number]),
      /“.+”：边界自己交叉/,
    ],
    ['is not closed', (ring) => ring.pop(), /“.+”：边界没有闭合/],
    [
      'is no area',
      (ring) => ring.splice(1, ring.length - 2, [...(ring[1] as [number, number])], [...(ring[1] as [number, number])]),
      /“.+”：边界的点太少/,
    ],
    ['has latitude first', (ring) => ring.forEach((at) => void at.reverse()), /先写经度，后写纬度/],
  ];
  for (const [name, change, zh] of outlines)
    test(`an outline that ${name} is told once`, async () => {
      const problems = await problemsAfter(redrawn(change));
      assert.equal(problems.length, 1, problems.map(lineOf).join('\n'));
      assert.equal(problems[0]?.file, `${COUNTY}/shapes.geojson`);
      assert.match(problems[0]?.zh ?? '', zh);
    });

  test('a post that is held by too many is told once, at its line, by names', async () => {
    let line = 0;
    const problems = await problemsAfter((folder) => {
      line = replace(folder, 'demo.json', '"post": "grid_leader", "total": 100', '"post": "grid_leader", "total": 250');
    });
    assert.deepEqual(
      problems.map(({ path, line: at }) => [path, at]),
      [['posts[0].total', line]],
    );
    assert.match(problems[0]?.zh ?? '', /“网格长”每处限 1 人，“[^”]+网格”等 100 处会有 3 人/);
  });

  test('posts of the demo stand only where their kind exists', async () => {
    const problems = await problemsAfter((folder) => {
      replace(
        folder,
        'posts.json',
        '"kind": "grid_leader", "shared": true',
        '"kind": "grid_leader", "shared": true, "subkinds": ["village"]',
      );
    });
    assert.ok(
      problems.some(({ path, zh }) => path === 'posts[0].over' && /“网格长”不设在“.+”/.test(zh)),
      problems.map(lineOf).join('\n'),
    );
  });

  test('a pack that is not there', async () => {
    await assert.rejects(readPack('nowhere'), (error: unknown) => {
      assert.ok(error instanceof PackError);
      assert.match(error.message, /nowhere: 没有这个配置包/);
      return true;
    });
  });
});

test('every pattern of the schema has words', () => {
  const schema = readFileSync(join(import.meta.dirname, '../../../../counties/pack.schema.json'), 'utf8');
  const patterns = new Set<string>();
  JSON.parse(schema, (key, value) => {
    if (key === 'pattern' && typeof value === 'string') patterns.add(value);
    return value;
  });
  assert.deepEqual(
    [...patterns].filter((pattern) => !PATTERNS[pattern]),
    [],
  );
  assert.deepEqual(
    Object.keys(PATTERNS).filter((pattern) => !patterns.has(pattern)),
    [],
  );
});

test('paths are read and written alike', () => {
  for (const path of ['levels[2].kind', 'a', 'a.b[0][1].c', '']) assert.equal(pathOf(stepsOf(path)), path);
});

test('a slip of the pen finds its word, another word does not', () => {
  assert.equal(nearestOf('swtiches', ['switches', 'levels']), 'switches');
  assert.equal(nearestOf('Levels', ['switches', 'levels']), 'levels');
  assert.equal(nearestOf('name', ['switches', 'id']), null);
});
