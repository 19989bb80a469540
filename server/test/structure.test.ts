/** What holds for the house as a whole: who imports whom, every route guarded, every table and statement of one county. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { listLifecycle } from '@huying/domain/lists';
import { assignmentLifecycle, matterLifecycle } from '@huying/domain/matter';
import { PERMISSIONS } from '@huying/domain/pack';
import { openTestHouse, type TestHouse } from './open-house.ts';
import { wrongArrow } from './structure/arrows.ts';
import { circlesOf, roomArrows } from './structure/floors.ts';
import { filesUnder, importsOf, isTest, ROOT, readSource, statementsOf } from './structure/source.ts';
import { tableUses, unbound } from './structure/statements.ts';

const CODE = /\.(ts|tsx|mjs)$/;
const program = (folder: string) => filesUnder(folder, CODE).filter((file) => !isTest(file));

describe('arrows', () => {
  const files = ['domain/src', 'server/src', 'faces'].flatMap(program);

  it('reads the whole program', () => assert.ok(files.length > 150, `${files.length} files`));

  it('each file imports only what its room may', () => {
    const wrong = files.flatMap(importsOf).flatMap((one) => {
      const why = wrongArrow(one);
      return why ? [`${one.file} imports ${one.to}: ${why}`] : [];
    });
    assert.deepEqual(wrong, []);
  });

  it('the rooms of the server stand on floors: none is above and below another', () => {
    assert.deepEqual(circlesOf(roomArrows(program('server/src').flatMap(importsOf))), []);
    const planted = roomArrows([
      { file: 'server/src/modules/a/x.ts', to: 'server/src/modules/b/index.ts', typeOnly: false },
      { file: 'server/src/modules/b/x.ts', to: 'server/src/modules/c/index.ts', typeOnly: false },
      { file: 'server/src/modules/c/x.ts', to: 'server/src/modules/a/index.ts', typeOnly: true },
    ]);
    assert.deepEqual(circlesOf(planted), [['a', 'b', 'c']]);
  });

  it('knows a wrong arrow when it sees one', () => {
    const arrow = (file: string, to: string, typeOnly = false) => wrongArrow({ file, to, typeOnly });
    assert.ok(arrow('domain/src/matter/a.ts', 'node:fs'));
    assert.ok(arrow('domain/src/clocks/a.ts', 'domain/src/matter/index.ts'));
    assert.ok(arrow('domain/src/matter/a.ts', 'domain/src/clocks/walk.ts'));
    assert.ok(arrow('server/src/modules/items/a.ts', 'server/src/modules/matters/queries.ts'));
    assert.ok(arrow('server/src/platform/a.ts', 'server/src/modules/county/index.ts', true));
    assert.ok(arrow('faces/console/src/a.ts', 'server/src/platform/wire.ts', true));
    assert.equal(arrow('server/src/modules/items/a.ts', 'server/src/modules/matters/index.ts'), null);
    assert.equal(arrow('domain/src/matter/a.ts', 'domain/src/clocks/index.ts'), null);
  });
});

describe('no county stands in the code', () => {
  const NAMES = [
    ...['pingyin', 'jiyang', 'shouguang', 'weidu', 'huinan', 'yiyuan', 'sishui'],
    ...['平阴', '济阳', '寿光', '魏都', '辉南', '沂源', '泗水'],
  ];
  /** Where a county may be named, and why. */
  const MAY: Record<string, string> = {
    'server/src/platform/config.ts': 'the county that is served when nothing is set',
    'faces/dev.mjs': 'the same, while a page is being made',
  };

  it('in domain, server, faces, words and scripts', () => {
    const files = [
      ...['domain', 'server', 'faces', 'scripts', 'bench'].flatMap(program),
      ...filesUnder('words', /\.json$/),
    ];
    const found = files.flatMap((file) => {
      const text = readSource(file).toLowerCase();
      return MAY[file] ? [] : NAMES.filter((name) => text.includes(name)).map((name) => `${file}: ${name}`);
    });
    assert.deepEqual(found, []);
  });
});

