import type { County, PackCalendar } from './county.ts';
import type { Demo } from './demo.ts';
import type { DeviceList } from './devices.ts';
import type { FacilityPack } from './facilities.ts';
import type { ItemList } from './items.ts';
import type { Party } from './party.ts';
import type { PostList } from './posts.ts';
import type { Story } from './story.ts';
import type { ShapeCollection, Territory } from './territory.ts';
import type { UnitList } from './units.ts';

/** A county pack read from its folder: each key is a file of that name (shapes.geojson, words/<locale>.json). */
export type Pack = {
  county: County;
  calendar: PackCalendar;
  territory: Territory;
  shapes: ShapeCollection;
  units: UnitList;
  posts: PostList;
  items: ItemList;
  demo: Demo;
  /** Without one the county starts with people but without a past. */
  story?: Story;
  facilities?: FacilityPack;
  /** Levels of the party organisation and how branches are formed; without it `PLAIN_PARTY`. */
  party?: Party;
  /** Kinds of device in the county's inventory. */
  devices?: DeviceList;
  /** The county's own words over the message catalogue, by locale and message key. */
  words: Record<string, Record<string, string>>;
};

/** A pack whose county has a past to tell. */
export type ToldPack = Pack & { story: Story };
