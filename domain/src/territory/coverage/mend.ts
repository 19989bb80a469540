/**
 * Mending a coverage: a thin fault is given whole to one of the places beside it, so that one border moves onto another that
 * is there already. Nothing is drawn anew, neighbours keep their common corners, and the rest stays as it was.
 */
import earcut from 'earcut';
import { type Position, partsOf, type Shape } from '../shape.ts';
import { type CoverageFault, type CoverageRules, coverageFaults, type Found, faultsOf, layable } from './coverage.ts';
import { type Ground, layOut, lengths, type Outline, shapeOfRegions } from './ground.ts';
import { borderOf, groupsOf, regionsOf } from './regions.ts';

/** Why a fault was left. */
export type LeftBecause =
  /** Wider than the reach. */
  | 'too_wide'
  /** Nothing beside it that could take it. */
  | 'no_neighbour'
  /** Taking it away would leave a place in pieces or without any ground. */
  | 'would_break'
  /** The outline itself must be drawn again. */
  | 'broken';

export type MendRules = CoverageRules & {
  /** Metres: faults up to this width are mended. */
  reach: number;
  /** Which faults, of those found; all without it. */
  which?: (fault: CoverageFault) => boolean;
};

export type Mending = {
  /** New outlines of the places that change. */
  shapes: Map<string, Shape>;
  mended: { fault: CoverageFault; to: string[] }[];
  left: { fault: CoverageFault; because: LeftBecause }[];
  /** What the check finds afterwards. */
  after: CoverageFault[];
};

export function mendCoverage(parent: Outline, children: Outline[], rules: MendRules): Mending {
  const sound = children.filter(({ shape }) => layable(shape, parent.shape));
  const which = rules.which ?? (() => true);
  const first = layOut(parent, sound);
  const cuts = faultsOf(first, rules)
    .filter((fault) => fault.of === 'gap' && fault.width <= rules.reach && which(fault))
    .flatMap((fault) => trianglesOf(fault));
  const ground = cuts.length > 0 ? (divided(parent, sound, cuts) ?? first) : first;
  const faults = faultsOf(ground, rules);
  const work = new Work(ground);
  const mended: Mending['mended'] = [];
  const left: Mending['left'] = [];
  const idOf = (owner: number): string => (ground.outlines[owner] as Outline).id;
  let open = inTurn(faults).filter(which);
  for (const fault of open) if (fault.width > rules.reach) left.push({ fault: told(fault), because: 'too_wide' });
  open = open.filter((fault) => fault.width <= rules.reach);
  // What would have broken a place may do no harm once its neighbours are mended.
  for (let before = -1; open.length > 0 && open.length !== before; ) {
    before = open.length;
    open = open.filter((found) => {
      const done = work.mend(found);
      if (typeof done === 'string') return true;
      mended.push({ fault: told(found), to: done.map(idOf) });
      return false;
    });
  }
  for (const found of open) left.push({ fault: told(found), because: work.mend(found) as LeftBecause });
  const shapes = work.shapes();
  const now = children.map((one) => ({ id: one.id, shape: shapes.get(one.id) ?? one.shape }));
  const after = coverageFaults(parent, now, rules);
  for (const fault of after) if (fault.kind === 'broken' && which(fault)) left.push({ fault, because: 'broken' });
  return { shapes, mended, left, after };
}

/** Without the faces, which mean nothing to others. */
function told({ group: _, ...fault }: Found): CoverageFault {
  return fault;
}

/** What lies outside goes first, then what is double, then what is missing; a piece may hang together after that. */
function inTurn(faults: Found[]): Found[] {
  const turns = ['outside', 'overlap', 'gap', 'loose'];
  return [...faults].sort((a, b) => turns.indexOf(a.of) - turns.indexOf(b.of));
}

/** Triangles so thin that they cannot be laid out are done without. */
function divided(parent: Outline, children: Outline[], cuts: Position[][]): Ground | null {
  try {
    return layOut(parent, children, cuts);
  } catch {
    return null;
  }
}

/** A gap between more than two places is shared out in triangles between corners that are there already. */
function trianglesOf({ shape, places }: Found): Position[][] {
  // A triangle is its own.
  if (places.length < 3 || (shape.type === 'Polygon' && shape.coordinates.flat().length <= 4)) return [];
  return partsOf(shape).flatMap((polygon) => {
    const open = polygon.map((ring) => ring.slice(0, -1));
    const flat = open.flat();
    const holes = open.slice(1).map((_, i) => open.slice(0, i + 1).reduce((sum, ring) => sum + ring.length, 0));
    const corners = earcut(flat.flat(), holes);
    return Array.from({ length: corners.length / 3 }, (_, i) =>
      corners.slice(3 * i, 3 * i + 3).map((corner) => flat[corner] as Position),
    );
  });
}

class Work {
  private readonly ground: Ground;
  private readonly covers: number[][];
  private readonly faces = new Map<number, Set<number>>();
  private readonly owners: Map<string, number>;
  private readonly touched = new Set<number>();

