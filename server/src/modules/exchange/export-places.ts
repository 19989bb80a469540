/** The county's places: as a workbook in the order of the tree, and as GeoJSON with their outlines. */
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import exceljs from 'exceljs';
import { type Queryable, sql } from '../../platform/db.ts';
import { inForce } from '../../platform/in-force.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';

type Row = {
  id: string;
  parent: string | null;
  parentCode: string | null;
  parentName: string | null;
  kind: string;
  subkind: string | null;
  code: string;
  name: string;
  gridded: boolean;
  lon: number | null;
  lat: number | null;
  from: string;
};

/** Columns in their order; `import places` takes the workbook back. */
export const PLACE_HEADS = [
  'id',
  'parent',
  'parentCode',
  'parentName',
  'kind',
  'subkind',
  'code',
  'name',
  'gridded',
  'lon',
  'lat',
  'from',
] as const;

const PAGE = 5000;

/** Every place in force, housing too; rows are written as they are read, as a county has a hundred thousand dwellings. */
export async function exportPlaces(db: Queryable, county: CountyRuntime, language: Language): Promise<Buffer> {
  const stream = new PassThrough();
  const written = buffer(stream);
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream });
  const sheet = book.addWorksheet(say(language, 'export.places'), { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = PLACE_HEADS.map((head) => ({
    header: say(language, `export.place.${head}`),
    width: head === 'name' ? 28 : 16,
  }));
  const word = new Map(
    county.pack.levels.map((level) => [level.kind as string, language === 'en' ? level.word.en : level.word.zh]),
  );
  let after = '';
  for (;;) {
    const rows = await db.rows<Row & { path: string }>(sql`
      SELECT p.place_id AS id, p.parent_id AS parent, u.code AS "parentCode", u.name AS "parentName", p.kind, p.subkind,
        p.code, p.name, p.gridded, p.lon, p.lat, p.from_day AS from, p.path
      FROM place p LEFT JOIN place u ON u.county_id = ${county.id} AND u.place_id = p.parent_id
      WHERE p.county_id = ${county.id} AND ${inForce('p', county.day)} AND p.path > ${after} ORDER BY p.path LIMIT ${PAGE}`);
    for (const row of rows) {
      sheet
        .addRow([
          row.id,
          row.parent,
          row.parentCode,
          row.parentName,
          word.get(row.kind) ?? row.kind,
          row.subkind && say(language, `subkind.${row.subkind}`),
          row.code,
          row.name,
          row.kind === 'community' ? say(language, row.gridded ? 'yes' : 'no') : '',
          row.lon,
          row.lat,
          row.from,
        ])
        .commit();
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
    after = last.path;
  }
  sheet.commit();
  await book.commit();
  return written;
}

/** A FeatureCollection of every place in force that has an outline, and of the points of those that have one; ids as everywhere. */
export async function exportPlacesGeoJson(db: Queryable, county: CountyRuntime): Promise<string> {
  const rows = await db.rows<{
    id: string;
    parent: string | null;
    kind: string;
    subkind: string | null;
    code: string;
    name: string;
    lon: number | null;
    lat: number | null;
    shape: object | null;
  }>(sql`
    SELECT p.place_id AS id, p.parent_id AS parent, p.kind, p.subkind, p.code, p.name, p.lon, p.lat, s.shape
    FROM place p LEFT JOIN place_shape s ON s.county_id = ${county.id} AND s.place_id = p.place_id
    WHERE p.county_id = ${county.id} AND ${inForce('p', county.day)} AND (s.shape IS NOT NULL OR p.lon IS NOT NULL)
    ORDER BY p.path`);
  // What was made up says so wherever it goes.
  const { synthetic } = county.pack;
  return JSON.stringify({
    type: 'FeatureCollection',
    synthetic,
    features: rows.flatMap(({ id, shape, lon, lat, ...properties }) =>
      [shape, lon === null ? null : { type: 'Point', coordinates: [lon, lat] }]
        .filter((geometry) => geometry !== null)
        .map((geometry) => ({ type: 'Feature', id, properties: { ...properties, synthetic }, geometry })),
    ),
  });
}
