/** Files in and out: what may be brought in stands in kinds.ts. */
import { defineImportJob } from './job.ts';

export { exportItems } from './export-items.ts';
export { exportPlaces, exportPlacesGeoJson } from './export-places.ts';
export { importItems } from './import-items.ts';
export { type ImportCall, importMatters } from './import-matters.ts';
export type { ImportKind } from './kinds.ts';
export { checkMapping, type ItemMapping, type MatterMapping, readMapping } from './mapping.ts';
export { runExport, runImport } from './operate.ts';
export { importFolder, performImport, RESULT_JSON, RESULT_WORKBOOK } from './perform-import.ts';
export { type Figures, figuresOf, type ImportReport, type RowResult, reportWorkbook } from './report.ts';
export { registerExchange } from './routes.ts';

defineImportJob();
