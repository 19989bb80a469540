/** Devices from a workbook: each row read and judged by itself. */
import { DEVICE_STATES, type DeviceState } from '@huying/domain/pack';
import { type CellValue, findTable, instantOf, narrow, readWorkbook, textOf } from '../../platform/exchange/index.ts';
import { say } from '../../platform/words.ts';
import type { DeviceToTake } from '../devices/index.ts';
import type { DeviceMapping } from './mapping.ts';
import type { RowResult } from './report.ts';

export type ReadDevice = { device: DeviceToTake; result: RowResult };
export type ReadDevices = { devices: ReadDevice[]; refused: RowResult[] };

/** What the county knows, as far as a row needs it. */
export type DeviceGround = {
  /** Kinds by their words in both languages and by their codes. */
  kinds: ReadonlyMap<string, string>;
  /** Ids of the places that a code, an id or a name means. */
  places(word: string): readonly string[];
  /** The code of what is wrong with a point, null when it is well. */
  pointFault(point: [number, number]): string | null;
  today: string;
  utcOffsetMinutes: number;
};

type Field = keyof DeviceMapping['columns'];

class BadRow extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  constructor(code: string, params: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}

const REQUIRED: readonly Field[] = ['kind', 'place', 'maker', 'serial', 'spot'];

/** @throws Refusal `workbook_*`, `columns_missing` */
export async function readDevicesWorkbook(
  bytes: Buffer,
  mapping: DeviceMapping,
  ground: DeviceGround,
): Promise<ReadDevices> {
  const book = await readWorkbook(bytes);
  const read: ReadDevices = { devices: [], refused: [] };
  const [sheet] = book.sheets;
  if (!sheet) return read;
  const { headerRow, columns } = await findTable<Field>(sheet.rows(), mapping.columns, REQUIRED);
  const seen = new Map<string, number>();
  for await (const row of sheet.rows()) {
    if (row.no <= headerRow || row.cells.every((cell) => textOf(cell) === '')) continue;
    const cell = (field: Field): CellValue => row.cells[columns.get(field) ?? -1] ?? null;
    const key = textOf(cell('serial')).slice(0, 60);
    const at = { sheet: sheet.name, row: row.no, key };
    try {
      const device = deviceOf(cell, ground, book.date1904);
      const twin = seen.get(`${device.maker}\n${device.serial}`);
      if (twin !== undefined) throw new BadRow('row_device_in_file', { row: twin });
      seen.set(`${device.maker}\n${device.serial}`, row.no);
      read.devices.push({ device, result: { ...at, status: 'taken' } });
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      read.refused.push({ ...at, status: 'refused', reason: error.code, params: error.params });
    }
  }
  return read;
}

type CellOf = (field: Field) => CellValue;

function deviceOf(cell: CellOf, ground: DeviceGround, date1904: boolean): DeviceToTake {
  const kindWord = words(cell, 'kind', 40);
  const kind = ground.kinds.get(kindWord);
  if (!kind) throw new BadRow('row_device_kind_unknown', { value: kindWord });
  return {
    kind,
    place: placeOf(cell, ground),
    maker: words(cell, 'maker', 60),
    serial: words(cell, 'serial', 60),
    spot: words(cell, 'spot', 120),
    point: pointOf(cell, ground),
    state: stateOf(textOf(cell('state'))),
    since: dayOf(cell('since'), ground, date1904),
  };
}

function words(cell: CellOf, field: Field, most: number): string {
  const text = narrow(textOf(cell(field)));
  if (text === '') throw new BadRow('row_field_missing', { field });
  if (text.length > most) throw new BadRow('row_field_too_long', { field, most });
  return text;
}

function placeOf(cell: CellOf, { places }: DeviceGround): string {
  const value = words(cell, 'place', 64);
  const found = places(value);
  if (found.length === 0) throw new BadRow('row_place_unknown', { value });
  if (found.length > 1) throw new BadRow('row_place_several', { value, n: found.length });
  return found[0] as string;
}

function pointOf(cell: CellOf, { pointFault }: DeviceGround): [number, number] | null {
  const [lon, lat] = [cell('lon'), cell('lat')].map((value) => narrow(textOf(value)));
  if (lon === '' && lat === '') return null;
  const point: [number, number] = [Number(lon || Number.NaN), Number(lat || Number.NaN)];
  if (!point.every(Number.isFinite)) throw new BadRow('row_point_invalid');
  const fault = pointFault(point);
  if (fault) throw new BadRow(`row_${fault}`);
  return point;
}

/** A state by its code or its words in either language; a device of which nothing is said works. */
function stateOf(text: string): DeviceState {
  if (text === '') return 'working';
  const found = DEVICE_STATES.filter((state) => state !== 'retired').find((state) =>
    [state, say('zh-CN', `device.state.${state}`), say('en', `device.state.${state}`).toLowerCase()].includes(
      text.toLowerCase(),
    ),
  );
  if (!found) throw new BadRow('row_state_unknown', { value: text.slice(0, 20) });
  return found;
}

function dayOf(value: CellValue, { today, utcOffsetMinutes }: DeviceGround, date1904: boolean): string {
  if (textOf(value) === '') return today;
  const instant = instantOf(value, { utcOffsetMinutes, date1904 });
  if (instant === null) throw new BadRow('row_day_invalid', { value: textOf(value).slice(0, 20) });
  const day = new Date(instant + utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
  if (day > today) throw new BadRow('row_day_to_come');
  return day;
}
