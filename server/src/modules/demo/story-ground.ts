/** Where the demo's matters lie: places by their sort, homes for their words, points inside their outlines. */
import { housingOf, type Pack, type PlaceNode } from '@huying/domain/pack';
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
  /** Grids of the gridded communities. */
  grids: PlaceNode[];
  /** Communities without grids in a town that has gridded ones, and those of all other towns. */
  sameTown: PlaceNode[];
  elsewhere: PlaceNode[];
  spotIn(place: PlaceNode, random: Random): Spot;
  node(id: string): PlaceNode;
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
  const communities = nodes.filter((node) => node.kind === 'community');
  const withGrids = new Set(communities.filter((node) => node.gridded).map((node) => node.parent));
  const open = communities.filter((node) => !node.gridded);
  const node = (id: string): PlaceNode => {
    const found = byId.get(id);
    if (!found) throw new RangeError(`no place ${id}`);
    return found;
  };
  return {
    grids: nodes.filter((one) => one.kind === 'grid' && one.subkind === 'resident'),
    sameTown: open.filter((one) => withGrids.has(one.parent)),
    elsewhere: open.filter((one) => !withGrids.has(one.parent)),
    node,
    spotIn(place, random) {
      const point = pointIn(shapes.get(place.id), random);
      const community = place.kind === 'grid' && place.parent ? node(place.parent) : place;
      const compound = compounds.get(place.id);
      const home = compound ? random.pick(compound) : null;
      const building = home ? random.pick(buildings.get(home.id) ?? [home]) : null;
      const here = home ? `${home.name}${building && building !== home ? building.name : ''}` : community.name;
      const address = home ? `${community.name}${here}${random.below(4) + 1}单元` : null;
      return {
        place: place.id,
        urban: community.subkind !== 'village',
        here,
        address: random.chance(0.6) ? address : null,
        point,
      };
    },
  };
}
