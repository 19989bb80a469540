import type { Limit } from '../clocks/index.ts';
import type { LimitKind } from './county.ts';

/** The unit answerable is the town office of the matter's place. */
export const TOWN = 'town';

/** When an item applies, when it is done, and how fast. */
export type Condition = {
  id: string;
  text: string;
  finish: string;
  limits: Partial<Record<LimitKind, Limit>> & { conclude: Limit };
  /** The unit must come to the place or meet the person. */
  arrival: boolean;
  /** How it is handled, in a line. */
  process: string;
};

/** A kind of matter with one responsible unit. */
export type Item = {
  id: string;
  code: string;
  name: string;
  category: string;
  /** Unit id, or TOWN. */
  lead: string;
  assists: string[];
  callback: 'call' | 'message' | 'none';
  /** Words that suggest the item in a report. */
  keywords: string[];
  conditions: Condition[];
};

/** items.json: one version of the county's responsibility list. */
export type ItemList = { listId: string; version: number; effectiveFrom: string; items: Item[] };
