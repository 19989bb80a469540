import type { Hours } from '../clocks/index.ts';
import type { Choice, PlaceKind } from './county.ts';
import type { Words } from './words.ts';

/** A kind of facility: what it is called, drawn as, offers and when it is usually open. */
export type FacilityKind = {
  kind: string;
  word: Words;
  /** Name of an icon that the faces know. */
  icon: string;
  /** Key of the county's figures that counts them. */
  figure?: string;
  /** Codes of `services`. */
  services: string[];
  hours: Hours;
  /** One window for everything (一窗受理). */
  oneWindow: boolean;
  /** Counted in the 15-minute circle. */
  circle: boolean;
};

export type TeamKind = { kind: string; word: Words; figure?: string };

/** How duty at a facility is checked in, swapped and rested from. */
export type DutyRules = {
  opensMinutes: number;
  closesMinutes: number;
  metres: number;
  restMinutes: number;
  /** A swap that both agreed to still needs whoever keeps the roster. */
  swapApproval: boolean;
};

/** Kinds of place the demo's rows are spread over; the first that the county has any of. */
export type DemoSpread = { places: PlaceKind[]; gridded?: boolean; subkind?: string };

/** `total` spread evenly; one each where none is given. */
export type DemoFacility = {
  kind: string;
  total?: number;
  over: DemoSpread;
  /** `{place}` is the place's name; `{n}` a running number where a place has several. */
  name: string;
  /** Names of single ones, in the place of the first ones' made-up names. */
  named?: string[];
};

export type DemoTeam = { kind: string; total?: number; over: DemoSpread; name: string; members: number };

/** Rosters of the demo: teams of one kind take turns at the facilities of a kind that lie nearest to them. */
export type DemoRoster = {
  team: string;
  facility: string;
  by: 'people' | 'teams';
  shifts: { weekdays: number[]; from: string; to: string; people: number }[];
};

/** facilities.json: facilities, teams and duty of the county. */
export type FacilityPack = {
  services: Choice[];
  kinds: FacilityKind[];
  teamKinds: TeamKind[];
  excuses: Choice[];
  duty: DutyRules;
  /** Minutes on foot that count as near (15分钟服务圈). */
  circle: { minutes: number };
  demo: { facilities: DemoFacility[]; teams: DemoTeam[]; rosters: DemoRoster[] };
};
