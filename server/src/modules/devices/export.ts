/** The inventory as a workbook that imports back. */
import type { Actor } from '../../access/actor.ts';
import type { Queryable } from '../../platform/db.ts';
import { writeWorkbook } from '../../platform/exchange/index.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { kindsOf } from './check.ts';
import { allDevices, type DeviceQuery } from './queries.ts';

const COLUMNS = ['kind', 'place', 'placeName', 'maker', 'serial', 'spot', 'lon', 'lat', 'state', 'since'] as const;
const WIDE = new Set(['placeName', 'serial', 'spot']);

export async function exportDevices(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  query: DeviceQuery,
  language: Language,
): Promise<Buffer> {
  const words = new Map(kindsOf(county).map(({ kind, word }) => [kind, language === 'en' ? word.en : word.zh]));
  const rows = await allDevices(db, county, actor, query);
  return writeWorkbook([
    {
      name: say(language, 'export.devices'),
      columns: COLUMNS.map((name) => ({ header: say(language, `device.${name}`), width: WIDE.has(name) ? 28 : 14 })),
      rows: rows.map((device) => [
        words.get(device.kind) ?? device.kind,
        // Places below the grid have no code of their own; their id stands for them.
        device.code || device.place.id,
        device.place.name,
        device.maker,
        device.serial,
        device.spot,
        device.point?.[0] ?? null,
        device.point?.[1] ?? null,
        say(language, `device.state.${device.state}`),
        device.since,
      ]),
    },
  ]);
}
