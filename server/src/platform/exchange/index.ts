/** Workbooks in and out. */
export { countOf, instantOf, narrow, proseOf, sameWord, type TimeOptions, textOf } from './cells.ts';
export { findTable, type Table } from './headers.ts';
export { readCsv } from './read-csv.ts';
export {
  type CellValue,
  readWorkbook,
  type Sheet,
  type SheetRow,
  WORKBOOK_LIMITS,
  type Workbook,
} from './read-workbook.ts';
export { datedName, type FileKind, fileHeaders, GEOJSON, sendFile, XLSX } from './send-file.ts';
export { type Column, type SheetToWrite, writeWorkbook } from './write-workbook.ts';