describe('the database', () => {
  let house: TestHouse;
  /** Tables without a county first in their key, and why. */
  const NO_COUNTY: Record<string, string> = {
    county: 'the list of counties itself',
    schema_migration: 'the migrations of the whole database',
  };
  before(async () => {
    house = await openTestHouse();
  });
  after(() => house.close());
  const rows = async <T>(text: string) => (await house.house.services.db.pool.query(text)).rows as T[];

  it('has the county first in every primary key, unique index and foreign key', async () => {
    const indexes = await rows<{ table: string; index: string; first: string; is_primary: boolean }>(`
      SELECT c.relname AS table, i.relname AS index, a.attname AS first, x.indisprimary AS is_primary
      FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0]
      WHERE n.nspname = 'public' AND (x.indisunique OR x.indisprimary)`);
    const tables = await rows<{ name: string }>(`
      SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')`);
    assert.ok(tables.length > 25);
    const keyed = new Set(indexes.filter((one) => one.is_primary).map((one) => one.table));
    assert.deepEqual(
      tables.filter(({ name }) => !keyed.has(name)).map(({ name }) => name),
      [],
    );
    const wrong = indexes.filter((one) => one.first !== 'county_id' && !NO_COUNTY[one.table]);
    assert.deepEqual(wrong, []);
    const foreign = await rows<{ name: string; column: string; other: string }>(`
      SELECT k.conname AS name, a.attname AS column, b.attname AS other FROM pg_constraint k
      JOIN pg_namespace n ON n.oid = k.connamespace
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
      JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = k.confkey[1]
      WHERE k.contype = 'f' AND n.nspname = 'public'`);
    assert.ok(foreign.length > 10);
    assert.deepEqual(
      foreign.filter((one) => one.column !== 'county_id' || one.other !== 'county_id'),
      [],
    );
  });

  it('refuses to change or remove what the journal and its seals hold', async () => {
    await house.resident();
    const county = house.county().id;
    const { pool } = house.house.services.db;
    const { hash } = (await rows<{ hash: Buffer }>('SELECT hash FROM journal LIMIT 1'))[0] as { hash: Buffer };
    await pool.query('INSERT INTO seal VALUES ($1, 1, now(), 1, $2, $2)', [county, hash]);
    await pool.query("INSERT INTO seal_entry VALUES ($1, 1, 'matter', 'x', 1, $2)", [county, hash]);
    for (const table of ['journal', 'seal', 'seal_entry']) {
      const before = (await rows(`SELECT * FROM ${table}`)).length;
      assert.ok(before > 0, `${table} holds something that could be lost`);
      for (const attempt of [
        `UPDATE ${table} SET county_id = county_id`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ]) {
        await assert.rejects(pool.query(attempt), { code: '23001' }, attempt);
      }
      assert.equal((await rows(`SELECT * FROM ${table}`)).length, before);
    }
  });

  it('is asked for one county by every statement of the source', async () => {
    const tables = new Set(
      (await rows<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`)).map(
        (one) => one.name,
      ),
    );
    /** Statements whose county stands in a part that is put in; privacy.test.ts reads them as they are sent. */
    const PUT_IN: Record<string, string> = {
      'server/src/modules/messages/send.ts': 'the key of the message, with its county',
      'server/src/modules/results/public.ts': 'the days of the tally, with their county',
      'server/src/platform/reactions.ts': 'the key of the effect, with its county',
    };
    const statements = program('server/src').flatMap(statementsOf);
    const ours = statements.filter((one) => tableUses(one.text, tables).length > 0);
    assert.ok(ours.length > 100, `${ours.length} statements`);
    const wrong = ours.filter(
      (one) => unbound(one.text, tables).length > 0 && !(PUT_IN[one.file] && /WHERE §/.test(one.text)),
    );
    assert.deepEqual(
      wrong.map((one) => `${one.file}:${one.line} ${one.text}`),
      [],
    );
    const known = new Set(['matter', 'place']);
    assert.equal(unbound('SELECT * FROM matter WHERE matter_id = §', known).length, 1);
    assert.equal(
      unbound('SELECT * FROM matter m JOIN place p ON p.place_id = m.place_id WHERE m.county_id = §', known).length,
      1,
    );
    assert.equal(
      unbound('SELECT * FROM matter m JOIN place p ON p.county_id = m.county_id WHERE m.county_id = §', known).length,
      0,
    );
  });
});

describe('routes', () => {
  let house: TestHouse;
  before(async () => {
    house = await openTestHouse();
  });
  after(() => house.close());

  /** Paths that are no county's: the program's own state, and pages that hold nothing. */
  const OPEN = [
    ...['/', '/healthz', '/readyz', '/metrics', '/openapi.json', '/*', '/:county', '/:county/', '/:county/*'],
    // The public page as the code on a board opens it: the same empty page, which asks under /api like every other.
    '/:county/contact/:place',
  ];

  it('are declared with who may call them, by permissions that exist', () => {
    assert.ok(house.ground.routes.length > 40);
    const known = new Set<string>(['public', 'signed', ...PERMISSIONS]);
    assert.deepEqual(
      house.ground.routes.filter((route) => !known.has(route.may)),
      [],
    );
  });

  it('are all declared: nothing under /api goes around the door', () => {
    const declared = new Set(house.ground.routes.map((route) => `${route.method} ${route.path}`));
    const met = new Set<string>();
    const around: string[] = [];
    const path: string[] = [];
    for (const row of house.ground.app.printRoutes({ commonPrefix: false }).split('\n')) {
      const found = /^([\s│├└─]*)(\S+) \(([A-Z, ]+)\)$/.exec(row.replaceAll('│', ' '));
      if (!found) continue;
      const [, lead = '', part = '', methods = ''] = found;
      path[lead.length / 4 - 1] = part;
      path.length = lead.length / 4;
      const whole = path.join('').replaceAll('//', '/');
      for (const method of methods.split(', ').filter((one) => one !== 'HEAD')) {
        if (whole.startsWith('/api/')) {
          const door = `${method} ${whole.slice('/api/:county'.length)}`;
          if (declared.has(door)) met.add(door);
          else around.push(`${method} ${whole}`);
        } else if (!OPEN.some((open) => whole === open) && !/^\/:county\/(console|pocket|cockpit)/.test(whole))
          around.push(`${method} ${whole}`);
      }
    }
    assert.deepEqual(around, []);
    assert.deepEqual(met, declared);
  });

  it('and lifecycles use every permission there is', () => {
    /** Permissions that neither a route nor a table asks for, and why they stand. */
    const ELSEWHERE: Record<string, string> = {
      'matter.submit': 'reporting is open to residents; of staff, commands/submit.ts asks for it',
      'calendar.read': 'the calendar is public where the pack lets it be; posts name it all the same',
    };
    const used = new Set(house.ground.routes.map((route) => route.may));
    for (const { edges } of [matterLifecycle, assignmentLifecycle, listLifecycle]) {
      for (const { who } of edges) for (const one of who) if (typeof one === 'object') used.add(one.permission);
    }
    assert.deepEqual(
      PERMISSIONS.filter((one) => !used.has(one) && !ELSEWHERE[one]),
      [],
    );
    const needless = Object.keys(ELSEWHERE).filter((one) => used.has(one));
    assert.deepEqual(needless, [], 'an exception that is none any more');
  });

  it('answer in both languages for every code the server may refuse with', () => {
    const codes = new Set(
      program('server/src')
        .concat(program('domain/src'))
        .flatMap((file) =>
          [
            ...readSource(file).matchAll(
              /(?:new Refusal\(\s*|path: [^,{}]+, code: )'([a-z]+(?:_[a-z0-9]+)*)'\s*[,})]/g,
            ),
          ].map((found) => found[1] as string),
        ),
    );
    assert.ok(codes.size > 40);
    for (const language of ['zh-CN', 'en']) {
      const words = Object.assign(
        {},
        ...filesUnder(`words/${language}`, /\.json$/).map((file) => JSON.parse(readSource(file))),
      );
      assert.deepEqual(
        [...codes].filter((code) => !words[`error.${code}`]),
        [],
        language,
      );
    }
  });
});

describe('generated files are fresh', () => {
  const GENERATED = [
    ['server/schema.sql', 'server/src/platform/schema-dump.ts'],
    ['docs/lifecycles.md', 'scripts/lifecycle-docs.ts'],
    ['server/openapi.json', 'server/src/openapi.ts'],
  ] as const;
  for (const [file, script] of GENERATED) {
    it(file, () => {
      assert.ok(existsSync(join(ROOT, file)), `${file} is there`);
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, script), '--check'], {
        cwd: ROOT,
        encoding: 'utf8',
      });
      assert.equal(status, 0, `${stdout}${stderr}`);
    });
  }
});
