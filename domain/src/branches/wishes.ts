/** What a person pins, forbids or keeps apart: put in order, and checked before anything is solved. */
import type { FieldRefusal } from '../kernel/index.ts';
import type { Ground, Wishes } from './types.ts';

/** Pins that share a grid are one pin. */
export function mergePins(pins: Wishes['pins']): string[][] {
  const groups: Set<string>[] = [];
  for (const pin of pins) {
    const whole = new Set(pin);
    for (const group of groups.filter((one) => pin.some((grid) => one.has(grid)))) {
      for (const grid of group) whole.add(grid);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(whole);
  }
  return groups.map((group) => [...group].sort());
}

/** Whether a set of grids is free of forbidden pairs. */
export function allowed(forbids: Wishes['forbids'], grids: ReadonlySet<string>): boolean {
  return !forbids.some(([a, b]) => grids.has(a) && grids.has(b));
}

/** What cannot be wished, field by field; empty when all can at least be tried. */
export function wishFaults({ grids, rules, wishes }: Ground): FieldRefusal[] {
  const byId = new Map(grids.map((grid) => [grid.id, grid]));
  const faults: FieldRefusal[] = [];
  const known = (path: string, ids: readonly string[]) => {
    const missing = ids.filter((id) => !byId.has(id));
    for (const id of missing) faults.push({ path, code: 'branch_grid_unknown', params: { id } });
    return missing.length === 0;
  };
  for (const [i, pin] of wishes.pins.entries()) {
    const path = `pins.${i}`;
    if (!known(path, pin)) continue;
    if (new Set(pin).size < 2) faults.push({ path, code: 'branch_pin_single' });
    if (new Set(pin.map((id) => byId.get(id)?.community)).size > 1)
      faults.push({ path, code: 'branch_pin_communities' });
  }
  for (const group of mergePins(wishes.pins)) {
    const path = `pins.${wishes.pins.findIndex((pin) => group.includes(pin[0] ?? ''))}`;
    if (group.length > rules.mostGrids)
      faults.push({ path, code: 'branch_pin_many', params: { most: rules.mostGrids } });
    if (!allowed(wishes.forbids, new Set(group))) faults.push({ path, code: 'branch_wish_clash' });
    if (wishes.owns.some((id) => group.includes(id))) faults.push({ path, code: 'branch_wish_clash' });
  }
  for (const [i, pair] of wishes.forbids.entries()) {
    if (known(`forbids.${i}`, pair) && pair[0] === pair[1])
      faults.push({ path: `forbids.${i}`, code: 'branch_pin_single' });
  }
  for (const [i, id] of wishes.owns.entries()) {
    if (known(`owns.${i}`, [id]) && (byId.get(id)?.members ?? 0) < rules.minimum) {
      faults.push({ path: `owns.${i}`, code: 'branch_own_few', params: { minimum: rules.minimum } });
    }
  }
  return faults;
}
