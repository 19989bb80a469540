/** The two kinds of list a county keeps by version, as the pure rules see them. */
import type { Limit } from '../clocks/index.ts';
import type { ClockKind } from '../kernel/index.ts';

/** `items`: who answers for which matters (职责清单 of matters); `duties`: what each post owes (微清单). */
export const LIST_KINDS = ['items', 'duties'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

export const LIMIT_KINDS = ['accept', 'take_on', 'arrive', 'conclude', 'callback'] as const satisfies ClockKind[];

/** When an item applies, when it is done, and how fast. */
export type ListCondition = {
  id: string;
  text: string;
  finish: string;
  process: string;
  limits: Partial<Record<ClockKind, Limit>>;
  arrival: boolean;
};

/** A kind of matter with one responsible unit. */
export type ListItem = {
  id: string;
  code: string;
  name: string;
  category: string;
  /** Unit id; null: the town of the place, or, where `handledBy` is there, nobody this county knows. */
  lead: string | null;
  assists: string[];
  callback: 'call' | 'message' | 'none';
  keywords: string[];
  /** In the words of the catalogue it came from; null where it speaks in the county's units. */
  handledBy: string[] | null;
  supervisedBy: string[] | null;
  conditions: ListCondition[];
};

export const DUTY_PHASES = ['everyday', 'emergency'] as const;
export type DutyPhase = (typeof DUTY_PHASES)[number];

/** One duty in a line; `en` may be empty where a county writes in Chinese only. */
export type DutyWords = { zh: string; en: string };

/** What one kind of post owes, everyday and in an emergency (平时 / 急时). */
export type PostDuties = { post: string } & Record<DutyPhase, DutyWords[]>;
