import type { PlaceKind } from './county.ts';
import type { GradeTable } from './grades.ts';
import type { Permission } from './permissions.ts';
import type { PlaceSubkind } from './territory.ts';
import type { Words } from './words.ts';

/** How somebody comes into a post. */
export type Filling = 'elected' | 'recommended' | 'appointed' | 'recruited';

/** A kind of post: a role at a place or a unit. */
export type PostKind = {
  kind: string;
  word: Words;
  at: 'place' | 'unit';
  /** Kinds of place it exists at; only for `at: 'place'`. */
  placeKinds?: PlaceKind[];
  /** Only at places of these sorts or below one of them: the heads of a rural community's grids. Without a word at all. */
  subkinds?: PlaceSubkind[];
  /** Only at these units; only for `at: 'unit'`. Without a word at all. */
  units?: string[];
  /** How many people may hold it at one place or unit at a time. */
  capacity: number;
  /** Length of a term; null while no end is set. */
  termMonths: number | null;
  /** How it is filled as a rule. */
  filled: Filling;
  /** Other ways that are open too. */
  alsoFilled?: Filling[];
  /** Held beside other work. */
  partTime?: boolean;
  /** Whether it stands in the chain of who answers at a place. Without a word: where it has to do with matters. */
  answers?: boolean;
  /** Whether a holder's name may stand in full on boards and public pages. Without a word: masked. */
  showName?: boolean;
  /** Whether a private number may stand on boards and public pages. Without a word: no. */
  showPhone?: boolean;
  /** When its holder is to be met. */
  hours?: Words;
  /** Days before the end of a term on which it is reminded of; without a word the list's. */
  remindDays?: number;
  permissions: Permission[];
  duties: { everyday: Words[]; emergency: Words[] };
};

/** posts.json: the county's kinds of post, and the tables by which some of them rise. */
export type PostList = {
  posts: PostKind[];
  /** Days before the end of a term on which it is reminded of, where a kind says nothing else. */
  remindDays?: number;
  grades?: GradeTable[];
};

export const REMIND_DAYS = 30;

/** All ways a post may be filled, the usual first. */
export function waysOf(kind: Pick<PostKind, 'filled' | 'alsoFilled'>): Filling[] {
  return [kind.filled, ...(kind.alsoFilled ?? []).filter((way) => way !== kind.filled)];
}

/** Whether the kind exists at a place of this level; `sorts` are the subkinds of the place and of those above it. */
export function isAtPlace(
  kind: Pick<PostKind, 'at' | 'placeKinds' | 'subkinds'>,
  place: { kind: string; sorts: readonly (string | null)[] },
): boolean {
  return (
    kind.at === 'place' &&
    (kind.placeKinds?.some((level) => level === place.kind) ?? false) &&
    (kind.subkinds?.some((sort) => place.sorts.includes(sort)) ?? true)
  );
}

/** Whether the kind exists at the unit of this id. */
export function isAtUnit(kind: Pick<PostKind, 'at' | 'units'>, unit: string): boolean {
  return kind.at === 'unit' && (kind.units?.includes(unit) ?? true);
}

/** Whether the kind stands in the chain of who answers; administrators of the program answer to nobody on the street. */
export function answers(kind: Pick<PostKind, 'answers' | 'permissions'>): boolean {
  return kind.answers ?? kind.permissions.some((permission) => permission.startsWith('matter.'));
}

/** Days before the end of a term on which it is reminded of. */
export function remindDaysOf(kind: Pick<PostKind, 'remindDays'>, list: Pick<PostList, 'remindDays'>): number {
  return kind.remindDays ?? list.remindDays ?? REMIND_DAYS;
}
