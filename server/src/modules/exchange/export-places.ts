/** The county's places: as a workbook in the order of the tree, and as GeoJSON with their outlines. */
import { type Queryable, sql } from '../../platform/db.ts';
import { writeWorkbook } from '../../platform/exchange/index.ts';
import { inForce } from '../../platform/in-force.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';

type Row = {
  id: string;
  parent: string | null;
  parentName: string | null;
  kind: string;
  subkind: string | null;
  code: string;
  name: string;
  gridded: boolean;
};

/** Every place in force, housing too. */
export async function exportPlaces(db: Queryable, county: CountyRuntime, language: Language): Promise<Buffer> {
  const rows = await db.rows<Row>(sql`
    SELECT p.place_id AS id, p.parent_id AS parent, u.name AS "parentName", p.kind, p.subkind, p.code, p.name, p.gridded
    FROM place p LEFT JOIN place u ON u.county_id = ${county.id} AND u.place_id = p.parent_id
    WHERE p.county_id = ${county.id} AND ${inForce('p', county.day)} ORDER BY p.path`);
  const word = new Map(
    county.pack.levels.map((level) => [level.kind as string, language === 'en' ? level.word.en : level.word.zh]),
  );
  const heads = ['id', 'parent', 'parentName', 'kind', 'subkind', 'code', 'name', 'gridded'] as const;
  return writeWorkbook([
    {
      name: say(language, 'export.places'),
      columns: heads.map((head) => ({
        header: say(language, `export.place.${head}`),
        width: head === 'name' ? 28 : 16,
      })),
      rows: rows.map((row) => [
        row.id,
        row.parent,
        row.parentName,
        word.get(row.kind) ?? row.kind,
        row.subkind,
        row.code,
        row.name,
        say(language, row.gridded ? 'yes' : 'no'),
      ]),
    },
  ]);
}

/** A FeatureCollection of every place in force that has an outline; ids as everywhere. */
export async function exportPlacesGeoJson(db: Queryable, county: CountyRuntime): Promise<string> {
  const rows = await db.rows<{
    id: string;
    parent: string | null;
    kind: string;
    subkind: string | null;
    code: string;
    name: string;
    shape: object;
  }>(sql`
    SELECT p.place_id AS id, p.parent_id AS parent, p.kind, p.subkind, p.code, p.name, s.shape
    FROM place p JOIN place_shape s ON s.county_id = ${county.id} AND s.place_id = p.place_id
    WHERE p.county_id = ${county.id} AND ${inForce('p', county.day)} ORDER BY p.path`);
  return JSON.stringify({
    type: 'FeatureCollection',
    // Outlines that were made up say so wherever they go.
    synthetic: county.pack.synthetic,
    features: rows.map(({ id, shape, ...properties }) => ({
      type: 'Feature',
      id,
      properties: { ...properties, synthetic: county.pack.synthetic },
      geometry: shape,
    })),
  });
}
