/** What must hold of an item before it may stand in a list; every fault at once, named by its field. */
import { LIMIT_UNITS } from '../clocks/index.ts';
import type { FieldRefusal } from '../kernel/index.ts';
import { LIMIT_KINDS, type ListCondition, type ListItem } from './shapes.ts';

const ID = /^[0-9A-Za-z._-]{1,32}$/;
const MOST = {
  name: 100,
  category: 64,
  text: 2000,
  finish: 2000,
  process: 2000,
  keyword: 40,
  conditions: 40,
  list: 20,
};

type Known = {
  hasUnit(id: string): boolean;
  /** The other items of the list. */
  others: readonly Pick<ListItem, 'id' | 'code' | 'conditions'>[];
};

function words(value: string, path: string, most: number, faults: FieldRefusal[], required = true): void {
  if (required && value.trim() === '') faults.push({ path, code: 'field_required' });
  else if (value.length > most) faults.push({ path, code: 'field_too_long', params: { most } });
}

function conditionFaults(condition: ListCondition, at: string): FieldRefusal[] {
  const faults: FieldRefusal[] = [];
  if (!ID.test(condition.id)) faults.push({ path: `${at}.id`, code: 'item_code_invalid' });
  words(condition.text, `${at}.text`, MOST.text, faults);
  words(condition.finish, `${at}.finish`, MOST.finish, faults);
  words(condition.process, `${at}.process`, MOST.process, faults, false);
  for (const [kind, limit] of Object.entries(condition.limits)) {
    const path = `${at}.limits.${kind}`;
    if (!(LIMIT_KINDS as readonly string[]).includes(kind)) faults.push({ path, code: 'limit_kind_unknown' });
    else if (!limit || !LIMIT_UNITS.includes(limit.unit))
      faults.push({ path, code: 'limit_unit_unknown', params: { unit: String(limit?.unit ?? '') } });
    else if (!Number.isInteger(limit.n) || limit.n < 1 || limit.n > 1000)
      faults.push({ path, code: 'limit_number_invalid' });
  }
  if (!condition.limits.conclude) faults.push({ path: `${at}.limits.conclude`, code: 'field_required' });
  if (condition.limits.arrive && !condition.arrival)
    faults.push({ path: `${at}.limits.arrive`, code: 'arrival_not_wanted' });
  return faults;
}

function unitFaults(item: ListItem, hasUnit: Known['hasUnit']): FieldRefusal[] {
  const faults: FieldRefusal[] = [];
  const unknown = (unit: string, path: string) =>
    void (hasUnit(unit) || faults.push({ path, code: 'unit_unknown', params: { unit } }));
  if (item.lead !== null) unknown(item.lead, 'lead');
  item.assists.forEach((unit, n) => {
    unknown(unit, `assists.${n}`);
    if (unit === item.lead || item.assists.indexOf(unit) !== n)
      faults.push({ path: `assists.${n}`, code: 'unit_twice', params: { unit } });
  });
  if (item.assists.length > MOST.list) faults.push({ path: 'assists', code: 'too_many', params: { most: MOST.list } });
  return faults;
}

/** Faults of one item beside the others of its list. Paths are the item's own: `lead`, `conditions.0.limits.conclude`. */
export function itemFaults(item: ListItem, { hasUnit, others }: Known): FieldRefusal[] {
  const faults: FieldRefusal[] = [];
  if (!ID.test(item.id)) faults.push({ path: 'id', code: 'item_code_invalid' });
  if (!ID.test(item.code)) faults.push({ path: 'code', code: 'item_code_invalid' });
  else if (others.some((one) => one.code === item.code))
    faults.push({ path: 'code', code: 'item_code_twice', params: { code: item.code } });
  words(item.name, 'name', MOST.name, faults);
  words(item.category, 'category', MOST.category, faults);
  faults.push(...unitFaults(item, hasUnit));
  if (item.keywords.length > MOST.list || item.keywords.some((one) => one.trim() === '' || one.length > MOST.keyword))
    faults.push({ path: 'keywords', code: 'keywords_invalid', params: { most: MOST.list, length: MOST.keyword } });
  if (item.conditions.length === 0) faults.push({ path: 'conditions', code: 'no_condition' });
  if (item.conditions.length > MOST.conditions)
    faults.push({ path: 'conditions', code: 'too_many', params: { most: MOST.conditions } });
  const ids = item.conditions.map((one) => one.id);
  item.conditions.forEach((condition, n) => {
    faults.push(...conditionFaults(condition, `conditions.${n}`));
    if (ids.indexOf(condition.id) !== n)
      faults.push({ path: `conditions.${n}.id`, code: 'condition_twice', params: { id: condition.id } });
  });
  return faults;
}

/** Faults of a whole list, each path beginning with the code of its item: `0101.lead`. */
export function listFaults(items: readonly ListItem[], hasUnit: Known['hasUnit']): FieldRefusal[] {
  const seen: ListItem[] = [];
  return items.flatMap((item) => {
    const faults = itemFaults(item, { hasUnit, others: seen });
    if (seen.some((one) => one.id === item.id))
      faults.push({ path: 'id', code: 'item_twice', params: { id: item.id } });
    seen.push(item);
    return faults.map((fault) => ({ ...fault, path: `${item.code}.${fault.path}` }));
  });
}
