/** Empty files to fill in: what the columns are called and which words they take. */
import { SUBKINDS } from '@huying/domain/places';
import { writeWorkbook } from '../../platform/exchange/index.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { PLACE_HEADS } from './export-places.ts';

/** A sheet to fill in, and one that says what may stand in it. */
export function placesTemplate(county: CountyRuntime, language: Language): Promise<Buffer> {
  const heads = PLACE_HEADS.map((head) => ({
    header: say(language, `export.place.${head}`),
    width: head === 'name' ? 28 : 16,
  }));
  const notes = PLACE_HEADS.map((head) => [
    say(language, `export.place.${head}`),
    say(language, `template.place.${head}`),
  ]);
  const kinds = county.pack.levels.map(({ kind, word }) => [
    language === 'en' ? word.en : word.zh,
    (SUBKINDS[kind] ?? []).map((subkind) => say(language, `subkind.${subkind}`)).join(' / '),
  ]);
  return writeWorkbook([
    { name: say(language, 'export.places'), columns: heads, rows: [] },
    {
      name: say(language, 'template.notes'),
      columns: [
        { header: say(language, 'template.column'), width: 20 },
        { header: say(language, 'template.meaning'), width: 90 },
      ],
      rows: [...notes, ['', ''], [say(language, 'export.place.kind'), say(language, 'export.place.subkind')], ...kinds],
    },
  ]);
}

/** An outline and a point to copy, near the middle of the county. */
export function shapesTemplate(county: CountyRuntime): string {
  const [x, y] = county.pack.center;
  const ring = [
    [x, y],
    [x + 0.005, y],
    [x + 0.005, y + 0.005],
    [x, y + 0.005],
    [x, y],
  ].map((point) => point.map((n) => Number(n.toFixed(6))));
  return `${JSON.stringify(
    {
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: { id: '', code: `${county.root.code}001001001`, name: '' },
          geometry: { type: 'Polygon', coordinates: [ring] },
        },
        {
          type: 'Feature',
          properties: { id: '', code: '', name: '' },
          geometry: { type: 'Point', coordinates: ring[0] },
        },
      ],
    },
    null,
    2,
  )}\n`;
}
