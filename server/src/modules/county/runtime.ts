/**
 * A county as the running program knows it: its pack, the rules in force and its reference data (places down to the grid,
 * units, items, posts' kinds), kept in memory and read again when the county changes.
 */
import type { Calendar, Instant } from '@huying/domain/clocks';
import { Refusal } from '@huying/domain/kernel';
import type { CountyRules, Holder, ItemRule } from '@huying/domain/matter';
import type { County, PostKind } from '@huying/domain/pack';
import type { Queryable } from '../../platform/db.ts';
import type { PlaceIndex } from './place-index.ts';

export type PlaceRow = {
  id: string;
  parent: string | null;
  kind: string;
  subkind: string | null;
  code: string;
  name: string;
  path: string;
  gridded: boolean;
  /** First and last day in force; without a last day it goes on. */
  from: string;
  to: string | null;
};

export type UnitRow = { id: string; kind: string; name: string; jurisdiction: string };

export type ConditionRow = {
  id: string;
  text: string;
  finish: string;
  process: string;
  limits: ItemRule['limits'];
  arrival: boolean;
};

export type ItemRow = {
  list: string;
  version: number;
  id: string;
  code: string;
  name: string;
  category: string;
  lead: string | null;
  assists: string[];
  callback: 'call' | 'message' | 'none';
  keywords: string[];
  conditions: ConditionRow[];
};

export type CountyRuntime = {
  id: string;
  pack: County;
  words: Record<string, Record<string, string>>;
  rules: CountyRules;
  postKinds: Map<string, PostKind>;
  root: PlaceRow;
  /** The day it was read for: places, outlines and the list are those in force on it. */
  day: string;
  /** Places in force, down to the grid. */
  places: Map<string, PlaceRow>;
  /** Those and the ones that ended or are yet to come: what matters and journals may still name. */
  placesEver: Map<string, PlaceRow>;
  placeIndex: PlaceIndex;
  units: Map<string, UnitRow>;
  /** Items of the list version in force, by id. */
  items: Map<string, ItemRow>;
  list: { id: string; version: number; effectiveFrom: string } | null;
  /** What every item of the county's list was called last, those of earlier versions too, by id. */
  itemNames: Map<string, { name: string; category: string }>;
  /** Items of any version, as `list/version/id`, read when first asked for. */
  itemAt(list: string, version: number, id: string): Promise<ItemRow | null>;
  calendarAt(version: number): Promise<Calendar>;
};

/** Numbers by key, in the words of the glossary. */
export type Figures = Record<string, number>;

/** A room's share of the county's figures: counted from its own rows, as of a day of the county. */
export type CountFigures = (db: Queryable, county: CountyRuntime, day: string) => Promise<Figures>;

export function holderOf(place: PlaceRow): Holder {
  return { id: place.id, path: place.path, kind: place.kind };
}

/** @throws Refusal `invalid_fields` naming `field` when no such place (down to the grid) is in force. */
export function placeOf(county: CountyRuntime, id: string, field = 'place'): PlaceRow {
  const place = county.places.get(id);
  if (place) return place;
  const code = county.placesEver.has(id) ? 'place_not_in_force' : 'place_unknown';
  throw new Refusal('invalid_fields', {}, [{ path: field, code }]);
}

/** A place whether it is in force or not: where something is already said to be. @throws Refusal as `placeOf` */
export function placeEver(county: CountyRuntime, id: string): PlaceRow {
  return county.placesEver.get(id) ?? placeOf(county, id);
}

export function unitOf(county: CountyRuntime, id: string, field = 'unit'): UnitRow {
  const unit = county.units.get(id);
  if (!unit) throw new Refusal('invalid_fields', {}, [{ path: field, code: 'unit_unknown' }]);
  return unit;
}

/** The place itself and its ancestors, nearest first. */
export function ancestors(county: CountyRuntime, place: PlaceRow): PlaceRow[] {
  const line: PlaceRow[] = [];
  for (let at: PlaceRow | undefined = place; at; at = at.parent ? county.placesEver.get(at.parent) : undefined)
    line.push(at);
  return line;
}

/** The next place above `holder` whose level is on the county's ladder; null at the top. */
export function upperHolder(county: CountyRuntime, holder: Holder | null): Holder | null {
  const place = holder ? county.placesEver.get(holder.id) : undefined;
  if (!place) return null;
  const above = ancestors(county, place)
    .slice(1)
    .find((one) => county.pack.raiseLadder.includes(one.kind as never));
  return above ? holderOf(above) : null;
}

/** Who judges first: the lowest place at or above `place` on the level the pack names for the channel, or higher. */
export function firstHolder(county: CountyRuntime, place: PlaceRow, channel: string): Holder {
  const ladder = county.pack.raiseLadder as string[];
  const wanted = ladder.indexOf(county.pack.firstHolder[channel] ?? 'county');
  const line = ancestors(county, place);
  const found = line.find((one) => ladder.indexOf(one.kind) >= wanted && ladder.includes(one.kind));
  return holderOf(found ?? county.root);
}

/** The rule of one condition (the first when none is named). @throws Refusal `item_unknown`, `condition_unknown`. */
export function ruleOf(item: ItemRow, condition: string | null): ItemRule {
  const chosen = condition ? item.conditions.find((one) => one.id === condition) : item.conditions[0];
  if (condition && !chosen) throw new Refusal('invalid_fields', {}, [{ path: 'condition', code: 'condition_unknown' }]);
  return {
    ref: { list: item.list, version: item.version, id: item.id, condition: chosen?.id ?? null },
    lead: item.lead,
    callback: item.callback,
    limits: chosen?.limits ?? {},
    arrival: chosen?.arrival ?? false,
  };
}

export function itemInForce(county: CountyRuntime, id: string): ItemRow {
  const item = county.items.get(id);
  if (!item) throw new Refusal('invalid_fields', {}, [{ path: 'item', code: 'item_unknown' }]);
  return item;
}

/** The unit answerable for an item at a place: the list's, or the town's own office where the list says the town. */
export function leadFor(county: CountyRuntime, item: ItemRow, place: PlaceRow): UnitRow | null {
  if (item.lead) return county.units.get(item.lead) ?? null;
  const town = ancestors(county, place).find((one) => one.kind === 'town');
  if (!town) return null;
  for (const unit of county.units.values()) {
    if (unit.kind === 'town_office' && unit.jurisdiction === town.id) return unit;
  }
  return null;
}

/** The county's local day of an instant. */
export function dayOf(county: CountyRuntime, instant: Instant): string {
  return new Date(instant + county.pack.utcOffsetMinutes * 60_000).toISOString().slice(0, 10);
}

/** Of this year and the next, those whose holidays are not published: deadlines in them may move. */
export function provisionalYears(county: CountyRuntime, now: Instant): number[] {
  const year = Number(dayOf(county, now).slice(0, 4));
  return [year, year + 1].filter((one) => !county.rules.calendar.publishedYears.includes(one));
}
