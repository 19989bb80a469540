/** One import from its file to its result: what the job and the command line call. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Services } from '../../platform/services.ts';
import type { Language } from '../../platform/words.ts';
import { type CountyRuntime, readPack } from '../county/index.ts';
import type { Fix } from '../territory/index.ts';
import { importDevices } from './import-devices.ts';
import { importFacilities } from './import-facilities.ts';
import { importGrades } from './import-grades.ts';
import { importItems } from './import-items.ts';
import { type ImportCall, importMatters } from './import-matters.ts';
import { importMembers } from './import-members.ts';
import { importPlaces } from './import-places.ts';
import { importShapes } from './import-shapes.ts';
import { importTerms } from './import-terms.ts';
import type { ImportKind, MappingOf } from './kinds.ts';
import type {
  DeviceMapping,
  FacilityMapping,
  GradeMapping,
  ItemMapping,
  MatterMapping,
  MemberMapping,
  PlaceMapping,
  ReportingMapping,
  ShapeMapping,
  TermMapping,
} from './mapping.ts';
import { type ImportReport, reportWorkbook } from './report.ts';
import { importReporting } from './reporting.ts';

/** Where an import's result lies: `<data>/imports/<county>/<id>/`. */
export function importFolder(services: Pick<Services, 'dataDir'>, county: string, id: string): string {
  return join(services.dataDir, 'imports', county, id);
}

/** Other names of units stand in the pack only. */
export async function unitAliases(county: string): Promise<Map<string, string>> {
  const { units } = await readPack(county);
  return new Map(units.units.flatMap(({ id, aliases }) => aliases.map((name): [string, string] => [name, id])));
}

function take(
  services: Services,
  county: CountyRuntime,
  kind: ImportKind,
  file: Buffer,
  call: unknown,
): Promise<ImportReport> {
  switch (kind) {
    case 'matters':
      return importMatters(services, county, file, call as ImportCall<MatterMapping>);
    case 'facilities':
      return importFacilities(services, county, file, call as ImportCall<FacilityMapping>);
    case 'devices':
      return importDevices(services, county, file, call as ImportCall<DeviceMapping>);
    case 'places':
      return importPlaces(services, county, file, call as ImportCall<PlaceMapping> & { fix?: Fix | null });
    case 'shapes':
      return importShapes(services, county, file, call as ImportCall<ShapeMapping> & { fix?: Fix | null });
    case 'terms':
      return importTerms(services, county, file, call as ImportCall<TermMapping>);
    case 'members':
      return importMembers(services, county, file, call as ImportCall<MemberMapping>);
    case 'grades':
      return importGrades(services, county, file, call as ImportCall<GradeMapping>);
    case 'reporting':
      return unitAliases(county.id).then((aliases) =>
        importReporting(services, county, file, call as ImportCall<ReportingMapping>, aliases),
      );
    case 'items':
      return unitAliases(county.id).then((aliases) =>
        importItems(services, county, file, { ...(call as ImportCall<ItemMapping>), aliases }),
      );
  }
}

/** What the file calls each field, for what is wrong with it. */
function headsOf(mapping: object): Record<string, string> {
  const { columns = {} } = mapping as { columns?: Record<string, string | string[]> };
  return Object.fromEntries(Object.entries(columns).map(([field, head]) => [field, [head].flat()[0] ?? field]));
}

export const RESULT_WORKBOOK = 'result.xlsx';
export const RESULT_JSON = 'result.json';

/**
 * Imports `file` and writes what became of each row beside it. Holds nothing of what people wrote.
 * @param id names the folder of the result: the job's upload, or one made by the command line
 */
export async function performImport<K extends ImportKind>(
  services: Services,
  county: CountyRuntime,
  kind: K,
  file: Buffer,
  call: ImportCall<MappingOf[K]> & { id: string; language?: Language; fix?: Fix | null },
): Promise<ImportReport & { folder: string }> {
  const report = await take(services, county, kind, file, call);
  const folder = importFolder(services, county.id, call.id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, RESULT_JSON), `${JSON.stringify(report, null, 1)}\n`, { mode: 0o600 });
  await writeFile(
    join(folder, RESULT_WORKBOOK),
    await reportWorkbook(report, call.language ?? 'zh-CN', headsOf(call.mapping)),
    {
      mode: 0o600,
    },
  );
  return { ...report, folder };
}
