/** Reading workbooks that anybody may have sent. The workbooks are made here, part by part, so that each trap is one line. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { Refusal } from '@huying/domain/kernel';
import { instantOf, narrow, proseOf, textOf } from './cells.ts';
import { findTable } from './headers.ts';
import { openParts } from './parts.ts';
import { readWorkbook } from './read-workbook.ts';
import { writeWorkbook } from './write-workbook.ts';
import { makeXlsx, makeZip } from './xlsx.fixture.ts';

async function code(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    return error instanceof Refusal ? error.code : `thrown: ${(error as Error).message}`;
  }
  return 'none';
}

const rowsOf = async (bytes: Buffer, merged = false) =>
  Array.fromAsync((await readWorkbook(bytes)).sheets[0]?.rows({ merged }) ?? []);

describe('workbooks', () => {
  it('reads shared, inline, rich, boolean and formula cells where they stand', async () => {
    const sheet = `<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="inlineStr"><is><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r></is></c>
      <c r="E2"><v>43466.5</v></c><c r="F2" t="b"><v>1</v></c><c r="G2" t="str"><f>A1&amp;"x"</f><v>结果</v></c></row>`;
    const bytes = makeXlsx({
      sheets: [{ name: '一', rows: sheet }],
      strings: '<si><t>a&lt;b&#x4e00;</t><rPh><t>hint</t></rPh></si>',
    });
    assert.deepEqual(await rowsOf(bytes), [{ no: 2, cells: [null, 'a<b一', null, '甲 乙', 43466.5, true, '结果'] }]);
  });

  it('reads parts with a namespace prefix and in any order', async () => {
    const bytes = makeXlsx({
      sheets: [{ name: '一', rows: '<x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row>', prefix: 'x' }],
    });
    assert.deepEqual(await rowsOf(bytes), [{ no: 1, cells: [7] }]);
  });

  it('gives every cell of a merged area its value, only when asked', async () => {
    const rows =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>类</t></is></c><c r="B1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>';
    const bytes = makeXlsx({ sheets: [{ name: '一', rows, merges: ['A1:A2'] }] });
    assert.deepEqual(
      (await rowsOf(bytes)).map((row) => row.cells[0] ?? null),
      ['类', null, null],
    );
    assert.deepEqual(
      (await rowsOf(bytes, true)).map((row) => row.cells[0] ?? null),
      ['类', '类', null],
    );
  });

  it('reads back what it writes, formulas as the text they are', async () => {
    const bytes = await writeWorkbook([
      {
        name: '表',
        columns: [{ header: '甲' }, { header: '乙' }],
        rows: [
          ['=1+1', 5],
          ['两行\n文字', null],
        ],
      },
    ]);
    assert.deepEqual(
      (await rowsOf(bytes)).map((row) => row.cells),
      [['甲', '乙'], ['=1+1', 5], ['两行\n文字']],
    );
  });

  it('refuses what is no workbook', async () => {
    assert.equal(await code(() => readWorkbook(Buffer.from('编号,时间\n1,2'))), 'workbook_not_xlsx');
    assert.equal(await code(() => readWorkbook(Buffer.alloc(0))), 'workbook_not_xlsx');
    assert.equal(await code(() => readWorkbook(makeZip({ 'hello.txt': 'hello' }))), 'workbook_not_xlsx');
    const whole = await writeWorkbook([{ name: '表', columns: [{ header: '甲' }], rows: [['一']] }]);
    assert.equal(await code(() => readWorkbook(whole.subarray(0, whole.length - 40))), 'workbook_not_xlsx');
    const bent = Buffer.from(whole);
    const body = whole.indexOf('xl/worksheets/sheet1.xml') + 40;
    bent.fill(0xff, body, body + 60);
    assert.match(await code(() => rowsOf(bent)), /^workbook_/);
    assert.equal(
      await code(() => rowsOf(makeXlsx({ sheets: [{ name: '一', rows: '<row r="1"><c r="A1"><v>1</v></row>' }] }))),
      'workbook_broken',
    );
    assert.equal(
      await code(() => rowsOf(makeXlsx({ sheets: [{ name: '一', rows: '<row r="1"/><!-- never ends' }] }))),
      'workbook_broken',
    );
  });

  it('refuses every cut of a workbook with a refusal, never another error', async () => {
    const whole = await writeWorkbook([{ name: '表', columns: [{ header: '甲' }], rows: [['一'], ['二']] }]);
    for (let length = 0; length < whole.length; length += 97) {
      assert.match(await code(() => rowsOf(whole.subarray(0, length))), /^workbook_/, `cut at ${length}`);
    }
    for (let at = 0; at < whole.length; at += 53) {
      const bent = Buffer.from(whole);
      bent.writeUInt8(bent.readUInt8(at) ^ 0x5a, at);
      assert.doesNotMatch(await code(() => rowsOf(bent)), /^thrown/, `bent at ${at}`);
    }
  });

  it('stops unpacking a bomb, whatever the archive says of its size', async () => {
    const bomb = deflateRawSync(Buffer.alloc(140 * 1024 * 1024, 0x20), { level: 1 });
    assert.ok(bomb.length < 2_000_000);
    const bytes = makeXlsx({
      sheets: [{ name: '一', rows: '' }],
      packed: { 'xl/worksheets/sheet1.xml': { bytes: bomb, size: 100 } },
    });
    assert.equal(await code(() => rowsOf(bytes)), 'workbook_too_large');
    assert.equal(await code(() => readWorkbook(Buffer.alloc(21 * 1024 * 1024))), 'workbook_too_large');
  });

  it('stops unpacking one part again and again', async () => {
    const body = Buffer.alloc(100 * 1024 * 1024, 0x20);
    const part = await openParts(makeZip({ a: body }));
    const read = async () => {
      for await (const _ of part('a') ?? []);
    };
    for (let n = 0; n < 3; n += 1) assert.equal(await code(read), 'none');
    assert.equal(await code(read), 'workbook_too_large');
  });

  it('refuses a part whose checksum is wrong, and two parts of one name', async () => {
    const bytes = makeXlsx({ sheets: [{ name: '一', rows: '<row r="1"><c r="A1"><v>1</v></c></row>' }] });
    const bent = Buffer.from(bytes);
    bent.writeUInt32LE(1, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 16);
    assert.equal(await code(() => rowsOf(bent)), 'workbook_broken');
    const names = ['xl/a.xml', 'xl/b.xml'] as const;
    const zip = makeZip({ [names[0]]: '<a/>', [names[1]]: '<b/>' });
    assert.equal(
      await code(() => readWorkbook(Buffer.from(zip.toString('latin1').replaceAll(names[1], names[0]), 'latin1'))),
      'workbook_broken',
    );
  });

  it('reads a sheet that comes in many pieces as if it were one', async () => {
    const words = '呼应😀 a&amp;b\r\n'.repeat(5000);
    const rows = Array.from(
      { length: 3 },
      (_, i) => `<row><c t="inlineStr"><is><t>${'x'.repeat(i)}${words}</t></is></c></row>`,
    );
    const read = await rowsOf(makeXlsx({ sheets: [{ name: '一', rows: rows.join('') }] }));
    const expected = '呼应😀 a&b\n'.repeat(5000);
    assert.deepEqual(
      read,
      [1, 2, 3].map((no) => ({ no, cells: [`${'x'.repeat(no - 1)}${expected}`] })),
    );
  });

  it('reads rows of the sheet, not of the drawings in it', async () => {
    const rows = '<row r="1"><c r="A1"><v>1</v></c></row></sheetData><from><xdr:row>7</xdr:row></from><sheetData>';
    assert.deepEqual(await rowsOf(makeXlsx({ sheets: [{ name: '一', rows }] })), [{ no: 1, cells: [1] }]);
  });

  it('refuses what a parser would pile up', async () => {
    const nested = `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`;
    const laden = `<a${Array.from({ length: 201 }, (_, i) => ` b${i}=""`).join('')}/>`;
    for (const rows of [nested, laden]) {
      assert.equal(await code(() => rowsOf(makeXlsx({ sheets: [{ name: '一', rows }] }))), 'workbook_broken');
    }
  });

  it('takes no entities of its own making and no document type', async () => {
    const doctype = '<!DOCTYPE a [<!ENTITY b "ccc">]>';
    assert.equal(
      await code(() => rowsOf(makeXlsx({ sheets: [{ name: '一', rows: '<row r="1"/>', before: doctype }] }))),
      'workbook_broken',
    );
    const entity = '<row r="1"><c r="A1" t="inlineStr"><is><t>&bb;</t></is></c></row>';
    assert.equal(await code(() => rowsOf(makeXlsx({ sheets: [{ name: '一', rows: entity }] }))), 'workbook_broken');
  });
});

describe('cells', () => {
  const time = { utcOffsetMinutes: 480, date1904: false };
  const at = (text: string) => Date.parse(`${text}+08:00`);

  it('understands times as people and programs write them', () => {
    const expected = at('2019-02-28T11:25:05');
    for (const text of [
      '2019/2/28 11:25:05',
      ' 2019/2/28  11:25:05\t',
      '2019-02-28T11:25:05',
      '２０１９/２/２８　１１：２５：０５',
      '2019年2月28日 11时25分5秒',
      '2019.2.28 11:25:05.000',
    ]) {
      assert.equal(instantOf(text, time), expected, text);
    }
    assert.equal(instantOf('2019/2/28', time), at('2019-02-28T00:00:00'));
    assert.equal(instantOf('2019/2/28 9:05', time), at('2019-02-28T09:05:00'));
  });

  it('understands serial days, and those of the other epoch', () => {
    // 43466.4757523148 is 2019-01-01 11:25:05.
    assert.equal(instantOf(43466 + (11 * 3600 + 25 * 60 + 5) / 86400, time), at('2019-01-01T11:25:05'));
    assert.equal(instantOf(43466 - 1462, { ...time, date1904: true }), at('2019-01-01T00:00:00'));
  });

  it('guesses nothing', () => {
    for (const value of [
      '',
      '昨天',
      '2019/13/1 1:00:00',
      '2019/2/30',
      '2019/2/28 24:00:00',
      '11:25',
      3,
      1e9,
      '20190228',
      true,
      null,
    ]) {
      assert.equal(instantOf(value, time), null, String(value));
    }
  });

  it('trims spaces of all widths and drops what no database takes', () => {
    assert.equal(textOf('\n\t\u3000\u3000甲 \u0000乙\u200b\r\n'), '甲 乙');
    assert.equal(textOf('坏\ud800字'), '坏字');
    assert.equal(proseOf('\n\t\t 甲 \n\n\n\n\u3000乙\t\n'), '甲\n\n乙');
    assert.equal(narrow('ＡＢ１２：'), 'AB12:');
  });

  it('finds a header below titles, and says what is missing', async () => {
    const rows = [
      { no: 1, cells: ['某某表'] },
      { no: 3, cells: ['　编 号', '时间（说明）', '内容'] },
      { no: 4, cells: ['1', '2', '3'] },
    ];
    const table = await findTable(rows.values(), { key: '编号', words: ['正文', '内容'] }, ['key', 'words']);
    assert.deepEqual(
      [table.headerRow, [...table.columns]],
      [
        3,
        [
          ['key', 0],
          ['words', 2],
        ],
      ],
    );
    await assert.rejects(
      findTable(rows.values(), { key: '编号', at: '时间' }, ['key', 'at']),
      (error: unknown) =>
        error instanceof Refusal && error.code === 'columns_missing' && error.params.columns === '时间',
    );
  });
});
