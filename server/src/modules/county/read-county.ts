/** Reads a county from the database into the form the running program works with. */
import type { Calendar } from '@huying/domain/clocks';
import type { DeviceList, Pack } from '@huying/domain/pack';
import { type Db, sql } from '../../platform/db.ts';
import { inForce } from '../../platform/in-force.ts';
import { headOf } from '../../platform/journal.ts';
import { placeIndex, type ShapeRow } from '../territory/index.ts';
import { postKindsOf } from './post-kinds.ts';
import type { ConditionRow, CountyRuntime, ItemRow, PlaceRow, UnitRow } from './runtime.ts';

/** What of the pack a running county needs; shapes and story are too big to keep. */
export type PackKept = Pick<Pack, 'county' | 'posts' | 'words' | 'demo' | 'party' | 'facilities'> & {
  items: { listId: string };
  devices?: Pick<DeviceList, 'kinds'>;
};

const packs = new WeakMap<CountyRuntime, PackKept>();

/** The pack a runtime was read with. */
export function packOf(county: CountyRuntime): PackKept {
  return packs.get(county) as PackKept;
}

const SMALL_CACHE = 200;

/** A bounded memory of a read: the oldest goes first. */
function remember<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (key) => {
    let found = kept.get(key);
    if (!found) {
      found = read(key);
      kept.set(key, found);
      found.catch(() => kept.delete(key));
      if (kept.size > SMALL_CACHE) kept.delete(kept.keys().next().value as string);
    }
    return found;
  };
}

/** Kinds of place below the grid are many and asked for one by one; they stay in the database. */
const IN_MEMORY = ['county', 'town', 'community', 'grid', 'service_area'];

