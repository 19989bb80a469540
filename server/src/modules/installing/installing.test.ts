import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Pack } from '@huying/domain/pack';
import { type TestDatabase, withDatabase } from '../../../test/harness.ts';
import { figures } from '../../figures.ts';
import { type Db, openDb, raw, sql } from '../../platform/db.ts';
import { keysFrom } from '../../platform/keys.ts';
import { readCounty, readPack } from '../county/index.ts';
import { DEMO_PASSWORD } from '../demo/index.ts';
import { passwordFits } from '../people/index.ts';
import { installCounty } from './index.ts';

const NOW = Date.parse('2026-06-10T10:00:00+08:00');
const COUNTY = 'pingyin';
const keys = keysFrom(Buffer.alloc(32, 3));

type Line = { level: 'info' | 'warn'; text: string };

function logTo(lines: Line[]) {
  const write = (level: Line['level']) => (_: unknown, text?: string) => void lines.push({ level, text: text ?? '' });
  return { info: write('info'), warn: write('warn') } as never;
}

const quiet = logTo([]);

/** Every row of the county's own tables, to see that nothing was added. */
async function counts(db: Db): Promise<Record<string, number>> {
  const tables = [
    'place',
    'unit',
    'post',
    'person',
    'term',
    'account',
    'item',
    'calendar',
    'list_version',
    'journal',
    'outbox',
  ];
  const rows = await Promise.all(
    tables.map((table) => db.row<{ n: number }>(sql`SELECT count(*)::int AS n FROM ${raw(table)}`)),
  );
  return Object.fromEntries(tables.map((table, index) => [table, rows[index]?.n ?? -1]));
}

