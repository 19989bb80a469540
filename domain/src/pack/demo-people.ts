import type { Demo, DemoPost, UnitSet } from './demo.ts';
import { type ItemList, TOWN } from './items.ts';
import { placesOf } from './place-set.ts';
import { shareOut, spreadOut } from './share-out.ts';
import type { PlaceNode } from './territory.ts';
import type { Unit } from './units.ts';

/** One person to be made: the n-th holder of a post at a place or unit. */
export type DemoTerm = { post: string; at: string; nth: number };

/** What people are spread over; `places` includes the housing where heads of buildings are wanted. */
export type DemoGround = { places: readonly PlaceNode[]; units: readonly Unit[]; items: ItemList };

/** The terms of one line of the pack, exactly `total` of them, in the order of places or units. */
export function termsOf(line: DemoPost, ground: DemoGround): DemoTerm[] {
  const targets = targetsOf(line, ground);
  if (!targets.length) throw new RangeError(`nothing to spread ${line.post} over`);
  const parts = spreadOut(line.total, targets.length);
  return targets.flatMap((at, i) => Array.from({ length: parts[i]! }, (_, nth) => ({ post: line.post, at, nth })));
}

/** Ids of the places or units of a line. */
export function targetsOf({ over }: DemoPost, { places, units, items }: DemoGround): string[] {
  if ('places' in over) return placesOf(over, places).map((node) => node.id);
  return unitsOf(over.units, units, items).map((unit) => unit.id);
}

function unitsOf(set: UnitSet, units: readonly Unit[], { items }: ItemList): Unit[] {
  if (set === 'all') return [...units];
  if (typeof set !== 'string') return units.filter((unit) => set.includes(unit.id));
  if (set === 'department') return units.filter((unit) => unit.kind === 'department');
  const named = new Set(items.flatMap((item) => [item.lead, ...item.assists]));
  return units.filter(
    (unit) => unit.kind === 'town_office' || (set === 'answering' && unit.id !== TOWN && named.has(unit.id)),
  );
}

/** How many members each reporting unit sends, by the weight of its kind; the sum is the pack's total. */
export function reportingMembersOf(demo: Demo, units: readonly Unit[]): { unit: string; members: number }[] {
  const reporting = units.filter((unit) => unit.reportingIn);
  if (demo.reportingMembers.total === 0) return reporting.map(({ id }) => ({ unit: id, members: 0 }));
  const parts = shareOut(
    demo.reportingMembers.total,
    reporting.map((unit) => demo.reportingMembers.weights[unit.kind] ?? 1),
  );
  return reporting.map((unit, i) => ({ unit: unit.id, members: parts[i]! }));
}

/** The n-th made-up name, counted from 0; it repeats only after surnames x given names. */
export function demoName({ names }: Demo, n: number): string {
  const { prefix, surnames, given } = names;
  return `${prefix}${surnames[n % surnames.length]}${given[Math.floor(n / surnames.length) % given.length]}`;
}

/** The n-th made-up phone number: eleven digits with the demo's start, which no operator gives out. */
export function demoPhone({ phonePrefix }: Demo, n: number): string {
  return phonePrefix + String(n).padStart(11 - phonePrefix.length, '0');
}
