/**
 * Whether children cover their parent once and wholly: every fault with its own outline, area and width. Exact on a lattice
 * of a centimetre (decisions/0008); what is thinner than `floor` is the rounding of coordinates and no fault.
 */
import { areaOf } from '../area.ts';
import { metresOutside } from '../frame-fault.ts';
import type { Position, Shape } from '../shape.ts';
import { shapeFaults } from '../shape-faults.ts';
import { type Ground, isNear, layOut, measure, type Outline } from './ground.ts';
import { borderOf, groupsOf, regionsOf } from './regions.ts';

export type CoverageKind =
  /** Part of the parent that no child covers. */
  | 'gap'
  /** Covered by more than one. */
  | 'overlap'
  /** A piece of a child that does not hang together with the rest of it. */
  | 'loose'
  /** Part of a child beyond its parent. */
  | 'outside'
  /** One of these, thinner than the tolerance. */
  | 'sliver'
  /** An outline that cannot be laid upon the others: its border crosses itself, or it lies elsewhere on the earth. */
  | 'broken';

export type CoverageFault = {
  kind: CoverageKind;
  /** What a sliver would be if it were wider; else the kind again. */
  of: CoverageKind;
  /** Whose fault: overlap: those above each other; loose, outside, broken: the one; gap: its neighbours. */
  places: string[];
  /** m². */
  area: number;
  /** Metres: of the widest circle that fits in. */
  width: number;
  /** A position well inside it. */
  at: Position;
  shape: Shape;
};

export type CoverageRules = {
  /** Metres; what is thinner is a sliver. */
  tolerance: number;
  /** Metres; what is thinner is no fault. */
  floor?: number;
};

/** Two steps of the lattice: borders may stand half a step from where they were drawn, on both sides. */
export const FLOOR = 0.02;

/** Faults of one parent, those of a kind together, each in the order of its places. */
export function coverageFaults(parent: Outline, children: Outline[], rules: CoverageRules): CoverageFault[] {
  const sound = children.filter(({ shape }) => layable(shape, parent.shape));
  const broken = children
    .filter((one) => !sound.includes(one))
    .map(({ id, shape }) => brokenFault(id, shape, parent.shape));
  return [...broken, ...faultsOf(layOut(parent, sound), rules).map(({ group: _, ...fault }) => fault)];
}

/** Borders that cross themselves still wind around something; only what has no area or lies far away is left out. */
export function layable(shape: Shape, parent: Shape): boolean {
  const faults = shapeFaults(shape);
  return faults.length === 0 && isNear(shape, parent);
}

function brokenFault(id: string, shape: Shape, parent: Shape): CoverageFault {
  const [fault] = shapeFaults(shape);
  const usable = fault === undefined || fault.code === 'self_crossing' || fault.code === 'ring_misplaced';
  return {
    kind: 'broken',
    of: 'broken',
    places: [id],
    area: usable ? areaOf(shape) : 0,
    width: usable && !fault ? Math.round(metresOutside(shape, parent)) : 0,
    at: fault?.at ?? [0, 0],
    shape,
  };
}

/** A fault and the faces of the plan that it is made of. */
export type Found = CoverageFault & { group: number[] };

export function faultsOf(ground: Ground, { tolerance, floor = FLOOR }: CoverageRules): Found[] {
  const { plan, outlines } = ground;
  const faces = plan.covers.map((_, f) => f).slice(1);
  const childrenOf = (f: number): number[] => (plan.covers[f] as number[]).filter((owner) => owner !== 0);
  const inParent = (f: number): boolean => (plan.covers[f] as number[])[0] === 0;
  const found: Found[] = [];
  const tell = (kind: CoverageKind, group: number[], owners: number[]): void => {
    for (const region of regionsOf(plan, group)) {
      const measured = measure(ground, region, tolerance);
      if (measured.width < floor) continue;
      const places = owners.map((owner) => (outlines[owner] as Outline).id).sort();
      found.push({ kind: measured.width < tolerance ? 'sliver' : kind, of: kind, places, ...measured, group });
    }
  };
  for (const group of groupsOf(
    plan,
    faces.filter((f) => inParent(f) && childrenOf(f).length === 0),
  ))
    tell('gap', group, neighboursOf(ground, group));
  for (const set of sameOwners(
    faces.filter((f) => childrenOf(f).length > 1),
    childrenOf,
  ))
    for (const group of groupsOf(plan, set.faces)) tell('overlap', group, set.owners);
  for (const [owner, own] of byOwner(faces, childrenOf)) {
    const [, ...loose] = groupsOf(plan, own)
      .map((group) => ({ group, area: groupArea(ground, group) }))
      .sort((a, b) => b.area - a.area);
    for (const { group } of loose) tell('loose', group, [owner]);
    for (const group of groupsOf(
      plan,
      own.filter((f) => !inParent(f)),
    ))
      tell('outside', group, [owner]);
  }
  return found.sort((a, b) => order(a) - order(b) || (a.places.join() < b.places.join() ? -1 : 1));
}

const ORDER: CoverageKind[] = ['broken', 'gap', 'overlap', 'outside', 'loose', 'sliver'];
const order = ({ kind }: CoverageFault): number => ORDER.indexOf(kind);

function neighboursOf({ plan }: Ground, group: number[]): number[] {
  const beside = borderOf(plan, group).flatMap((h) => plan.covers[plan.face[h ^ 1] as number] as number[]);
  return [...new Set(beside)].filter((owner) => owner !== 0);
}

function sameOwners(faces: number[], ownersOf: (f: number) => number[]): { owners: number[]; faces: number[] }[] {
  const sets = Map.groupBy(faces, (f) => ownersOf(f).join());
  return [...sets.values()].map((own) => ({ owners: ownersOf(own[0] as number), faces: own }));
}

function byOwner(faces: number[], ownersOf: (f: number) => number[]): Map<number, number[]> {
  const own = new Map<number, number[]>();
  for (const f of faces)
    for (const owner of ownersOf(f)) {
      const list = own.get(owner);
      if (list) list.push(f);
      else own.set(owner, [f]);
    }
  return own;
}

/** In steps, for comparing. */
function groupArea({ plan }: Ground, group: number[]): number {
  return borderOf(plan, group).reduce((sum, h) => {
    const [ax, ay] = plan.points[plan.from[h] as number] as readonly [number, number];
    const [bx, by] = plan.points[plan.from[h ^ 1] as number] as readonly [number, number];
    return sum + (ax * by - bx * ay) / 2;
  }, 0);
}
