/**
 * Who may do what in the rooms beside the matters, written by hand from the posts' duties and not from the packs: the two must
 * agree. Each route is one permission; what it does to a thing of a place is for posts at that place or above it.
 */
import type { Someone } from '../open-house.ts';
import { ROLES, type Role, type Scene } from './roles.ts';

/** Posts the matters know nothing of. */
export const MORE_ROLES = ['community_worker', 'party_organiser'] as const;
export type RoomRole = Role | (typeof MORE_ROLES)[number];

/** A follower and whoever assists stand for nothing of their own here. */
export const ROOM_ROLES: readonly RoomRole[] = [
  ...ROLES.filter((role) => !['follower', 'assist_responder', 'other_responder'].includes(role)),
  ...MORE_ROLES,
];

const COUNTY = 'centre_dispatcher centre_arbiter centre_callback county_leader system_admin';
const GRID = 'grid_leader other_grid_leader';
const GRID_POSTS = `${GRID} grid_member linked_cadre`;
const COMMUNITY = 'community_secretary other_community_secretary';
const COMMUNITY_POSTS = `${COMMUNITY} community_worker first_secretary`;
const TOWN = 'town_caller other_town_caller town_leader';
const UNITS = 'lead_responder lead_head';

/** Holders of each permission the rooms ask for. */
export const HOLDERS: Record<string, string> = {
  'people.read': `${GRID} ${COMMUNITY} town_leader centre_dispatcher county_leader party_organiser security_admin audit_admin`,
  'people.edit': 'security_admin',
  'boards.print': `${GRID} ${COMMUNITY} community_worker ${TOWN} security_admin`,
  'territory.read': `${GRID_POSTS} ${COMMUNITY_POSTS} ${TOWN} ${UNITS} ${COUNTY} party_organiser security_admin`,
  'territory.edit': 'system_admin',
  'party.read': `${GRID} ${COMMUNITY} first_secretary town_leader centre_dispatcher county_leader party_organiser`,
  'party.edit': `${COMMUNITY} town_leader party_organiser`,
  'items.read': `${GRID_POSTS} ${COMMUNITY_POSTS} ${TOWN} ${UNITS} ${COUNTY}`,
  'items.edit': 'centre_dispatcher system_admin',
  'items.approve': 'centre_arbiter county_leader',
  'devices.read': `${GRID} ${COMMUNITY} community_worker ${TOWN} centre_dispatcher county_leader system_admin`,
  'devices.edit': `${COMMUNITY} centre_dispatcher system_admin`,
  'facilities.read': `${GRID_POSTS} ${COMMUNITY_POSTS} ${TOWN} lead_head centre_dispatcher county_leader system_admin`,
  'facilities.edit': `${COMMUNITY} town_leader system_admin`,
  'roster.edit': `${COMMUNITY} community_worker town_leader system_admin`,
  'import.run': 'system_admin',
  'grades.read': `${COMMUNITY} town_leader county_leader party_organiser`,
  'grades.edit': 'party_organiser',
};

/** Posts that do not lie at the scene's community or above it. */
const BESIDE = 'other_grid_leader other_community_secretary other_town_caller';
const BELOW = `${GRID_POSTS} ${UNITS}`;

/** The rooms, by what their routes begin with. */
export const ROOMS =
  /^\/(people|posts|boards|public\/contact|places|place-changes|coverage|party|lists|items(?!\/suggest)|devices|facilities|teams|rosters|duties|swaps|duty-feeds|circle|units|grades|imports|exports)(\/|$)/;

/** A permission that is asked for beyond the route's own: acts of a lifecycle, and what only the keepers of a thing may see. */
const BEYOND: Record<string, string> = {
  'POST /people/:id/erase': 'people.edit',
  // Whoever has the duty sees them too.
  'GET /duties/:id/takers': 'roster.edit',
  'POST /swaps/:id/approve': 'roster.edit',
  'POST /swaps/:id/refuse': 'roster.edit',
  'POST /lists/:list/versions/:version/replay': 'items.edit items.approve',
  'GET /lists/:list/versions/:version/replay': 'items.edit items.approve',
  'POST /lists/:list/versions/:version/submit': 'items.edit',
  'POST /lists/:list/versions/:version/recall': 'items.edit',
  'POST /lists/:list/versions/:version/approve': 'items.approve',
  'POST /lists/:list/versions/:version/return': 'items.approve',
  'POST /lists/:list/versions/:version/withdraw': 'items.approve',
};

/** Acts on things of the scene's community: posts beside it and below it are refused although they hold the permission. */
const OF_THE_PLACE =
  /^POST \/(facilities|teams|rosters(?!\/plan)|devices|boards|duties\/:id\/(excuse|reassign|cancel)|swaps\/:id\/(approve|refuse)|party\/(orgs|plans))(\/|$)|^GET \/(boards\/sheet\.pdf|duties\/:id\/takers)$/;

/** What is read of the grid's own people and things. */
const OF_THE_GRID =
  /^(GET|POST) \/(people\/:id(\/unmask)?|posts\/:id|devices\/:id|grades\/people\/:id|units\/:id\/reports-to)$/;

/** A plan for all of the county: for those whose posts reach all of it. */
const OF_THE_COUNTY = /^POST \/party\/plans\/:id\/apply$|^GET \/party\/plans\/:id(\/plan\.xlsx)?$/;
const REACH_ALL = 'party_organiser centre_dispatcher county_leader';

/** What is one's own: nobody else may, whatever they hold. */
const OWN = /^(GET|POST) \/(duties\/:id\/(check-in|swap)|swaps\/:id\/(agree|decline|withdraw))$/;

export type Route = { method: string; path: string; may: string };

export function mayInRoom(route: Route, role: RoomRole): boolean {
  const name = `${route.method} ${route.path}`;
  if (OWN.test(name)) return false;
  const asked = BEYOND[name] ?? route.may;
  if (asked === 'public') return true;
  if (asked === 'signed') return role !== 'anonymous';
  const among = (list: string) => list.split(' ').includes(role);
  const holds = asked.split(' ').some((permission) => {
    const holders = HOLDERS[permission];
    if (holders === undefined) throw new Error(`who holds ${permission}?`);
    return among(holders);
  });
  if (!holds || (OF_THE_GRID.test(name) && among(BESIDE))) return false;
  if (OF_THE_COUNTY.test(name)) return among(REACH_ALL);
  return !(OF_THE_PLACE.test(name) && (among(BESIDE) || among(BELOW)));
}

export async function roomRoles(scene: Scene): Promise<Record<RoomRole, Someone>> {
  const { house, grid } = scene;
  const community = house.county().places.get(grid)?.parent as string;
  return {
    ...scene.roles,
    community_worker: await house.holder('community_worker', community),
    party_organiser: await house.holder('party_organiser', house.county().root.id),
  };
}