describe('a county with demo people', () => {
  let database: TestDatabase;
  let db: Db;
  let pack: Pack;

  before(async () => {
    database = await withDatabase();
    db = openDb({ connectionString: database.url });
    pack = await readPack(COUNTY);
    assert.deepEqual(await installCounty(db, keys, pack, { demo: true, now: NOW, log: quiet }), {
      fresh: true,
      changed: true,
    });
  });
  after(async () => {
    await db.end();
    await database.drop();
  });

  test('answers the figures of its pack from its rows', async () => {
    const county = await readCounty(db, pack, NOW);
    const counted = await figures(db, county, NOW);
    // The sources' figures for this county; those of the history are counted from matters, elsewhere.
    const wanted = {
      towns: 8,
      subdistricts: 2,
      communities: 19,
      villages: 318,
      grids: 100,
      residentGrids: 100,
      reservedGrids: 0,
      dedicatedGrids: 0,
      buildings: 988,
      stairways: 2140,
      gridLeaders: 100,
      gridMembers: 200,
      fullTimeGridMembers: 200,
      buildingHeads: 988,
      stairwayHeads: 2140,
      secondedCadres: 47,
      stationedOfficers: 16,
      officerCommunities: 13,
      linkedCadres: 120,
      reportingUnits: 117,
      reportingMembers: 3414,
      items: 104,
      itemsTownResponsible: 3,
    };
    for (const [key, value] of Object.entries(wanted)) assert.equal(counted[key], value, key);
    assert.ok((counted.departments ?? 0) > 20);
    for (const { id, value } of pack.demo.figures) if (id in counted) assert.equal(counted[id], value, id);
  });

  test('is counted from rows: one grid leader less is one less', async () => {
    const county = await readCounty(db, pack, NOW);
    await db.rows(sql`
      UPDATE term SET to_day = '2026-06-09' WHERE county_id = ${COUNTY} AND term_id = (
        SELECT term_id FROM term WHERE county_id = ${COUNTY} AND post_id LIKE 'grid_leader.%' ORDER BY term_id LIMIT 1)`);
    assert.equal((await figures(db, county, NOW)).gridLeaders, 99);
    await db.rows(sql`UPDATE term SET to_day = NULL WHERE county_id = ${COUNTY} AND to_day = '2026-06-09'`);
    const twelveMonthsAgo = NOW - 365 * 86_400_000;
    assert.equal((await figures(db, county, twelveMonthsAgo)).gridLeaders, 100, 'the history has its people');
  });

  test('a second start adds nothing', async () => {
    const first = await counts(db);
    assert.deepEqual(await installCounty(db, keys, pack, { demo: true, now: NOW + 1000, log: quiet }), {
      fresh: false,
      changed: false,
    });
    assert.deepEqual(await counts(db), first);
  });

  test('every row with a chain has its head in the journal', async () => {
    for (const table of ['place', 'unit', 'post', 'person']) {
      const row = await db.row<{ n: number }>(sql`
        SELECT count(*)::int AS n FROM ${raw(table)} r WHERE r.county_id = ${COUNTY} AND NOT EXISTS (
          SELECT 1 FROM journal j WHERE j.county_id = ${COUNTY} AND j.subject_kind = ${table}
            AND j.subject_id = r.${raw(table)}_id::text AND j.seq = r.version AND j.hash = r.head)`);
      assert.equal(row?.n, 0, table);
    }
  });

  test('phones are sealed, and no name or phone stands in the journal', async () => {
    const row = await db.row<{ sealed: Buffer; index: Buffer }>(sql`
      SELECT p.phone_sealed AS sealed, p.phone_index AS index FROM person p
      JOIN account a ON a.county_id = p.county_id AND a.person_id = p.person_id
      WHERE p.county_id = ${COUNTY} AND a.username = 'resident'`);
    assert.equal(keys.open(COUNTY, row?.sealed as Buffer), '10000000001');
    assert.deepEqual(row?.index, keys.blindIndex(COUNTY, '10000000001'));
    assert.throws(() => keys.open('elsewhere', row?.sealed as Buffer));
    const found = await db.row<{ n: number }>(sql`
      SELECT count(*)::int AS n FROM journal WHERE county_id = ${COUNTY}
        AND (event::text LIKE '%演示·%' OR event::text ~ '"1\\d{10}"')`);
    assert.equal(found?.n, 0);
  });

  test('demo people are visibly made up, each with a phone of their own', async () => {
    const row = await db.row<{ odd: number; phones: number; people: number }>(sql`
      SELECT count(*) FILTER (WHERE name NOT LIKE '演示·%')::int AS odd, count(DISTINCT phone_index)::int AS phones,
        count(*)::int AS people FROM person WHERE county_id = ${COUNTY}`);
    assert.equal(row?.odd, 0);
    assert.equal(row?.phones, row?.people);
  });

  test('an account for every kind of post that has an office, with the one password', async () => {
    const rows = await db.rows<{ username: string; hash: string; kind: string | null }>(sql`
      SELECT a.username, a.password_hash AS hash, o.kind FROM account a
      LEFT JOIN term t ON t.county_id = a.county_id AND t.person_id = a.person_id
      LEFT JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id WHERE a.county_id = ${COUNTY}`);
    assert.equal(new Set(rows.map((row) => row.username)).size, pack.demo.accounts.length);
    const kinds = new Set(rows.map((row) => row.kind));
    for (const { kind } of pack.posts.posts) assert.ok(kinds.has(kind), kind);
    assert.equal(await passwordFits(rows[0]?.hash ?? '', DEMO_PASSWORD), true);
    assert.equal(await passwordFits(rows[0]?.hash ?? '', `${DEMO_PASSWORD}!`), false);
    assert.equal(await passwordFits(null, 'nobody has this password'), false);
  });

  test('a post that is held beside another is held by the same people', async () => {
    const rows = await db.rows<{ seats: number; beside: number }>(sql`
      SELECT count(*)::int AS seats, count(*) FILTER (WHERE EXISTS (
        SELECT 1 FROM term g JOIN post l ON l.county_id = g.county_id AND l.post_id = g.post_id
        WHERE g.county_id = ${COUNTY} AND g.person_id = t.person_id AND l.kind = 'grid_leader' AND l.place_id = o.place_id))::int AS beside
      FROM term t JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
      WHERE t.county_id = ${COUNTY} AND o.kind = 'branch_secretary'`);
    const line = pack.demo.posts.find((one) => one.post === 'branch_secretary');
    assert.deepEqual(rows, [{ seats: line?.total, beside: line?.total }]);
  });

  test('no post has more holders than it may', async () => {
    const rows = await db.rows<{ kind: string; n: number }>(sql`
      SELECT o.kind, max(h.n)::int AS n FROM post o JOIN (
        SELECT post_id, count(*) AS n FROM term WHERE county_id = ${COUNTY} GROUP BY post_id) h ON h.post_id = o.post_id
      WHERE o.county_id = ${COUNTY} GROUP BY o.kind`);
    const county = await readCounty(db, pack, NOW);
    for (const { kind, n } of rows) assert.ok(n <= (county.postKinds.get(kind)?.capacity ?? 0), `${kind}: ${n}`);
  });

  test('finds the place of a point: the grid, else the community, else nothing', async () => {
    const county = await readCounty(db, pack, NOW);
    for (const kind of ['grid', 'community'] as const) {
      const node = pack.territory.nodes.find((one) => one.kind === kind && (kind === 'grid' || !one.gridded));
      const shape = pack.shapes.features.find((feature) => feature.id === node?.id);
      assert.equal(county.placeIndex.at(...inside(shape?.geometry.coordinates[0] ?? [])), node?.id);
    }
    assert.equal(county.placeIndex.at(0, 0), null);
  });

  test('a pack that changed adds what is new, makes new versions, and leaves what it no longer names', async () => {
    const lines: Line[] = [];
    const changed = structuredClone(pack);
    const [first] = changed.items.items;
    assert.ok(first);
    first.name = `${first.name}（修订）`;
    const gone = changed.units.units.pop();
    changed.units.units.push({ id: 'newunit', name: '示例新单位', kind: 'department', jurisdiction: 'c', aliases: [] });
    changed.territory.nodes.push({
      id: 'g999',
      parent: 's009',
      kind: 'grid',
      subkind: 'resident',
      code: '',
      name: '新网格',
    });
    const before = await counts(db);
    const result = await installCounty(db, keys, changed, { demo: true, now: NOW + 5000, log: logTo(lines) });
    assert.deepEqual(result, { fresh: false, changed: true });
    const now = await counts(db);
    assert.equal(now.place, (before.place ?? 0) + 1);
    assert.equal(now.unit, (before.unit ?? 0) + 1);
    assert.equal(now.person, before.person, 'no more demo people');
    assert.equal(now.calendar, before.calendar, 'the calendar did not change');
    assert.equal(now.list_version, (before.list_version ?? 0) + 1);
    assert.ok(lines.some(({ level, text }) => level === 'warn' && text.includes(gone?.id ?? '?')));
    assert.ok(!lines.some(({ text }) => /place [hbu]\d/.test(text)), 'housing is not missed in the pack');

    const county = await readCounty(db, changed, NOW);
    assert.equal(county.list?.version, 2);
    assert.equal(county.items.get(first.id)?.name, first.name);
    const old = await county.itemAt(pack.items.listId, 1, first.id);
    assert.equal(`${old?.name}（修订）`, first.name, 'the old version is as it was');
    assert.equal(county.rules.packVersion, 2);
    assert.ok(county.places.get('g999')?.path.endsWith('.s009.g999.'));
    const posts = await db.rows<{ kind: string }>(sql`
      SELECT kind FROM post WHERE county_id = ${COUNTY} AND place_id = 'g999'`);
    assert.ok(posts.some(({ kind }) => kind === 'grid_leader'));
  });

  test('a list version comes into force on its day', async () => {
    const later = structuredClone(pack);
    later.items = { ...later.items, version: 7, effectiveFrom: '2026-07-01' };
    await installCounty(db, keys, later, { demo: true, now: NOW + 9000, log: quiet });
    assert.notEqual((await readCounty(db, later, NOW)).list?.version, 7);
    assert.equal((await readCounty(db, later, Date.parse('2026-06-30T15:59:59Z'))).list?.version === 7, false);
    assert.equal((await readCounty(db, later, Date.parse('2026-06-30T16:00:00Z'))).list?.version, 7);
  });
});

