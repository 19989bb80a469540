import type { Limit } from '../clocks/index.ts';
import type { Switch } from './switches.ts';
import type { Words } from './words.ts';

export const PLACE_KINDS = [
  'county',
  'town',
  'service_area',
  'community',
  'grid',
  'compound',
  'building',
  'stairway',
  'household',
] as const;

/** The levels a county may have, highest first; a pack names its own. */
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** A choice on a form. */
export type Choice = { code: string; word: Words };

/** How a matter came in; its code is a key of the county's `firstHolder`. */
export type Channel = Choice & {
  /** Whether a person stands behind it who can be called back. */
  person: boolean;
};

export type LimitKind = 'accept' | 'take_on' | 'arrive' | 'conclude' | 'callback';

/** county.json: the county's identity, levels, switches and rules of the loop. */
export type County = {
  id: string;
  name: Words;
  /** The county's own name of the matter loop. */
  loop: Words;
  divisionCode: string;
  /** Longitude and latitude, WGS84. */
  center: [number, number];
  utcOffsetMinutes: number;
  /** The shapes are made up, and every map says so. */
  synthetic: boolean;
  levels: { kind: PlaceKind; word: Words }[];
  /** Digits that each level adds to the code. */
  codes: Partial<Record<PlaceKind, number>>;
  /** Rooms the county uses or does not; what is not named here is as SWITCHES says. */
  switches: Partial<Record<Switch, boolean>>;
  /** Whom a matter goes up to, lowest first. */
  raiseLadder: PlaceKind[];
  /** Which level judges a matter first, by channel. */
  firstHolder: Record<string, PlaceKind>;
  /** Calendar days after closing within which the reporter may reopen. */
  reopenDays: number;
  callback: {
    attempts: number;
    byDefault: 'call' | 'message' | 'none';
    /** Null: done again until settled. */
    maxRedos: number | null;
  };
  /** Share of a limit, 0 to 1, after which the yellow card shows. */
  yellowShare: number;
  /** Where an item's condition says nothing. */
  limits: Record<LimitKind, Limit>;
  rejectReasons: Choice[];
  refuseReasons: Choice[];
  outcomes: Choice[];
  channels: Channel[];
  /** How grids are held against their communities, in metres: what is thinner is a sliver; how wide a fault is mended. */
  coverage?: { toleranceMetres: number; mendMetres: number };
  /** When a counted day ends, HH:MM. */
  endOfDay: string;
};

/** calendar.json: the county's hours; holidays are its own list or the shared national ones. */
export type PackCalendar = {
  version: number;
  workweek: number[];
  seasons: { from: string; spans: { from: string; to: string }[] }[];
  publishedYears: number[];
  days: 'shared:holidays' | { day: string; kind: 'holiday' | 'workday'; name: string }[];
};
