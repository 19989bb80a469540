import type { PlaceNode, ShapeCollection } from '../../domain/src/pack/index.ts';
import { crossings } from './crossings.ts';
import { joinRings, type Mesh, unionRings } from './mesh.ts';
import { centroid, distance, doubleArea, insideConvex, type Point, projectionAt } from './plane.ts';
import { divide } from './power-cells.ts';
import { type Random, randomOf } from './random.ts';
import { roughen } from './roughen.ts';
import type { TerritorySource } from './source.ts';

const MICRO = 1_000_000; // six decimals of a degree

/**
 * Draws a seamless territory: the outline is divided into towns, towns into communities (in the country by way of service
 * areas), communities into grids, all as one mesh; former places are not drawn; borders are then bent and roughened once for both sides. A parent's ring is the union of its leaves' rings,
 * so every border between neighbours is the same list of points.
 */
export function makeShapes(source: TerritorySource, nodes: readonly PlaceNode[]): ShapeCollection {
  const plane = projectionAt(middle(source.outline));
  const drawn = nodes.filter((node) => node.until === undefined);
  const leaves = cellsOfLeaves(source, drawn, plane.toPlane);
  const straightMesh = joinRings([...leaves.values()]);
  const { points, faces } = growBorders(source, straightMesh);
  const factor = scaleTo(source.county.areaKm2, points, faces);
  const degrees = points.map((p) => {
    const [lon, lat] = plane.toDegrees([p[0] * factor, p[1] * factor]);
    return [Math.round(lon * MICRO), Math.round(lat * MICRO)] as const;
  });
  const crossed = crossings(degrees, faces, 4000);
  if (crossed.length) throw new Error(`${crossed.length} borders cross after rounding: try another seed`);
  const faceOf = new Map([...leaves.keys()].map((id, i) => [id, faces[i]!]));
  return {
    type: 'FeatureCollection',
    synthetic: true,
    features: drawn.map((node) => featureOf(node, drawn, faceOf, degrees)),
  };
}

function middle(outline: readonly Point[]): Point {
  const x = outline.reduce((sum, p) => sum + p[0], 0) / outline.length;
  const y = outline.reduce((sum, p) => sum + p[1], 0) / outline.length;
  return [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000];
}

/** Straight convex cells of the leaves (communities without grids, and grids), by node id, in the nodes' order. */
function cellsOfLeaves(source: TerritorySource, nodes: readonly PlaceNode[], toPlane: (p: Point) => Point) {
  const cells = new Map<string, Point[]>();
  const outline = source.outline.map(toPlane);
  const km2 = source.county.areaKm2 / centroid(outline).area; // wished areas are those of the final county
  const towns = nodes
    .filter((node) => node.kind === 'town')
    .map((node) => source.towns.find((t) => t.code === node.code)!);
  const townCells = divide(
    outline,
    towns.map((town) => toPlane(town.at)),
    towns.map((town) => town.share),
    0,
  );
  towns.forEach((town, t) => {
    const random = randomOf(`${source.seed}:${town.code}`);
    const own = nodes.filter((node) => node.kind === 'community' && node.code.startsWith(town.code));
    if (!own.length) cells.set(nodes.find((node) => node.code === town.code)!.id, townCells[t]!);
    const core = town.core ? toPlane(town.core) : null;
    let rest = townCells[t]!;
    const groups = groupsOf(source, own, random);
    groups.forEach(({ members, areas }, g) => {
      const wished = areas && g < groups.length - 1 ? areas.reduce((a, b) => a + b, 0) / km2 : null;
      const part = wished && core ? cutOff(rest, core, wished) : { piece: rest, rest };
      rest = part.rest;
      for (const [within, piece] of partsByParent(members, part.piece, random)) {
        const shares = areas ?? within.map(() => 0.65 + random() * 0.7);
        const rings = divide(piece, scatter(piece, within.length, random), shares, 0.6);
        within.forEach((node, i) => void cells.set(node.id, rings[i]!));
      }
    });
    for (const node of own) {
      const grids = nodes.filter((child) => child.parent === node.id);
      if (!grids.length) continue;
      const ring = cells.get(node.id)!;
      const shares = grids.map(() => 0.8 + random() * 0.4);
      const rings = divide(ring, scatter(ring, grids.length, random), shares, 0.7);
      const ordered = fromCore(rings, grids, core);
      byKind(grids).forEach((grid, i) => void cells.set(grid.id, ordered[i]!));
      cells.delete(node.id);
    }
  });
  return new Map(nodes.flatMap((node) => (cells.has(node.id) ? [[node.id, cells.get(node.id)!] as const] : [])));
}

type Group = { members: PlaceNode[]; areas: number[] | null };

const INWARDS: readonly (string | undefined)[] = ['resident', 'dedicated', 'reserved'];

/** A community's grids from the town's core outwards: where people live, then institutions, then land kept for later. */
function byKind(grids: readonly PlaceNode[]): PlaceNode[] {
  return [...grids].sort((a, b) => INWARDS.indexOf(a.subkind) - INWARDS.indexOf(b.subkind));
}