/** A point inside a ring: the middle of a short cut across a corner that turns left. */
function inside(ring: [number, number][]): [number, number] {
  const contains = ([x, y]: [number, number]): boolean => {
    let within = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i] as [number, number];
      const [xj, yj] = ring[j] as [number, number];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
    }
    return within;
  };
  for (let i = 1; i < ring.length - 1; i++) {
    const [a, b, c] = [ring[i - 1], ring[i], ring[i + 1]] as [number, number][] as [
      [number, number],
      [number, number],
      [number, number],
    ];
    const point: [number, number] = [(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3];
    if (contains(point)) return point;
  }
  throw new Error('no point found');
}

test('a county that is new without demo has posts but nobody in them, and stays so', async () => {
  const database = await withDatabase();
  const db = openDb({ connectionString: database.url });
  try {
    const pack = await readPack(COUNTY);
    await installCounty(db, keys, pack, { demo: false, now: NOW, log: quiet });
    const empty = await counts(db);
    assert.equal(empty.person, 0);
    assert.equal(empty.account, 0);
    assert.equal(empty.place, pack.territory.nodes.length);
    assert.ok((empty.post ?? 0) > 0);
    const renamed = { ...pack, words: { ...pack.words, en: { ...pack.words.en, 'county.tagline': 'another' } } };
    await installCounty(db, keys, renamed, { demo: true, now: NOW, log: quiet });
    assert.equal((await counts(db)).person, 0, 'a county at work never gets demo accounts');
  } finally {
    await db.end();
    await database.drop();
  }
});

test('two starts at once bring a county in once', async () => {
  const database = await withDatabase();
  const db = openDb({ connectionString: database.url });
  try {
    const pack = await readPack(COUNTY);
    const results = await Promise.all(
      [1, 2].map(() => installCounty(db, keys, pack, { demo: false, now: NOW, log: quiet })),
    );
    assert.deepEqual(results.map((one) => one.fresh).sort(), [false, true]);
  } finally {
    await db.end();
    await database.drop();
  }
});
