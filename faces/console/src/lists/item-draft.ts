/** An item while it is written: numbers and words as they are typed, and what is sent of them. */
import { newId } from '../../../shared/api/client.ts';
import type { ListItem } from './types.ts';

export const LIMIT_KINDS = ['accept', 'take_on', 'arrive', 'conclude', 'callback'] as const;
export const LIMIT_UNITS = ['minute', 'hour', 'working_hour', 'working_day', 'calendar_day'] as const;

export type LimitDraft = { n: string; unit: string };
export type ConditionDraft = {
  id: string;
  text: string;
  finish: string;
  process: string;
  arrival: boolean;
  limits: Record<string, LimitDraft>;
};
export type ItemDraft = {
  id: string;
  code: string;
  name: string;
  category: string;
  lead: string | null;
  assists: string[];
  callback: string;
  keywords: string;
  conditions: ConditionDraft[];
};

const NO_LIMIT: LimitDraft = { n: '', unit: 'working_day' };

export function draftOf(item: ListItem): ItemDraft {
  return {
    id: item.id,
    code: item.code,
    name: item.name,
    category: item.category,
    lead: item.lead?.id ?? null,
    assists: item.assists.map((one) => one.id),
    callback: item.callback,
    keywords: item.keywords.join('、'),
    conditions: item.conditions.map(({ id, text, finish, process, arrival, limits }) => ({
      id,
      text,
      finish,
      process: process ?? '',
      arrival,
      limits: Object.fromEntries(
        LIMIT_KINDS.map((kind) => {
          const limit = limits[kind];
          return [kind, limit ? { n: String(limit.n), unit: limit.unit } : { ...NO_LIMIT }];
        }),
      ),
    })),
  };
}

/** What is sent: limits that say nothing are left out, and what is no number is sent as none, so that the server says so. */
export function bodyOf(draft: ItemDraft): Record<string, unknown> {
  return {
    ...draft,
    keywords: draft.keywords
      .split(/[、，,]/)
      .map((word) => word.trim())
      .filter(Boolean),
    conditions: draft.conditions.map(({ limits, ...condition }) => ({
      ...condition,
      limits: Object.fromEntries(
        Object.entries(limits)
          .filter(([, limit]) => limit.n.trim() !== '')
          .map(([kind, limit]) => [kind, { n: Number(limit.n) || 0, unit: limit.unit }]),
      ),
    })),
  };
}

/** A condition with an id no other of the item has. */
export function newCondition(draft: Pick<ItemDraft, 'id' | 'conditions'>): ConditionDraft {
  let n = draft.conditions.length + 1;
  while (draft.conditions.some((one) => one.id === `${draft.id}-${n}`)) n += 1;
  return {
    id: `${draft.id}-${n}`,
    text: '',
    finish: '',
    process: '',
    arrival: false,
    limits: Object.fromEntries(LIMIT_KINDS.map((kind) => [kind, { ...NO_LIMIT }])),
  };
}

/** The code after the last: 0117 after 0116; empty where codes are no numbers. */
export function nextCode(items: readonly Pick<ListItem, 'code'>[]): string {
  const last = items
    .map((item) => item.code)
    .filter((code) => /^\d+$/.test(code))
    .sort()
    .at(-1);
  return last ? String(Number(last) + 1).padStart(last.length, '0') : '';
}

let fresh: ListItem | null = null;

/** An empty item; the same one until it was used, so that what is typed is not lost when the list is read again. */
export function newItem(items: readonly ListItem[]): ListItem {
  if (!fresh || items.some((item) => item.id === fresh?.id)) {
    fresh = {
      id: `i-${newId().slice(0, 8)}`,
      code: nextCode(items),
      name: '',
      category: '',
      lead: null,
      assists: [],
      callback: 'call',
      keywords: [],
      handledBy: null,
      supervisedBy: null,
      conditions: [],
    };
  }
  return fresh;
}
