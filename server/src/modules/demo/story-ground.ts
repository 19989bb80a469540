/** Where the demo's matters lie: places by their sort, homes for their words, points inside their outlines. */
import { housingOf, isUrban, type Pack, type PlaceNode, type StorySort, storyPlaces } from '@huying/domain/pack';
import { boxOf, pointInShape, type Shape } from '@huying/domain/territory';
import type { Random } from './random.ts';

export type Spot = {
  place: string;
  urban: boolean;
  here: string;
  address: string | null;
  point: [number, number] | null;
};

export type Ground = {
  /** The lowest places where people live, by their sort. */
  lived: Record<StorySort, PlaceNode[]>;
  spotIn(place: PlaceNode, random: Random): Spot;
  node(id: string): PlaceNode;
  /** The place itself and all above it, lowest first. */
  line(id: string): PlaceNode[];
  /** Ids of the lowest places where people live, in or below that one. */
  below(id: string): string[];
};

function pointIn(shape: Shape | undefined, random: Random): [number, number] | null {
  if (!shape) return null;
  const [west, south, east, north] = boxOf(shape);
  for (let tries = 0; tries < 40; tries += 1) {
    const lon = random.between(west, east);
    const lat = random.between(south, north);
    const point: [number, number] = [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
    if (pointInShape(point[0], point[1], shape)) return point;
  }
  return null;
}

export function groundOf(pack: Pack): Ground {
  const { nodes } = pack.territory;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const shapes = new Map(pack.shapes.features.map((feature) => [feature.id, feature.geometry]));
  const housing = housingOf(pack.demo, nodes);
  const compounds = Map.groupBy(
    housing.filter((node) => node.kind === 'compound'),
    (node) => node.parent,
  );
  const buildings = Map.groupBy(
    housing.filter((node) => node.kind === 'building'),
    (node) => node.parent,
  );
  const node = (id: string): PlaceNode => {
    const found = byId.get(id);
    if (!found) throw new RangeError(`no place ${id}`);
    return found;
  };
  const line = (id: string): PlaceNode[] => {
    const place = node(id);
    return [place, ...(place.parent === null ? [] : line(place.parent))];
  };
  const lived = storyPlaces(nodes);
  return {
    lived,
    node,
    line,
    below: (id) =>
      Object.values(lived)
        .flat()
        .filter((one) => line(one.id).some((above) => above.id === id))
        .map((one) => one.id),
    spotIn(place, random) {
      const point = pointIn(shapes.get(place.id), random);
      const community = line(place.id).find((one) => one.kind === 'community') ?? place;
      const compound = compounds.get(place.id);
      const home = compound ? random.pick(compound) : null;
      const building = home ? random.pick(buildings.get(home.id) ?? [home]) : null;
      const here = home ? `${home.name}${building && building !== home ? building.name : ''}` : community.name;
      const address = home ? `${community.name}${here}${random.below(4) + 1}单元` : null;
      return {
        place: place.id,
        urban: isUrban(community),
        here,
        address: random.chance(0.6) ? address : null,
        point,
      };
    },
  };
}
