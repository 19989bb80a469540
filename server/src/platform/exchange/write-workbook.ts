/** Writing workbooks. Every text goes out as a string cell, which no spreadsheet evaluates, however it begins. */
import exceljs from 'exceljs';
import type { CellValue } from './read-workbook.ts';

export type Column = { header: string; width?: number };

export type SheetToWrite = { name: string; columns: Column[]; rows: Iterable<readonly CellValue[]> };

/** A workbook as bytes; for tables that fit in memory. */
export async function writeWorkbook(sheets: readonly SheetToWrite[]): Promise<Buffer> {
  const book = new exceljs.Workbook();
  for (const { name, columns, rows } of sheets) {
    const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(({ header, width = 18 }) => ({ header, width }));
    sheet.getRow(1).font = { bold: true };
    for (const row of rows) sheet.addRow([...row]);
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}
