/** Imports and exports on a small county and made-up workbooks, and, where they are at hand, on the real files. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Refusal } from '@huying/domain/kernel';
import { openSmallHouse, type SmallHouse } from '../../../test/small-house.ts';
import { sql } from '../../platform/db.ts';
import { readWorkbook, textOf, writeWorkbook } from '../../platform/exchange/index.ts';
import { makeXlsx } from '../../platform/exchange/xlsx.fixture.ts';
import { exportItems } from './export-items.ts';
import { exportPlaces, exportPlacesGeoJson } from './export-places.ts';
import { importItems } from './import-items.ts';
import { importMatters } from './import-matters.ts';
import { checkMapping, type ItemMapping, type MatterMapping, readMapping } from './mapping.ts';
import { performImport, RESULT_JSON, RESULT_WORKBOOK } from './perform-import.ts';
import { readLimit } from './read-items.ts';

const PACKS = fileURLToPath(new URL('../../../../counties', import.meta.url));
const DATA = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const absent = existsSync(join(DATA, 'messages.xlsx'))
  ? false
  : 'the real workbooks are not beside this checkout (../shared/data)';

const mappingFile = <K extends 'matters' | 'items'>(kind: K, path: string) =>
  checkMapping(kind, JSON.parse(readFileSync(join(PACKS, path), 'utf8')));
const TICKETS: MatterMapping = mappingFile('matters', 'pingyin/imports/messages.json');
const CATALOGUE: ItemMapping = mappingFile('items', 'pingyin/imports/city-catalogue.json');
const HEADS = ['留言编号', '留言用户', '留言主题', '留言时间', '留言详情', '反对数', '点赞数'];

type Cell = string | number | null;
const tickets = (rows: Cell[][], heads = HEADS) =>
  writeWorkbook([{ name: '表', columns: heads.map((header) => ({ header })), rows }]);
const row = (
  key: Cell,
  {
    user = 'A1',
    subject = '演示主题',
    time = '2019/2/28 11:25:05' as Cell,
    words = '演示内容',
    against = 0 as Cell,
    likes = 3 as Cell,
  } = {},
): Cell[] => [key, user, subject, time, words, against, likes];

describe('imports', () => {
  let house: SmallHouse;
  before(async () => {
    house = await openSmallHouse('importshire');
  });
  after(() => house.close());

  const call = () => ({
    mapping: TICKETS,
    actor: { kind: 'program' as const, person: null, posts: [], follows: null },
    now: house.clock.now,
  });
  const take = async (file: Buffer) => importMatters(house.services, house.county, file, call());
  const count = async (table: string) =>
    (await house.db.pool.query(`SELECT count(*)::int AS n FROM ${table} WHERE county_id = $1`, [house.county.id]))
      .rows[0].n;

  it('takes tickets in as historic matters, every row accounted for', async () => {
    const before = { matter: await count('matter'), tally: await count('tally_dirty') };
    const report = await take(
      await tickets([
        row(1, { words: '\n\t\t\u3000甲\u0000 内容 \n\n\n\n 第二行\t' }),
        row(2, { time: '2019/12/1  9:05:00', user: '住户二' }),
        row(3, { time: 43466 + (11 * 3600 + 25 * 60 + 5) / 86400 }),
        row(4, { time: '不详' }),
        row(null),
        row(6, { subject: '', words: ' \u3000 ' }),
        row(7, { words: '长'.repeat(20_001) }),
        row(1, { words: '同一编号' }),
        row(9, { time: '2050/1/1 0:00:00' }),
        row(10, { likes: '很多' }),
        row(11, { user: '' }),
        row(12),
      ]),
    );
    assert.deepEqual(report.figures, { rows: 12, taken: 5, repeated: 1, refused: 6, persons: 2 });
    assert.deepEqual(
      report.rows.map(({ row: no, status, reason }) => [no, status, reason ?? '']),
      [
        [2, 'taken', ''],
        [3, 'taken', ''],
        [4, 'taken', ''],
        [5, 'refused', 'row_time_invalid'],
        [6, 'refused', 'row_key_missing'],
        [7, 'refused', 'row_words_missing'],
        [8, 'refused', 'row_words_too_long'],
        [9, 'repeated', 'row_key_in_file'],
        [10, 'refused', 'row_time_in_future'],
        [11, 'refused', 'row_count_invalid'],
        [12, 'taken', ''],
        [13, 'taken', ''],
      ],
    );
    assert.equal((await count('matter')) - before.matter, 5);
    const [first] = await house.db.rows<Record<string, unknown>>(sql`
      SELECT m.state, m.historic, m.outcome, m.closed_at, m.submitted_at, m.external_key, m.reporter_kind, m.place_id, t.body, p.kind, p.phone_index
      FROM matter m JOIN matter_text t ON t.county_id = m.county_id AND t.matter_id = m.matter_id
      JOIN person p ON p.county_id = m.county_id AND p.person_id = m.reporter_id
      WHERE m.county_id = ${house.county.id} AND m.external_key = 'messages-1'`);
    assert.deepEqual(first, {
      state: 'closed',
      historic: true,
      outcome: null,
      closed_at: null,
      submitted_at: Date.parse('2019-02-28T11:25:05+08:00'),
      external_key: 'messages-1',
      reporter_kind: 'imported',
      place_id: 'c',
      body: '演示主题\n甲 内容\n\n第二行',
      kind: 'imported',
      phone_index: null,
    });
    const times = await house.db.rows<{ at: number }>(sql`
      SELECT submitted_at AS at FROM matter WHERE county_id = ${house.county.id} AND external_key IN ('messages-2', 'messages-3') ORDER BY external_key`);
    assert.deepEqual(
      times.map(({ at }) => at),
      [Date.parse('2019-12-01T09:05:00+08:00'), Date.parse('2019-01-01T11:25:05+08:00')],
    );
    assert.equal(await count('clock'), 0);
    assert.equal(await count('tally_dirty'), before.tally);
    const words = await house.db.row<{ n: number }>(sql`
      SELECT count(*)::int AS n FROM journal WHERE county_id = ${house.county.id} AND subject_kind IN ('matter', 'person') AND event::text ~ '演示|甲|内容|住户'`);
    assert.equal(words?.n, 0, 'nothing of what people wrote is in the journal');
  });

  it('adds nothing the second time, and only what is new the third', async () => {
    const file = await tickets([row(101), row(102, { user: 'B2' }), row(103, { time: '?' })]);
    assert.deepEqual((await take(file)).figures, { rows: 3, taken: 2, repeated: 0, refused: 1, persons: 1 });
    const heads = { matters: await count('matter'), events: await count('journal'), persons: await count('person') };
    assert.deepEqual((await take(file)).figures, { rows: 3, taken: 0, repeated: 2, refused: 1, persons: 0 });
    assert.deepEqual(
      { matters: await count('matter'), events: await count('journal'), persons: await count('person') },
      heads,
    );
    const grown = await tickets([row(101), row(102, { user: 'B2' }), row(103), row(104, { user: 'B2' })]);
    assert.deepEqual((await take(grown)).figures, { rows: 4, taken: 2, repeated: 2, refused: 0, persons: 0 });
  });

  it('a row the database refuses does not spoil its neighbours', async () => {
    await house.db.pool.query(`ALTER TABLE matter ADD CONSTRAINT bad_row CHECK (external_key <> 'messages-203')`);
    try {
      const report = await take(
        await tickets([row(201), row(202, { user: 'C2' }), row(203, { user: 'C3' }), row(204, { user: 'C3' })]),
      );
      assert.deepEqual(
        report.rows.map((one) => [one.key, one.status, one.reason ?? '']),
        [
          ['201', 'taken', ''],
          ['202', 'taken', ''],
          ['203', 'refused', 'row_failed'],
          ['204', 'taken', ''],
        ],
      );
    } finally {
      await house.db.pool.query('ALTER TABLE matter DROP CONSTRAINT bad_row');
    }
  });

  it('does not bring back somebody who was erased', async () => {
    await take(await tickets([row(301, { user: 'D1' })]));
    await house.db.pool.query(
      `DELETE FROM person_key k USING matter m WHERE m.external_key = 'messages-301' AND k.person_id = m.reporter_id AND k.county_id = m.county_id`,
    );
    const report = await take(await tickets([row(301, { user: 'D1' }), row(302, { user: 'D1' })]));
    assert.deepEqual(report.figures, { rows: 2, taken: 1, repeated: 1, refused: 0, persons: 0 });
    const made = await house.db.row<{ reporter: string | null }>(sql`
      SELECT reporter_id AS reporter FROM matter WHERE county_id = ${house.county.id} AND external_key = 'messages-302'`);
    assert.equal(made?.reporter, null);
  });

  it('refuses files that cannot be read and says why', async () => {
    const refusal = async (file: Buffer) =>
      take(file).then(
        () => 'none',
        (error: unknown) =>
          error instanceof Refusal ? `${error.code} ${error.params.columns ?? ''}`.trim() : String(error),
      );
    assert.equal(await refusal(Buffer.from('not a workbook at all, only words')), 'workbook_not_xlsx');
    assert.equal(await refusal(await tickets([row(1)], ['编号', ...HEADS.slice(1)])), 'columns_missing 留言编号');
    const whole = await tickets([row(1)]);
    assert.match(await refusal(whole.subarray(0, whole.length - 30)), /^workbook_/);
  });

  it('writes what became of each row, without anybody’s words', async () => {
    const file = await tickets([row(401, { subject: '绝密主题' }), row(402, { time: '?' })]);
    const { folder, figures } = await performImport(house.services, house.county, 'matters', file, {
      ...call(),
      id: 'test-401',
    });
    assert.equal(figures.taken, 1);
    const json = readFileSync(join(folder, RESULT_JSON), 'utf8');
    assert.doesNotMatch(json, /绝密/);
    const [first] = (await readWorkbook(readFileSync(join(folder, RESULT_WORKBOOK)))).sheets;
    const rows = await Array.fromAsync(first?.rows() ?? [], ({ cells }) => cells.map(textOf));
    assert.deepEqual(
      rows.map((cells) => cells.slice(1, 5)),
      [
        ['行号', '编号', '结果', '原因'],
        ['2', '401', '已导入', ''],
        ['3', '402', '未导入', '时间无法识别'],
      ],
    );
  });

  describe('catalogues', () => {
    // A merged class over both items, a merged subclass over two conditions, a condition merged over two rows, a class left out.
    const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const line = (no: number, cells: Record<string, string>) =>
      `<row r="${no}">${Object.entries(cells)
        .map(([column, text]) => cell(`${column}${no}`, text))
        .join('')}</row>`;
    const heads = {
      A: '大类代码',
      B: '大类名称',
      C: '小类代码',
      D: '小类名称',
      E: '处置单位',
      F: '主管部门',
      G: '立案条件',
      H: '结案条件',
      I: '处置时限',
    };
    const sheet = (more = '') =>
      [
        line(1, { A: '演示清单' }),
        line(2, heads),
        line(3, {
          A: '1',
          B: '演示大类',
          C: '1',
          D: '演示小类甲',
          E: '演示单位u1、别的单位',
          F: '演示主管',
          G: '条件一',
          H: '恢复',
          I: '2紧急工作时',
        }),
        line(4, { G: '条件二', H: '恢复', I: '４ 小时' }),
        line(5, {
          C: '2',
          D: '演示小类乙',
          E: '所属街办',
          F: '演示主管',
          G: '条件三',
          H: '清除',
          I: '1紧急工作时制止',
        }),
        line(6, {}),
        line(7, { B: '演示二类', A: '2', C: '1', D: '演示小类丙', E: '没有的单位', G: '条件四', H: '清除', I: '3天' }),
        line(8, { C: '2', D: '演示小类丁', E: '没有的单位', G: '条件五', H: '清除', I: '1紧急工作日\n' }),
        more,
      ].join('');
    const merges = [
      'A1:I1',
      'A3:A6',
      'B3:B6',
      'C3:C4',
      'D3:D4',
      'E3:E4',
      'F3:F4',
      'C5:C6',
      'D5:D6',
      'E5:E6',
      'F5:F6',
      'G5:G6',
      'H5:H6',
      'I5:I6',
    ];
    const book = (more = '') =>
      makeXlsx({
        sheets: [
          { name: '部件', rows: sheet(more), merges },
          { name: '事件', rows: line(1, heads) },
        ],
      });
    const takeItems = (file: Buffer, mapping: ItemMapping = CATALOGUE) =>
      importItems(house.services, house.county, file, { ...call(), mapping });

    it('fills merged cells down, splits units and reads limits as the mapping says', async () => {
      const report = await takeItems(book());
      assert.deepEqual(report.figures, {
        rows: 6,
        taken: 5,
        repeated: 1,
        refused: 0,
        items: 4,
        conditions: 5,
        withLead: 1,
      });
      assert.deepEqual(report.list, { id: 'city-catalogue', version: 1 });
      const items = await house.db.rows<Record<string, unknown>>(sql`
        SELECT i.code, i.name, i.category, i.lead, i.handled_by, c.words, c.process, c.limits->'conclude' AS l
        FROM item i JOIN item_condition c ON c.county_id = i.county_id AND c.list_id = i.list_id AND c.version = i.version AND c.item_id = i.item_id
        WHERE i.county_id = ${house.county.id} AND i.list_id = 'city-catalogue' ORDER BY i.code, c.position`);
      assert.deepEqual(items, [
        {
          code: 'C0101',
          name: '演示小类甲',
          category: '演示大类',
          lead: 'u1',
          handled_by: ['演示单位u1', '别的单位'],
          words: '条件一',
          process: '',
          l: { n: 2, unit: 'hour' },
        },
        {
          code: 'C0101',
          name: '演示小类甲',
          category: '演示大类',
          lead: 'u1',
          handled_by: ['演示单位u1', '别的单位'],
          words: '条件二',
          process: '',
          l: { n: 4, unit: 'working_hour' },
        },
        {
          code: 'C0102',
          name: '演示小类乙',
          category: '演示大类',
          lead: null,
          handled_by: ['所属街办'],
          words: '条件三',
          process: '制止',
          l: { n: 1, unit: 'hour' },
        },
        {
          code: 'C0201',
          name: '演示小类丙',
          category: '演示二类',
          lead: null,
          handled_by: ['没有的单位'],
          words: '条件四',
          process: '',
          l: { n: 3, unit: 'working_day' },
        },
        {
          code: 'C0202',
          name: '演示小类丁',
          category: '演示二类',
          lead: null,
          handled_by: ['没有的单位'],
          words: '条件五',
          process: '',
          l: { n: 1, unit: 'calendar_day' },
        },
      ]);
    });

    it('knows a unit by another name', async () => {
      const aliases = new Map([
        ['没有的单位', 'u2'],
        ['别的单位', 'nowhere'],
      ]);
      const call2 = { ...call(), mapping: { ...CATALOGUE, listId: 'by-alias' }, aliases };
      assert.equal((await importItems(house.services, house.county, book(), call2)).figures.withLead, 3);
    });

    it('makes no version of the same contents, and one of others', async () => {
      const again = await takeItems(book());
      assert.deepEqual([again.figures.taken, again.figures.repeated, again.list?.version], [0, 6, 1]);
      const more = line(9, { C: '3', D: '演示小类戊', E: '没有的单位', G: '条件六', H: '清除', I: '3天' });
      assert.deepEqual((await takeItems(book(more))).list, { id: 'city-catalogue', version: 2 });
      assert.equal(house.county.list?.id, 'list', 'the list in force stays');
    });

    it('names the row and the fault of what it cannot take', async () => {
      const more = [
        line(9, { C: '3', D: '演示小类戊', E: '甲', G: '条件', H: '清除', I: '半天' }),
        line(10, { C: '3', D: '演示小类戊', E: '甲', G: '', H: '清除', I: '3天' }),
        line(11, { C: '1', D: '别的名称', E: '甲', G: '条件', H: '清除', I: '3天' }),
        line(12, { C: '!', D: '演示', E: '甲', G: '条件', H: '清除', I: '3天' }),
      ].join('');
      const { rows } = await takeItems(book(more));
      assert.deepEqual(
        rows.slice(-4).map((one) => [one.row, one.status, one.reason]),
        [
          [9, 'refused', 'row_limit_unknown'],
          [10, 'refused', 'row_field_missing'],
          [11, 'refused', 'row_code_twice'],
          [12, 'refused', 'row_code_invalid'],
        ],
      );
    });

    it('reads a limit by the longest of its units', () => {
      const read = (text: string) => readLimit(text, CATALOGUE);
      assert.deepEqual(read('2紧急工作时'), { limit: { n: 2, unit: 'hour' }, words: '' });
      assert.deepEqual(read('0.5紧急工作时'), { limit: { n: 30, unit: 'minute' }, words: '' });
      for (const text of ['天', '0天', '1.5天', '2周', '1天以内', '5000天']) assert.equal(read(text), null, text);
    });
  });

  describe('exports', () => {
    it('the list goes out and comes back as it was', async () => {
      const mapping = await readMapping('importshire', 'items', 'items');
      const file = await exportItems(house.db, house.county);
      const report = await importItems(house.services, house.county, file, { ...call(), mapping });
      assert.deepEqual([report.figures.taken, report.figures.refused, report.list], [0, 0, { id: 'list', version: 1 }]);
    });

    it('places go out as a table and as outlines', async () => {
      const [first] = (await readWorkbook(await exportPlaces(house.db, house.county, 'en'))).sheets;
      assert.equal((await Array.fromAsync(first?.rows() ?? [])).length, 9);
      const geo = JSON.parse(await exportPlacesGeoJson(house.db, house.county));
      assert.equal(geo.type, 'FeatureCollection');
      assert.equal(geo.features.length, 8);
      assert.ok(
        geo.features.every(
          (one: { geometry: { type: string }; properties: { synthetic: boolean } }) =>
            one.geometry.type === 'Polygon' && one.properties.synthetic,
        ),
      );
    });
  });

  describe('the real files', { skip: absent }, () => {
    it('4,326 messages of 3,332 users, once', async () => {
      const file = readFileSync(join(DATA, 'messages.xlsx'));
      assert.deepEqual((await take(file)).figures, { rows: 4326, taken: 4326, repeated: 0, refused: 0, persons: 3332 });
      assert.deepEqual((await take(file)).figures, { rows: 4326, taken: 0, repeated: 4326, refused: 0, persons: 0 });
    });

    it('190 subclasses with 519 conditions and their limits', async () => {
      const mapping: ItemMapping = { ...CATALOGUE, listId: 'real-catalogue' };
      const report = await importItems(house.services, house.county, readFileSync(join(DATA, 'city-catalogue.xlsx')), {
        ...call(),
        mapping,
      });
      assert.deepEqual(report.figures, {
        rows: 522,
        taken: 519,
        repeated: 3,
        refused: 0,
        items: 190,
        conditions: 519,
        withLead: 0,
      });
      const units = await house.db.rows<{ unit: string; n: number }>(sql`
        SELECT limits->'conclude'->>'unit' AS unit, count(*)::int AS n FROM item_condition
        WHERE county_id = ${house.county.id} AND list_id = 'real-catalogue' GROUP BY 1 ORDER BY 1`);
      assert.deepEqual(units, [
        { unit: 'calendar_day', n: 4 },
        { unit: 'hour', n: 42 },
        { unit: 'working_day', n: 412 },
        { unit: 'working_hour', n: 61 },
      ]);
    });
  });
});
