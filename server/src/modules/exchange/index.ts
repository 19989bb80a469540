/** Workbooks in (matters, items) and out (items, places). */
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { defineImportJob } from './job.ts';
import { registerExchange as registerRoutes } from './routes.ts';

export { exportItems } from './export-items.ts';
export { exportPlaces, exportPlacesGeoJson } from './export-places.ts';
export { importItems } from './import-items.ts';
export { type ImportCall, importMatters } from './import-matters.ts';
export { defineImportJob } from './job.ts';
export {
  checkMapping,
  DEFAULT_MAPPING,
  type ImportKind,
  type ItemMapping,
  type MatterMapping,
  readMapping,
} from './mapping.ts';
export { runExport, runImport } from './operate.ts';
export { importFolder, performImport, RESULT_JSON, RESULT_WORKBOOK } from './perform-import.ts';
export { type Figures, figuresOf, type ImportReport, type RowResult, reportWorkbook } from './report.ts';

export function registerExchange(ground: Ground, services: Services): void {
  defineImportJob();
  registerRoutes(ground, services);
}
