/** Faults as people and maps get them. */
import type { CoverageFault } from '@huying/domain/territory';
import { writeWorkbook } from '../../platform/exchange/index.ts';
import { iso, isoOrNull } from '../../platform/wire.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import type { FaultRow, Run } from './runs.ts';

const named = (county: CountyRuntime, id: string) => ({ id, name: county.places.get(id)?.name ?? id });

const rounded = (n: number): number => Math.round(n * 100) / 100;

export function presentRun(county: CountyRuntime, run: Run) {
  const { place, startedAt, endedAt, ...rest } = run;
  const offset = county.pack.utcOffsetMinutes;
  return {
    ...rest,
    place: named(county, place),
    startedAt: iso(startedAt, offset),
    endedAt: isoOrNull(endedAt, offset),
    faults: Object.values(run.counts).reduce((sum, n) => sum + n, 0),
  };
}

export function presentFault(county: CountyRuntime, row: FaultRow) {
  return {
    no: row.no,
    kind: row.kind,
    of: row.of,
    area: named(county, row.area),
    places: row.places.map((id) => named(county, id)),
    squareMetres: rounded(row.squareMetres),
    width: rounded(row.width),
    at: [row.lon, row.lat] as [number, number],
  };
}

/** A fault that a mend speaks of: it has no number, its outline is in it. */
export function presentFound(county: CountyRuntime, { kind, of, places, area, width, at, shape }: CoverageFault) {
  return {
    kind,
    of,
    places: places.map((id) => named(county, id)),
    squareMetres: rounded(area),
    width: rounded(width),
    at,
    shape,
  };
}

export function faultFeatures(county: CountyRuntime, rows: readonly FaultRow[]) {
  return {
    type: 'FeatureCollection' as const,
    features: rows.map((row) => ({
      type: 'Feature' as const,
      id: row.no,
      properties: presentFault(county, row),
      geometry: row.shape,
    })),
  };
}

export async function faultsWorkbook(
  county: CountyRuntime,
  rows: readonly FaultRow[],
  language: Language,
): Promise<Buffer> {
  const heads = ['no', 'kind', 'of', 'area', 'places', 'squareMetres', 'width', 'lon', 'lat'] as const;
  const kind = (one: string): string => say(language, `coverage.kind.${one}`);
  return writeWorkbook([
    {
      name: say(language, 'coverage.faults'),
      columns: heads.map((head) => ({
        header: say(language, `coverage.column.${head}`),
        width: head === 'places' ? 40 : 16,
      })),
      rows: rows.map((row) => {
        const { area, places, squareMetres, width } = presentFault(county, row);
        return [
          row.no,
          kind(row.kind),
          kind(row.of),
          area.name,
          places.map(({ name }) => name).join('、'),
          squareMetres,
          width,
          row.lon,
          row.lat,
        ];
      }),
    },
  ]);
}
