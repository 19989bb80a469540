import { checkLimits } from './check-county.ts';
import { once, type PackFault, reporter } from './fault.ts';
import { TOWN } from './items.ts';
import type { Pack } from './pack.ts';

/** Each item has a known unit answerable for it, other units assisting, and conditions whose limits can be counted. */
export function checkItems({ items: { items }, units: { units } }: Pack, faults: PackFault[]): void {
  const report = reporter('items.json', faults);
  const known = new Set(units.map((unit) => unit.id));
  once(
    report,
    items.map(({ id }, i) => ({ path: `items[${i}].id`, value: id })),
  );
  once(
    report,
    items.map(({ code }, i) => ({ path: `items[${i}].code`, value: code })),
  );
  once(
    report,
    items.map(({ name }, i) => ({ path: `items[${i}].name`, value: name })),
  );
  once(
    report,
    items.flatMap((item, i) =>
      item.conditions.map(({ id }, n) => ({ path: `items[${i}].conditions[${n}].id`, value: id })),
    ),
  );
  items.forEach((item, i) => {
    const path = `items[${i}]`;
    if (item.lead !== TOWN && !known.has(item.lead))
      report(`${path}.lead`, 'unknown_unit', `没有单位“${item.lead}”`, `no unit "${item.lead}"`);
    once(
      report,
      [item.lead, ...item.assists].map((value, n) => ({ path: `${path}.assists[${n - 1}]`, value })),
    );
    item.assists.forEach((unit, n) => {
      if (!known.has(unit)) report(`${path}.assists[${n}]`, 'unknown_unit', `没有单位“${unit}”`, `no unit "${unit}"`);
    });
    if (!item.conditions.length)
      report(`${path}.conditions`, 'no_condition', '至少要有一个立案条件', 'an item needs a condition');
    item.conditions.forEach((condition, n) => {
      const at = `${path}.conditions[${n}]`;
      checkLimits(report, `${at}.limits`, condition.limits);
      if (condition.limits.arrive && !condition.arrival)
        report(
          `${at}.limits.arrive`,
          'arrival_not_wanted',
          '不要求到场却有到场时限',
          'an arrival limit where no arrival is wanted',
        );
    });
  });
}
