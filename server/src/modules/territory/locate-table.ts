/** A table with longitudes and latitudes comes back with the grid of each row, and with what is wrong where there is none. */
import { PassThrough } from 'node:stream';
import { Refusal } from '@huying/domain/kernel';
import exceljs from 'exceljs';
import {
  type CellValue,
  findTable,
  readCsv,
  readWorkbook,
  type SheetRow,
  type Table,
} from '../../platform/exchange/index.ts';
import { type Language, say, sayError } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { type Frame, locate, type PointFault, placeAbove } from './locate.ts';

export const MOST_POINTS = 100_000;

const NAMES = {
  lon: ['经度', 'lon', 'lng', 'long', 'longitude', 'x', '经度(度)', '经度坐标'],
  lat: ['纬度', 'lat', 'latitude', 'y', '纬度(度)', '纬度坐标'],
};

export type TableFigures = {
  rows: number;
  found: number;
  gridded: number;
  faults: Partial<Record<PointFault, number>>;
};

export type TableAnswer = { workbook: Buffer; figures: TableFigures };

type Rows = () => AsyncIterable<SheetRow> | Iterable<SheetRow>;

/**
 * @param file an XLSX workbook, whose first sheet with both columns is taken, or a CSV file
 * @throws Refusal `columns_missing`, `too_many_points`, and as workbooks and texts are refused
 */
export async function locateTable(
  county: CountyRuntime,
  file: Buffer,
  frame: Frame,
  language: Language,
): Promise<TableAnswer> {
  const { rows, table } = await openTable(file);
  const figures: TableFigures = { rows: 0, found: 0, gridded: 0, faults: {} };
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve, reject) => out.on('end', resolve).on('error', reject));
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const sheet = book.addWorksheet(say(language, 'points.sheet'), { views: [{ state: 'frozen', ySplit: 1 }] });
  let width = 0;
  for await (const { no, cells } of rows()) {
    if (no < table.headerRow) continue;
    if (no === table.headerRow) {
      width = cells.length;
      const added = ['gridCode', 'grid', 'community', 'town', 'level', 'problem'];
      const head = sheet.addRow([...cells, ...added.map((one) => say(language, `points.column.${one}`))]);
      head.font = { bold: true };
      head.commit();
      continue;
    }
    if (cells.every((cell) => cell === null || cell === '')) continue;
    figures.rows += 1;
    if (figures.rows > MOST_POINTS) throw new Refusal('too_many_points', { most: MOST_POINTS });
    const own = Array.from({ length: width }, (_, i) => cells[i] ?? null);
    sheet.addRow([...own, ...answer(county, cells, table, frame, figures, language)]).commit();
  }
  sheet.commit();
  await book.commit();
  await ended;
  return { workbook: Buffer.concat(chunks), figures };
}

async function openTable(file: Buffer): Promise<{ rows: Rows; table: Table<'lon' | 'lat'> }> {
  const find = (rows: ReturnType<Rows>) => findTable<'lon' | 'lat'>(rows, NAMES, ['lon', 'lat']);
  // An XLSX file is a ZIP archive, which begins with these two letters; so does no table of positions.
  if (file.subarray(0, 2).toString('latin1') !== 'PK') {
    const rows = readCsv(file);
    return { rows: () => rows, table: await find(rows) };
  }
  const { sheets } = await readWorkbook(file);
  let refused: unknown;
  for (const sheet of sheets) {
    try {
      return { rows: () => sheet.rows(), table: await find(sheet.rows()) };
    } catch (error) {
      refused ??= error;
    }
  }
  throw refused;
}

function answer(
  county: CountyRuntime,
  cells: CellValue[],
  { columns }: Table<'lon' | 'lat'>,
  frame: Frame,
  figures: TableFigures,
  language: Language,
): CellValue[] {
  const cell = (field: 'lon' | 'lat') => cells[columns.get(field) as number];
  const { place, fault } = locate(county, cell('lon'), cell('lat'), frame);
  if (!place) {
    figures.faults[fault] = (figures.faults[fault] ?? 0) + 1;
    return [null, null, null, null, null, sayError(language, `point_${fault}`)];
  }
  figures.found += 1;
  const grid = placeAbove(county, place, 'grid');
  if (grid) figures.gridded += 1;
  const level = county.pack.levels.find(({ kind }) => kind === place.kind)?.word;
  return [
    (grid ?? place).code,
    grid?.name ?? null,
    placeAbove(county, place, 'community')?.name ?? null,
    placeAbove(county, place, 'town')?.name ?? null,
    level ? (language === 'en' ? level.en : level.zh) : place.kind,
    null,
  ];
}
