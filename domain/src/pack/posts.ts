import type { PlaceKind, Words } from './county.ts';
import type { Permission } from './permissions.ts';

/** A kind of post: a role at a place or a unit. */
export type PostKind = {
  kind: string;
  word: Words;
  at: 'place' | 'unit';
  /** Kinds of place it exists at; only for `at: 'place'`. */
  placeKinds?: PlaceKind[];
  /** How many people may hold it at one place or unit at a time. */
  capacity: number;
  /** Length of a term; null while no end is set. */
  termMonths: number | null;
  filled: 'elected' | 'recommended' | 'appointed' | 'recruited';
  permissions: Permission[];
  duties: { everyday: Words[]; emergency: Words[] };
};

export type PostList = { posts: PostKind[] };
