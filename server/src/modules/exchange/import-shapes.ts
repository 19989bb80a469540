/** Outlines and points of places from a GeoJSON file. */
import { Refusal } from '@huying/domain/kernel';
import { byOf, postFor } from '../../access/actor.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/index.ts';
import { type Fix, importShapeFeatures, type ShapeInput } from '../territory/index.ts';
import type { ImportCall } from './import-matters.ts';
import type { ShapeMapping } from './mapping.ts';
import { figuresOf, type ImportReport, type RowResult } from './report.ts';

type Feature = { id?: unknown; properties?: Record<string, unknown> | null; geometry?: unknown };

const MOST = 50_000;

/** @throws Refusal `geojson_invalid`, `list_empty`, `workbook_too_large` */
export function readFeatures(file: Buffer): Feature[] {
  let value: unknown;
  try {
    value = JSON.parse(file.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    throw new Refusal('geojson_invalid');
  }
  const { type, features } = (value ?? {}) as { type?: unknown; features?: unknown };
  const found = type === 'Feature' ? [value] : features;
  if (!Array.isArray(found) || (type !== 'Feature' && type !== 'FeatureCollection'))
    throw new Refusal('geojson_invalid');
  if (found.length === 0) throw new Refusal('list_empty');
  if (found.length > MOST) throw new Refusal('workbook_too_large');
  return found.map((one) => (typeof one === 'object' && one !== null ? (one as Feature) : {}));
}

function textOf(feature: Feature, names: readonly string[], own: unknown): string {
  const values = [own, ...names.map((name) => feature.properties?.[name])];
  const found = values.find((value) => (typeof value === 'string' && value.trim() !== '') || typeof value === 'number');
  return found === undefined ? '' : String(found).trim().slice(0, 40);
}

/** Each feature names its place by id, else by code. */
export async function importShapes(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress, signal, fix = null }: ImportCall<ShapeMapping> & { fix?: Fix | null },
): Promise<ImportReport> {
  const features = readFeatures(file);
  const inputs = features.map(
    (feature): ShapeInput => ({
      id: textOf(feature, mapping.id, feature.id),
      code: textOf(feature, mapping.code, undefined),
      geometry: feature.geometry,
    }),
  );
  // A feature's own id may be a number of the program that wrote it: then its code names the place.
  for (const input of inputs) if (input.code && !/^[a-z][a-z0-9]*$/.test(input.id)) input.id = '';
  const by = byOf(
    actor,
    postFor(actor, 'import.run', () => true),
  );
  const { outcomes, rehoused } = await importShapeFeatures(services, county, inputs, {
    by,
    now,
    onProgress,
    signal,
    fix,
  });
  const rows = outcomes.map((outcome, index): RowResult => {
    const input = inputs[index] as ShapeInput;
    const base = { sheet: 'GeoJSON', row: index + 1, key: input.id || input.code };
    return outcome.status === 'refused'
      ? { ...base, status: 'refused', reason: outcome.reason, ...(outcome.params ? { params: outcome.params } : {}) }
      : { ...base, status: outcome.status, made: outcome.id };
  });
  return { kind: 'shapes', figures: { ...figuresOf(rows), ...(rehoused > 0 ? { rehoused } : {}) }, rows };
}
