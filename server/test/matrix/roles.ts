/** Everybody who may stand before a matter: each kind of post at the matter's place, and the same elsewhere. */
import { randomUUID } from 'node:crypto';
import { NOBODY, type Someone, type TestHouse } from '../open-house.ts';

export const ROLES = [
  'reporter',
  'other_resident',
  'anonymous',
  'follower',
  'grid_leader',
  'grid_member',
  'linked_cadre',
  'other_grid_leader',
  'community_secretary',
  'first_secretary',
  'other_community_secretary',
  'town_caller',
  'town_leader',
  'other_town_caller',
  'centre_dispatcher',
  'centre_arbiter',
  'centre_callback',
  'county_leader',
  'system_admin',
  'security_admin',
  'audit_admin',
  'lead_responder',
  'lead_head',
  'assist_responder',
  'other_responder',
] as const;
export type Role = (typeof ROLES)[number];

/** Where the matters lie and who gets parts in them. */
export type Scene = {
  house: TestHouse;
  grid: string;
  /** A point inside the grid. */
  point: [number, number];
  lead: string;
  assist: string;
  /** An item whose condition asks for arrival, and one whose does not. */
  arrivalItem: { item: string; condition: string };
  roles: Record<Role, Someone>;
};

function insideOf(house: TestHouse, grid: string): [number, number] {
  const [lon, lat] = house.county().pack.center;
  // A spiral from the centre of the county until the grid is met.
  for (let step = 0; step < 200_000; step += 1) {
    const angle = step * 0.7;
    const away = 0.0002 * Math.sqrt(step);
    const point: [number, number] = [lon + away * Math.cos(angle), lat + away * Math.sin(angle)];
    if (house.county().placeIndex.at(point[0], point[1]) === grid) return point;
  }
  throw new Error(`no point found in ${grid}`);
}

export async function setScene(house: TestHouse): Promise<Scene> {
  const county = house.county();
  const of = (kind: string) => [...county.places.values()].filter((place) => place.kind === kind);
  const above = (id: string) => county.places.get(county.places.get(id)?.parent ?? '')?.id as string;
  const grid = of('grid')[0] as { id: string };
  const community = above(grid.id);
  const town = above(community);
  const otherGrid = of('grid').find((one) => above(one.id) !== community)?.id as string;
  const otherCommunity = of('community').find((one) => one.id !== community)?.id as string;
  const otherTown = of('town').find((one) => one.id !== town)?.id as string;
  const [lead, assist, other] = [...county.units.values()]
    .filter((unit) => unit.kind === 'department')
    .map((unit) => unit.id) as [string, string, string];
  const withArrival = [...county.items.values()].flatMap((item) =>
    item.conditions.filter((one) => one.arrival).map((one) => ({ item: item.id, condition: one.id })),
  );
  const at: [Role, string, string][] = [
    ['grid_leader', 'grid_leader', grid.id],
    ['grid_member', 'grid_member', grid.id],
    ['linked_cadre', 'linked_cadre', grid.id],
    ['other_grid_leader', 'grid_leader', otherGrid],
    ['community_secretary', 'community_secretary', community],
    ['first_secretary', 'first_secretary', community],
    ['other_community_secretary', 'community_secretary', otherCommunity],
    ['town_caller', 'town_caller', town],
    ['town_leader', 'town_leader', town],
    ['other_town_caller', 'town_caller', otherTown],
    ['centre_dispatcher', 'centre_dispatcher', county.root.id],
    ['centre_arbiter', 'centre_arbiter', county.root.id],
    ['centre_callback', 'centre_callback', county.root.id],
    ['county_leader', 'county_leader', county.root.id],
    ['system_admin', 'system_admin', county.root.id],
    ['security_admin', 'security_admin', county.root.id],
    ['audit_admin', 'audit_admin', county.root.id],
    ['lead_responder', 'responder', lead],
    ['lead_head', 'unit_head', lead],
    ['assist_responder', 'responder', assist],
    ['other_responder', 'responder', other],
  ];
  const roles = { anonymous: NOBODY, follower: NOBODY } as Record<Role, Someone>;
  roles.reporter = await house.resident();
  roles.other_resident = await house.resident();
  for (const [role, kind, where] of at) roles[role] = await house.holder(kind, where);
  const point = insideOf(house, grid.id);
  return { house, grid: grid.id, point, lead, assist, arrivalItem: withArrival[0] as Scene['arrivalItem'], roles };
}

/** A matter as its makers left it. `part`: the assignment that is acted on. */
export type Made = { id: string; version: number; follow: string | null; part: number | null; number: string };

/** The role as it acts on this matter: a follower has this one's link. */
export function acting(scene: Scene, role: Role, made: Pick<Made, 'id' | 'follow'>): Someone {
  return role === 'follower' ? { ...NOBODY, follow: `${made.id}.${made.follow ?? 'none'}` } : scene.roles[role];
}

export function newId(): string {
  return randomUUID();
}
