/** The inventory of devices from a workbook: good rows are taken together, bad ones named; the same workbook again adds nothing. */
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../county/index.ts';
import { kindsOf, pointFault, takeDevices } from '../devices/index.ts';
import type { ImportCall } from './import-matters.ts';
import type { DeviceMapping } from './mapping.ts';
import { placesByWord } from './places-by-word.ts';
import { readDevicesWorkbook } from './read-devices.ts';
import { figuresOf, type ImportReport, type RowResult } from './report.ts';

/** @throws Refusal `workbook_*`, `columns_missing` */
export async function importDevices(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress }: ImportCall<DeviceMapping>,
): Promise<ImportReport> {
  const kinds = kindsOf(county);
  const { devices, refused } = await readDevicesWorkbook(file, mapping, {
    kinds: new Map(kinds.flatMap(({ kind, word }) => [kind, word.zh, word.en].map((name) => [name, kind]))),
    places: await placesByWord(services, county.id),
    pointFault: (point) => pointFault(county, point),
    today: dayOf(county, now),
    utcOffsetMinutes: county.pack.utcOffsetMinutes,
  });
  const taken = await services.db.tx((tx) =>
    takeDevices(
      tx,
      { county, actor, now },
      devices.map(({ device }) => device),
    ),
  );
  services.wake(county.id);
  const told = devices.map(({ result }, i): RowResult => {
    const { id, how } = taken[i] as (typeof taken)[number];
    if (how === 'retired') return { ...result, status: 'refused', reason: 'row_device_retired' };
    return { ...result, status: how === 'same' ? 'repeated' : 'taken', made: id };
  });
  const rows = [...told, ...refused].sort((a, b) => a.row - b.row);
  onProgress?.(rows.length, rows.length);
  const count = (how: string) => taken.filter((one) => one.how === how).length;
  return { kind: 'devices', figures: { ...figuresOf(rows), added: count('added'), changed: count('changed') }, rows };
}