async function readPlaces(db: Db, county: string): Promise<Map<string, PlaceRow>> {
  const rows = await db.rows<PlaceRow>(sql`
    SELECT place_id AS id, parent_id AS parent, kind, subkind, code, name, path, gridded, from_day AS from, to_day AS to
    FROM place WHERE county_id = ${county} AND kind = ANY(${IN_MEMORY}) ORDER BY path`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Outlines of the places in force: points are found in these, the deepest first. */
async function readShapes(
  db: Db,
  county: string,
  places: ReadonlyMap<string, PlaceRow>,
  day: string,
): Promise<ShapeRow[]> {
  const rows = await db.rows<Pick<ShapeRow, 'id' | 'shape'>>(sql`
    SELECT s.place_id AS id, s.shape FROM place_shape s
    JOIN place p ON p.county_id = s.county_id AND p.place_id = s.place_id
    WHERE s.county_id = ${county} AND p.county_id = ${county} AND ${inForce('p', day)}`);
  return rows.flatMap(({ id, shape }) => {
    const place = places.get(id);
    return place ? [{ id, depth: place.path.split('.').length, shape }] : [];
  });
}

async function readUnits(db: Db, county: string): Promise<Map<string, UnitRow>> {
  const rows = await db.rows<UnitRow>(sql`
    SELECT unit_id AS id, kind, name, jurisdiction FROM unit WHERE county_id = ${county} ORDER BY unit_id`);
  return new Map(rows.map((row) => [row.id, row]));
}

type ListRef = { id: string; version: number; effectiveFrom: string };

/** The version of the list in force on a day: the last that has begun; of two from one day, the later. */
async function listInForce(db: Db, county: string, listId: string, day: string): Promise<ListRef | null> {
  return db.row<ListRef>(sql`
    SELECT list_id AS id, version, effective_from AS "effectiveFrom" FROM item_list
    WHERE county_id = ${county} AND list_id = ${listId} AND effective_from <= ${day}
    ORDER BY effective_from DESC, version DESC LIMIT 1`);
}

/** Items of one list version with their conditions in order; of one item when `id` is given. */
export async function readItems(
  db: Db,
  county: string,
  list: string,
  version: number,
  id?: string,
): Promise<ItemRow[]> {
  const one = id === undefined ? sql`` : sql`AND item_id = ${id}`;
  const items = await db.rows<Omit<ItemRow, 'conditions'>>(sql`
    SELECT list_id AS list, version, item_id AS id, code, name, category, lead, assists, callback, keywords
    FROM item WHERE county_id = ${county} AND list_id = ${list} AND version = ${version} ${one} ORDER BY code, item_id`);
  const conditions = await db.rows<ConditionRow & { item: string }>(sql`
    SELECT item_id AS item, condition_id AS id, words AS text, finish, process, limits, arrival
    FROM item_condition WHERE county_id = ${county} AND list_id = ${list} AND version = ${version} ${one}
    ORDER BY item_id, position`);
  const byItem = Map.groupBy(conditions, (row) => row.item);
  return items.map((item) => ({
    ...item,
    conditions: (byItem.get(item.id) ?? []).map(({ item: _, ...condition }) => condition),
  }));
}

async function readCalendar(db: Db, county: string, version: number | null): Promise<Calendar> {
  const row = await db.row<{ body: Calendar }>(sql`
    SELECT body FROM calendar WHERE county_id = ${county} ${version === null ? sql`` : sql`AND version = ${version}`}
    ORDER BY version DESC LIMIT 1`);
  if (!row) throw new Error(`no calendar ${version ?? ''} of ${county}`);
  return row.body;
}

/**
 * The county as it stands in the database on the day of `now`, which decides the places and the list in force.
 * @throws Error when the county was not installed.
 */
export async function readCounty(db: Db, pack: PackKept, now: number = Date.now()): Promise<CountyRuntime> {
  const { county } = pack;
  const { id } = county;
  const placesEver = await readPlaces(db, id);
  const root = [...placesEver.values()].find((place) => place.parent === null);
  if (!root) throw new Error(`county ${id} is not installed`);
  const today = new Date(now + county.utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
  const places = new Map(
    [...placesEver].filter(([, one]) => one === root || (one.from <= today && (one.to === null || one.to >= today))),
  );
  const list = await listInForce(db, id, pack.items.listId, today);
  const items = list ? await readItems(db, id, list.id, list.version) : [];
  const itemsInForce = new Map(items.map((item) => [item.id, item]));
  const calendar = await readCalendar(db, id, null);
  const packVersion = (await headOf(db, id, { kind: 'county', id })).seq;
  const oldItem = remember(async (key) => {
    const [of = '', version, ...rest] = key.split('/');
    return (await readItems(db, id, of, Number(version), rest.join('/')))[0] ?? null;
  });
  const oldCalendar = remember((version) => readCalendar(db, id, Number(version)));
  const { endOfDay, yellowShare, limits, callback, reopenDays } = county;
  const runtime: CountyRuntime = {
    id,
    pack: county,
    words: pack.words,
    rules: { calendar, endOfDay, yellowShare, limits, callback, reopenDays, packVersion },
    postKinds: postKindsOf(pack),
    root,
    day: today,
    places,
    placesEver,
    placeIndex: placeIndex(await readShapes(db, id, places, today)),
    units: await readUnits(db, id),
    items: itemsInForce,
    list,
    async itemAt(of, version, item) {
      if (list && of === list.id && version === list.version) return itemsInForce.get(item) ?? null;
      return oldItem(`${of}/${version}/${item}`);
    },
    calendarAt: async (version) => (version === calendar.version ? calendar : oldCalendar(String(version))),
  };
  const { posts, words, demo, party } = pack;
  packs.set(runtime, {
    ...{ county, posts, words, demo, items: { listId: pack.items.listId } },
    ...(party ? { party } : {}),
    ...(pack.facilities ? { facilities: pack.facilities } : {}),
    ...(pack.devices ? { devices: { kinds: pack.devices.kinds } } : {}),
  });
  return runtime;
}
