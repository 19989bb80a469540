/** Two versions of a list held against each other, field by field. */
import { canonical } from '../kernel/index.ts';
import {
  DUTY_PHASES,
  type DutyPhase,
  type DutyWords,
  LIMIT_KINDS,
  type ListCondition,
  type ListItem,
  type PostDuties,
} from './shapes.ts';

export type FieldChange = { field: string; before: unknown; after: unknown };

export type ConditionChange = {
  id: string;
  text: string;
  kind: 'added' | 'removed' | 'changed';
  /** For a condition that was added or removed: all that it says. */
  fields: FieldChange[];
};

export type ItemChange = {
  id: string;
  code: string;
  name: string;
  fields: FieldChange[];
  conditions: ConditionChange[];
};

export type ItemDifference = { added: ListItem[]; removed: ListItem[]; changed: ItemChange[]; same: number };

/** Ids too: matters name items and conditions by them, and lose their home where one changes. */
const ITEM_FIELDS = [
  'id',
  'code',
  'name',
  'category',
  'lead',
  'assists',
  'callback',
  'keywords',
  'handledBy',
  'supervisedBy',
] as const satisfies (keyof ListItem)[];

const CONDITION_FIELDS = ['id', 'text', 'finish', 'process', 'arrival'] as const satisfies (keyof ListCondition)[];

function conditionValues(condition: ListCondition | undefined, position: number): Record<string, unknown> {
  if (!condition) return {};
  return {
    ...Object.fromEntries(CONDITION_FIELDS.map((field) => [field, condition[field]])),
    ...Object.fromEntries(LIMIT_KINDS.map((kind) => [`limits.${kind}`, condition.limits[kind] ?? null])),
    // The first condition is the one that counts where none was named.
    position: position + 1,
  };
}

function changes(before: Record<string, unknown>, after: Record<string, unknown>): FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => canonical(before[field] ?? null) !== canonical(after[field] ?? null))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}

/** Pairs by id; what is left over by the second key, so that a list whose ids were made anew is still compared. */
function pair<T>(before: readonly T[], after: readonly T[], keys: ((one: T) => string)[]): Map<T, T> {
  const pairs = new Map<T, T>();
  const left = new Set(before);
  for (const key of keys) {
    for (const one of after) {
      if (pairs.has(one)) continue;
      const match = [...left].find((other) => key(other) === key(one));
      if (!match) continue;
      pairs.set(one, match);
      left.delete(match);
    }
  }
  return pairs;
}

function conditionChanges(before: readonly ListCondition[], after: readonly ListCondition[]): ConditionChange[] {
  const pairs = pair(before, after, [(one) => one.id, (one) => one.text]);
  const met = new Set(pairs.values());
  const found: ConditionChange[] = after.flatMap((condition, n) => {
    const old = pairs.get(condition);
    const fields = changes(conditionValues(old, old ? before.indexOf(old) : 0), conditionValues(condition, n));
    if (old && fields.length === 0) return [];
    return [{ id: condition.id, text: condition.text, kind: old ? 'changed' : 'added', fields }];
  });
  before.forEach((condition, n) => {
    if (met.has(condition)) return;
    found.push({
      id: condition.id,
      text: condition.text,
      kind: 'removed',
      fields: changes(conditionValues(condition, n), {}),
    });
  });
  return found;
}

const itemValues = (item: ListItem): Record<string, unknown> =>
  Object.fromEntries(ITEM_FIELDS.map((field) => [field, item[field]]));

/** What `after` adds to, removes from and changes in `before`, in the order of the codes. */
export function compareItems(before: readonly ListItem[], after: readonly ListItem[]): ItemDifference {
  const pairs = pair(before, after, [(one) => one.id, (one) => one.code]);
  const met = new Set(pairs.values());
  const changed = [...pairs].flatMap(([item, old]): ItemChange[] => {
    const fields = changes(itemValues(old), itemValues(item));
    const conditions = conditionChanges(old.conditions, item.conditions);
    if (fields.length === 0 && conditions.length === 0) return [];
    return [{ id: item.id, code: item.code, name: item.name, fields, conditions }];
  });
  return {
    added: after.filter((item) => !pairs.has(item)),
    removed: before.filter((item) => !met.has(item)),
    changed: changed.sort((a, b) => (a.code < b.code ? -1 : 1)),
    same: pairs.size - changed.length,
  };
}

export type DutyChange = {
  post: string;
  phase: DutyPhase;
  added: DutyWords[];
  removed: DutyWords[];
  /** What both have stands in another order, or with other English. */
  reworded: boolean;
};

export type DutyDifference = { changed: DutyChange[]; same: number };

/** Duties line by line; a line is the same where its Chinese is. `same`: posts with nothing changed. */
export function compareDuties(before: readonly PostDuties[], after: readonly PostDuties[]): DutyDifference {
  const none = { everyday: [], emergency: [] };
  const posts = [...new Set([...before, ...after].map((one) => one.post))];
  const changed = posts.flatMap((post) =>
    DUTY_PHASES.flatMap((phase): DutyChange[] => {
      const old = (before.find((one) => one.post === post) ?? none)[phase];
      const now = (after.find((one) => one.post === post) ?? none)[phase];
      if (canonical(old) === canonical(now)) return [];
      const without = (lines: readonly DutyWords[], of: readonly DutyWords[]) =>
        lines.filter((line) => !of.some((one) => one.zh === line.zh));
      const [added, removed] = [without(now, old), without(old, now)];
      const reworded = canonical(without(old, removed)) !== canonical(without(now, added));
      return [{ post, phase, added, removed, reworded }];
    }),
  );
  return { changed, same: posts.length - new Set(changed.map((one) => one.post)).size };
}
