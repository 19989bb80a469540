/** Versions of lists on the wire. */
import type { Bilingual, FieldView, ItemCondition, Named } from '../../../shared/api/types.ts';

export type VersionCard = {
  list: string;
  version: number;
  kind: 'items' | 'duties';
  title: string;
  own: boolean;
  state: string;
  effectiveFrom: string | null;
  until: string | null;
  revision: number;
  base: number | null;
  rows: number;
  madeAt: string | null;
  authors: Named[];
  approvals: { id: string; name: string; at: string }[];
};

export type VersionView = VersionCard & {
  notes: { verb: string; at: string; name: string; words: string }[];
  abilities: { verb: string; fields: FieldView[] }[];
  inForce: number | null;
};

export type ListItem = {
  id: string;
  code: string;
  name: string;
  category: string;
  lead: Named | null;
  assists: Named[];
  callback: string;
  keywords: string[];
  handledBy: string[] | null;
  supervisedBy: string[] | null;
  conditions: ItemCondition[];
  faulty?: boolean;
};

export type ItemsPage = { rows: ListItem[]; count: number; categories: { name: string; items: number }[] };

export type DutyPhase = 'everyday' | 'emergency';
export const PHASES: readonly DutyPhase[] = ['everyday', 'emergency'];
export type PostDuties = { post: string; word: Bilingual } & Record<DutyPhase, Bilingual[]>;

export type FieldChange = { field: string; before: unknown; after: unknown };
export type ConditionChange = {
  id: string;
  text: string;
  kind: 'added' | 'removed' | 'changed';
  fields: FieldChange[];
};
export type ItemChange = {
  id: string;
  code: string;
  name: string;
  fields: FieldChange[];
  conditions: ConditionChange[];
};
export type DutyChange = {
  post: string;
  word: Bilingual;
  phase: DutyPhase;
  added: Bilingual[];
  removed: Bilingual[];
  reworded: boolean;
};
export type Comparison =
  | { kind: 'items'; same: number; added: ListItem[]; removed: ListItem[]; changed: ItemChange[] }
  | { kind: 'duties'; same: number; changed: DutyChange[] };

export type ReplayView = {
  id: string;
  from: string;
  to: string;
  madeAt: string;
  doneAt: string | null;
  looked: number;
  stale: boolean;
  figures: Record<string, number> | null;
  units: { id: string; name: string; before: number; after: number }[];
};

export type Acted = { list: string; version: number; revision: number; state: string };