  constructor(ground: Ground) {
    this.ground = ground;
    this.covers = ground.plan.covers.map(() => []);
    this.owners = new Map(ground.outlines.slice(1).map(({ id }, i) => [id, i + 1]));
    for (const owner of this.owners.values()) this.faces.set(owner, new Set());
    ground.plan.covers.forEach((owners, f) => {
      this.put(
        f,
        owners.filter((owner) => owner !== 0),
      );
    });
  }

  private put(f: number, owners: number[]): void {
    for (const owner of this.covers[f] as number[]) this.faces.get(owner)?.delete(f);
    for (const owner of owners) this.faces.get(owner)?.add(f);
    this.covers[f] = owners;
  }

  /** @returns who has the ground now, or why it was left */
  mend({ of, group, places }: Found): number[] | LeftBecause {
    if (of === 'gap') return this.fill(group);
    const owners = places.map((id) => this.owners.get(id) as number);
    if (of === 'outside') return this.give(group, owners, [[]]);
    const beside = this.besides(group);
    if (of === 'overlap') {
      const takers = owners.sort((a, b) => (beside.get(b) ?? 0) - (beside.get(a) ?? 0) || a - b);
      return this.give(
        group,
        owners,
        takers.map((owner) => [owner]),
      );
    }
    const [owner] = owners as [number];
    if (this.pieces(owner) < 2) return [owner];
    const takers = [...beside.keys()]
      .filter((other) => other !== owner)
      .sort((a, b) => (beside.get(b) ?? 0) - (beside.get(a) ?? 0) || a - b);
    if (takers.length === 0) return 'no_neighbour';
    return this.give(
      group,
      owners,
      takers.map((taker) => [taker]),
    );
  }

  /** Metres of the group's border with ground that is one place's alone. */
  private besides(group: number[]): Map<number, number> {
    const { plan } = this.ground;
    return lengths(this.ground, borderOf(plan, group), (h) => {
      const owners = this.covers[plan.face[h ^ 1] as number] as number[];
      return owners.length === 1 ? (owners[0] as number) : null;
    });
  }

  /** Each face to whoever has most of its border; those in the middle after those beside them. */
  private fill(group: number[]): number[] | LeftBecause {
    const takers = new Set<number>();
    let open = group;
    while (open.length > 0) {
      const chosen = open.flatMap((f) => {
        const [best] = [...this.besides([f])].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
        return best ? [{ f, owner: best[0] }] : [];
      });
      if (chosen.length === 0) return takers.size > 0 ? [...takers] : 'no_neighbour';
      for (const { f, owner } of chosen) {
        this.put(f, [owner]);
        takers.add(owner);
        this.touched.add(owner);
      }
      open = open.filter((f) => (this.covers[f] as number[]).length === 0);
    }
    return [...takers];
  }

  /** Takes the group from its owners for the first of the choices that leaves all of them whole. */
  private give(group: number[], owners: number[], choices: number[][]): number[] | LeftBecause {
    const before = group.map((f) => this.covers[f] as number[]);
    const pieces = new Map(owners.map((owner) => [owner, this.pieces(owner)]));
    for (const choice of choices) {
      for (const f of group) {
        const others = (this.covers[f] as number[]).filter((owner) => !owners.includes(owner));
        this.put(f, [...new Set([...others, ...choice])]);
      }
      const whole = owners.every((owner) => {
        const now = this.pieces(owner);
        return now > 0 && now <= (pieces.get(owner) as number);
      });
      if (whole) {
        for (const owner of [...owners, ...choice]) this.touched.add(owner);
        return choice;
      }
      group.forEach((f, i) => {
        this.put(f, before[i] as number[]);
      });
    }
    return 'would_break';
  }

  private pieces(owner: number): number {
    return groupsOf(this.ground.plan, this.faces.get(owner) as Set<number>).length;
  }

  /** Outlines of those who gained or lost ground, and of their neighbours where these share new corners now. */
  shapes(): Map<string, Shape> {
    const { plan, outlines } = this.ground;
    const { faces } = this;
    const cornersOf = (owner: number) =>
      new Set(borderOf(plan, faces.get(owner) ?? []).map((h) => plan.from[h] as number));
    const moved = new Set([...this.touched].flatMap((owner) => [...cornersOf(owner)]));
    const shapes = new Map<string, Shape>();
    for (const [owner, own] of faces) {
      const outline = outlines[owner] as Outline;
      const corners = cornersOf(owner);
      if (!this.touched.has(owner) && !sharesNew(corners, moved, outline.shape)) continue;
      shapes.set(outline.id, shapeOfRegions(this.ground, regionsOf(plan, own)));
    }
    return shapes;
  }
}

/** Whether an outline has corners on a moved border that it was not drawn with. */
function sharesNew(corners: Set<number>, moved: Set<number>, shape: Shape): boolean {
  const drawn = partsOf(shape).reduce((sum, polygon) => sum + polygon.reduce((n, ring) => n + ring.length - 1, 0), 0);
  return corners.size !== drawn && [...corners].some((corner) => moved.has(corner));
}
