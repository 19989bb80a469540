/** Makes zips and workbooks by hand for tests, faults included. */
import { crc32, deflateRawSync } from 'node:zlib';

/** `size`: what the archive claims a part unpacks to. */
export type Packed = { bytes: Buffer; size: number };

export function makeZip(parts: Record<string, string | Buffer>, packed: Record<string, Packed> = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const name of new Set([...Object.keys(parts), ...Object.keys(packed)])) {
    const raw = Buffer.from(parts[name] ?? '');
    const body = packed[name]?.bytes ?? deflateRawSync(raw);
    const size = packed[name]?.size ?? raw.length;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(raw), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), body]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

export type SheetParts = { name: string; rows: string; merges?: string[]; prefix?: string; before?: string };

export function makeXlsx(book: { sheets: SheetParts[]; strings?: string; packed?: Record<string, Packed> }): Buffer {
  const sheets = book.sheets
    .map(({ name }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join('');
  const links = book.sheets
    .map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`)
    .join('');
  const parts: Record<string, string> = {};
  book.sheets.forEach(({ rows, merges = [], prefix, before = '' }, i) => {
    const p = prefix ? `${prefix}:` : '';
    const merged = merges.length
      ? `<${p}mergeCells>${merges.map((ref) => `<${p}mergeCell ref="${ref}"/>`).join('')}</${p}mergeCells>`
      : '';
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `<?xml version="1.0"?>${before}<${p}worksheet><${p}sheetData>${rows}</${p}sheetData>${merged}</${p}worksheet>`;
  });
  if (book.strings) parts['xl/sharedStrings.xml'] = `<sst>${book.strings}</sst>`;
  parts['xl/_rels/workbook.xml.rels'] = `<Relationships>${links}</Relationships>`;
  parts['xl/workbook.xml'] = `<workbook><sheets>${sheets}</sheets></workbook>`;
  return makeZip(parts, book.packed);
}
