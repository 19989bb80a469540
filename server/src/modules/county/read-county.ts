/** Reads a county from the database into the form the running program works with. */
import type { Calendar } from '@huying/domain/clocks';
import type { DeviceList, Pack } from '@huying/domain/pack';
import { type Db, sql } from '../../platform/db.ts';
import { inForce } from '../../platform/in-force.ts';
import { headOf } from '../../platform/journal.ts';
import { DUTY_LIST, listInForce, readDuties, readListItems } from './list-versions.ts';
import { placeIndex, type ShapeRow } from './place-index.ts';
import { postKindsOf } from './post-kinds.ts';
import type { CountyRuntime, ItemRow, PlaceRow, UnitRow } from './runtime.ts';

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

const SMALL_CACHE = 2000;

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

/** Items of one list version with their conditions in order; of one item when `id` is given. */
export async function readItems(
  db: Db,
  county: string,
  list: string,
  version: number,
  id?: string,
): Promise<ItemRow[]> {
  const items = await readListItems(db, county, { list, version }, id);
  return items.map(({ handledBy: _, supervisedBy: __, ...item }) => ({ list, version, ...item }));
}

/** Names of items of any agreed version, the newest first: a matter of an item that is gone still says what it was. */
async function readItemNames(db: Db, county: string, list: string): Promise<CountyRuntime['itemNames']> {
  const rows = await db.rows<{ id: string; name: string; category: string }>(sql`
    SELECT DISTINCT ON (i.item_id) i.item_id AS id, i.name, i.category FROM item i
    JOIN list_version v ON v.county_id = i.county_id AND v.list_id = i.list_id AND v.version = i.version
    WHERE i.county_id = ${county} AND i.list_id = ${list} AND v.state IN ('approved', 'in_force', 'superseded')
    ORDER BY i.item_id, i.version DESC`);
  return new Map(rows.map(({ id, ...named }) => [id, named]));
}

/**
 * Kinds of post with the duties of the list in force. A kind that no version ever spoke of keeps the pack's; one that this
 * version is silent on has none.
 */
async function readPostKinds(db: Db, pack: PackKept, today: string): Promise<CountyRuntime['postKinds']> {
  const county = pack.county.id;
  const kinds = postKindsOf(pack);
  const ref = await listInForce(db, county, DUTY_LIST, 'duties', today);
  if (!ref) return kinds;
  const inForce = await readDuties(db, county, { list: ref.id, version: ref.version });
  const spokenOf = await db.rows<{ kind: string }>(sql`
    SELECT DISTINCT post_kind AS kind FROM list_duty WHERE county_id = ${county} AND list_id = ${ref.id}`);
  for (const { kind } of spokenOf) {
    const post = kinds.get(kind);
    const { everyday = [], emergency = [] } = inForce.find((one) => one.post === kind) ?? {};
    if (post) kinds.set(kind, { ...post, duties: { everyday, emergency } });
  }
  return kinds;
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
  const list = await listInForce(db, id, pack.items.listId, 'items', today);
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
    postKinds: await readPostKinds(db, pack, today),
    root,
    day: today,
    places,
    placesEver,
    placeIndex: placeIndex(await readShapes(db, id, places, today)),
    units: await readUnits(db, id),
    items: itemsInForce,
    itemNames: new Map([...(await readItemNames(db, id, pack.items.listId)), ...itemsInForce]),
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