/** Cells by their distance from the core, where the grids are of several kinds: each kind then lies together. */
function fromCore(rings: Point[][], grids: readonly PlaceNode[], core: Point | null): Point[][] {
  if (!core || new Set(grids.map((grid) => grid.subkind)).size === 1) return rings;
  const far = new Map(rings.map((ring) => [ring, distance(centroid(ring).at, core)]));
  return [...rings].sort((a, b) => far.get(a)! - far.get(b)!);
}

/** Communities of one parent, each group with its part of a piece: villages of one service area lie together. */
function partsByParent(members: PlaceNode[], piece: Point[], random: Random): [PlaceNode[], Point[]][] {
  const groups = [...Map.groupBy(members, (node) => node.parent).values()];
  if (groups.length === 1) return [[members, piece]];
  const shares = groups.map((group) => group.length);
  const parts = divide(piece, scatter(piece, groups.length, random), shares, 0.6);
  return groups.map((group, i) => [group, parts[i]!]);
}

/** A town's communities from its core outwards: those with a size, near ones, all others. Areas in km2 where they are fixed. */
function groupsOf(source: TerritorySource, own: readonly PlaceNode[], random: Random): Group[] {
  const { near: dense = { codes: [], areaKm2: 0 } } = source;
  const areaOf = new Map(source.urban.flatMap(({ code, areaKm2 }) => (areaKm2 ? [[code, areaKm2] as const] : [])));
  const urban = own.filter((node) => areaOf.has(node.code));
  const near = own.filter((node) => dense.codes.includes(node.code));
  const others = own.filter((node) => !urban.includes(node) && !near.includes(node));
  const groups: Group[] = [
    { members: urban, areas: urban.map((node) => areaOf.get(node.code)! * (0.9 + random() * 0.2)) },
    { members: near, areas: near.map(() => dense.areaKm2 * (0.85 + random() * 0.3)) },
    { members: others, areas: null },
  ];
  return groups.filter((group) => group.members.length > 0);
}

/** Cuts the part of a convex ring nearest to the core, of a wished area in square metres, by one straight line. */
function cutOff(ring: readonly Point[], core: Point, area: number): { piece: Point[]; rest: Point[] } {
  const { at, area: whole } = centroid(ring);
  const far: Point = [2 * at[0] - core[0], 2 * at[1] - core[1]];
  const [piece, rest] = divide(ring, [core, far], [area, whole - area], 0);
  return { piece: piece!, rest: rest! };
}

/** Seeds spread over a convex ring: each is the one of some random tries that lies farthest from those before. */
function scatter(ring: readonly Point[], count: number, random: Random): Point[] {
  const xs = ring.map((p) => p[0]);
  const ys = ring.map((p) => p[1]);
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [south, north] = [Math.min(...ys), Math.max(...ys)];
  const inside = (): Point => {
    for (;;) {
      const p: Point = [west + random() * (east - west), south + random() * (north - south)];
      if (insideConvex(ring, p)) return p;
    }
  };
  const seeds: Point[] = [];
  while (seeds.length < count) {
    const tries = Array.from({ length: 30 }, inside);
    const gap = (p: Point): number => seeds.reduce((least, q) => Math.min(least, distance(p, q)), Number.MAX_VALUE);
    seeds.push(tries.reduce((best, p) => (gap(p) > gap(best) ? p : best)));
  }
  return seeds;
}

/** Roughens the borders; one that would cross another is drawn straight, until none crosses. */
function growBorders(source: TerritorySource, mesh: Mesh): Mesh {
  const straight = new Set<string>();
  const { step } = source.shape;
  const stepOf = (length: number): number => (length < 4 * step.grid ? step.grid : step.community);
  for (let round = 0; round < 50; round++) {
    const grown = roughen(mesh, {
      seed: source.seed,
      rough: source.shape.rough,
      waves: source.shape.waves,
      stepOf,
      straight,
    });
    const crossed = crossings(grown.mesh.points, grown.mesh.faces, 400);
    if (!crossed.length) return grown.mesh;
    const before = straight.size;
    for (const pair of crossed) for (const key of pair) straight.add(grown.originOf.get(key)!);
    if (straight.size === before) break;
  }
  throw new Error('borders cross even when drawn straight: lower the waves or try another seed');
}

function scaleTo(areaKm2: number, points: readonly Point[], faces: readonly number[][]): number {
  const now = faces.reduce((sum, face) => sum + doubleArea(face.map((id) => points[id]!)) / 2, 0) / 1e6;
  return Math.sqrt(areaKm2 / now);
}

function featureOf(
  node: PlaceNode,
  nodes: readonly PlaceNode[],
  faceOf: ReadonlyMap<string, number[]>,
  degrees: readonly (readonly [number, number])[],
): ShapeCollection['features'][number] {
  const below = (id: string): number[][] => {
    const face = faceOf.get(id);
    return face ? [face] : nodes.filter((child) => child.parent === id).flatMap((child) => below(child.id));
  };
  const rings = unionRings(below(node.id));
  if (rings.length !== 1) throw new Error(`${node.name} is not one piece: try another seed`);
  const ring = rings[0]!.map((id): [number, number] => [degrees[id]![0] / MICRO, degrees[id]![1] / MICRO]);
  return {
    type: 'Feature',
    id: node.id,
    properties: { kind: node.kind, name: node.name, synthetic: true },
    geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] },
  };
}
