/** A device as a row, what of it goes into the journal, and what it may be. */
import type { DeviceState } from '@huying/domain/pack';
import { v7 as uuidv7 } from 'uuid';
import { hex, type Queryable, sql, type Tx } from '../../platform/db.ts';
import { type By, chain, type Head, type JournalEvent, NO_HEAD, writeEntries } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import { insertRows } from '../../platform/rows.ts';

export type Device = {
  kind: string;
  place: string;
  maker: string;
  serial: string;
  spot: string;
  point: [number, number] | null;
  state: DeviceState;
  /** The county's day since which it stands there. */
  since: string;
};

export type DeviceRow = Device & { id: string; retiredOn: string | null; version: number; head: Head; path: string };

/** What the journal says of it: all but the words about its spot, which somebody wrote freely. */
function facts({ kind, place, maker, serial, point, state, since }: Device): Record<string, unknown> {
  return { sort: kind, place, maker, serial, point, state, since };
}

function columns(device: Device): Record<string, unknown> {
  const { kind, place, maker, serial, spot, point, state, since } = device;
  const [lon = null, lat = null] = point ?? [];
  return { kind, place_id: place, maker, serial, spot, lon, lat, state, since };
}

/** Writes devices that are new, each with the first link of its chain. @returns their ids in the order given */
export async function insertDevices(
  tx: Tx,
  county: string,
  devices: readonly (Device & { id?: string })[],
  { by, now }: { by: By; now: number },
): Promise<string[]> {
  const made = devices.map((device) => ({ device, id: device.id ?? uuidv7() }));
  const heads = await journalMany(
    tx,
    county,
    made.map(({ device, id }) => ({
      subject: { kind: 'device', id },
      head: NO_HEAD,
      events: [{ kind: 'device.added', by, at: now, ...facts(device) }],
    })),
  );
  await insertRows(
    tx,
    'device',
    made.map(({ device, id }, i) => ({
      county_id: county,
      device_id: id,
      ...columns(device),
      retired_on: null,
      version: heads[i]?.seq,
      head: hex(heads[i]?.hash as Buffer),
    })),
  );
  return made.map(({ id }) => id);
}

type Row = Omit<DeviceRow, 'head' | 'point'> & { lon: number | null; lat: number | null; head: Buffer };

function deviceOf({ lon, lat, head, version, ...row }: Row): DeviceRow {
  return {
    ...row,
    version,
    point: lon === null || lat === null ? null : [lon, lat],
    head: { seq: version, hash: head },
  };
}

/** Devices locked by this transaction, in the order of their ids. */
export async function lockDevices(tx: Queryable, county: string, ids: readonly string[]): Promise<DeviceRow[]> {
  const rows = await tx.rows<Row>(sql`
    SELECT d.device_id AS id, d.kind, d.place_id AS place, d.maker, d.serial, d.spot, d.lon, d.lat, d.state, d.since,
      d.retired_on AS "retiredOn", d.version, d.head, p.path
    FROM device d JOIN place p ON p.county_id = d.county_id AND p.place_id = d.place_id
    WHERE d.county_id = ${county} AND d.device_id = ANY(${[...ids]}::uuid[]) ORDER BY d.device_id FOR UPDATE OF d`);
  return rows.map(deviceOf);
}

/** What the two say differently, by field. */
export function differences(before: Device, after: Device): string[] {
  const said = (device: Device): Record<string, string> =>
    Object.fromEntries(Object.entries({ ...facts(device), spot: device.spot }).map(([k, v]) => [k, JSON.stringify(v)]));
  const [old, next] = [said(before), said(after)];
  return Object.keys(next).filter((key) => old[key] !== next[key]);
}

/** Writes a changed device and the next link of its chain. The row must be locked by this transaction. */
export async function updateDevice(
  tx: Tx,
  county: string,
  before: DeviceRow,
  after: Device & { retiredOn: string | null },
  event: JournalEvent,
): Promise<number> {
  const said = { ...event, ...facts(after), changed: differences(before, after) };
  const { entries, head } = chain(county, { kind: 'device', id: before.id }, before.head, [said]);
  await writeEntries(tx, county, entries);
  const [lon = null, lat = null] = after.point ?? [];
  await tx.rows(sql`
    UPDATE device SET kind = ${after.kind}, place_id = ${after.place}, maker = ${after.maker}, serial = ${after.serial},
      spot = ${after.spot}, lon = ${lon}, lat = ${lat}, state = ${after.state}, since = ${after.since},
      retired_on = ${after.retiredOn}, version = ${head.seq}, head = ${head.hash}
    WHERE county_id = ${county} AND device_id = ${before.id}`);
  return head.seq;
}
