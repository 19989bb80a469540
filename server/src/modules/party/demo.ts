/** The party organisation of a demo county: as many of each as the pack says, branches as formed from the demo's members. */
import { randomBytes } from 'node:crypto';
import { formBranches, NO_WISHES } from '@huying/domain/branches';
import { childPath } from '@huying/domain/kernel';
import {
  demoName,
  demoPhone,
  type OrgKind,
  type Pack,
  type Party,
  type PlaceNode,
  shareOut,
} from '@huying/domain/pack';
import { v7 as uuidv7 } from 'uuid';
import { hex, sql, stamp, type Tx } from '../../platform/db.ts';
import { NO_HEAD, vouch } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import type { Keys } from '../../platform/keys.ts';
import { insertRows } from '../../platform/rows.ts';
import { solve } from '../../platform/solver.ts';
import { digestOf } from './calls.ts';
import { branchNames, landFrom } from './ground.ts';
import { ALONE } from './rules.ts';

const BY = { person: null, post: null };
/** Names and phones of members begin far behind those of the posts. */
const FIRST_NUMBER = 500_000;

type Made = {
  id: string;
  parent: string | null;
  kind: OrgKind;
  variety: string | null;
  name: string;
  place: string;
  term: string | null;
  covers: string[];
};

type Ground = {
  party: Party;
  nodes: readonly PlaceNode[];
  byId: ReadonlyMap<string, PlaceNode>;
  paths: ReadonlyMap<string, string>;
  orgs: Made[];
  /** Committees by place. */
  committees: Map<string, Made>;
};

function pathsOf(nodes: readonly PlaceNode[], byId: ReadonlyMap<string, PlaceNode>): Map<string, string> {
  const paths = new Map<string, string>();
  const pathOf = (node: PlaceNode): string => {
    const known = paths.get(node.id);
    if (known) return known;
    const parent = node.parent === null ? undefined : byId.get(node.parent);
    const path = childPath(parent ? pathOf(parent) : '', node.id);
    paths.set(node.id, path);
    return path;
  };
  for (const node of nodes) pathOf(node);
  return paths;
}

function add(ground: Ground, org: Omit<Made, 'id' | 'term' | 'covers'> & Partial<Made>): Made {
  const made: Made = { id: uuidv7(), term: null, covers: [], ...org };
  ground.orgs.push(made);
  return made;
}

/** The nearest committee at or above a place. */
function committeeAt(ground: Ground, place: string): Made | null {
  for (let at = ground.byId.get(place); at; at = at.parent ? ground.byId.get(at.parent) : undefined) {
    const found = ground.committees.get(at.id);
    if (found) return found;
  }
  return null;
}

const fill = (template: string, values: Record<string, string | number>) =>
  template.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));

function makeCommittees(ground: Ground): void {
  for (const { places, subkind, gridded, name } of ground.party.demo.committees) {
    for (const node of ground.nodes) {
      if (node.kind !== places || (subkind && node.subkind !== subkind)) continue;
      if (gridded !== undefined && gridded !== (node.gridded ?? false)) continue;
      const upper = node.parent ? committeeAt(ground, node.parent) : null;
      const org = add(ground, {
        parent: upper?.id ?? null,
        kind: 'committee',
        variety: null,
        name: fill(name, { place: node.name }),
        place: node.id,
      });
      ground.committees.set(node.id, org);
    }
  }
}

/** Own members by grid, as the pack says them. */
function membersByGrid({ party, nodes }: Ground): Map<string, number> {
  const { members } = party.demo;
  if (!members) return new Map();
  if ('byGrid' in members) return new Map(Object.entries(members.byGrid));
  const grids = nodes.filter(
    (node) => node.kind === 'grid' && !node.until && party.formation.grids.includes(node.subkind as never),
  );
  return new Map(grids.map((node) => [node.id, members.each]));
}

/** Branches over grids, formed by the rules of the pack from its demo members. */
async function formGridBranches(ground: Ground, pack: Pack, members: ReadonlyMap<string, number>): Promise<void> {
  const { formation } = ground.party;
  const shapes = new Map(pack.shapes.features.map((one) => [String(one.id), one.geometry.coordinates]));
  const land = landFrom(
    ground.nodes
      .filter((node) => node.kind === 'grid' && formation.grids.includes(node.subkind as never))
      .filter((node) => !node.until)
      .map(({ id, name, parent }) => ({
        id,
        name,
        community: parent as string,
        members: members.get(id) ?? 0,
        rings: (shapes.get(id) ?? []) as never,
      })),
  );
  const formed = await formBranches(
    { grids: land.grids, borders: land.borders, rules: formation, wishes: NO_WISHES },
    solve,
  );
  const nameOf = (place: string) => ground.byId.get(place)?.name ?? place;
  const names = branchNames(formation.names, formed.branches, nameOf);
  for (const [i, branch] of formed.branches.entries()) {
    add(ground, {
      parent: committeeAt(ground, branch.community)?.id ?? null,
      kind: 'branch',
      variety: branch.kind,
      name: names[i] as string,
      place: branch.kind === 'own' ? (branch.grids[0] as string) : branch.community,
      covers: branch.grids,
    });
  }
}

/** Places of a kind, in groups of neighbours by number, so many groups over all communities. */
function groupsOf(ground: Ground, kind: string, total: number): { community: string; places: PlaceNode[] }[] {
  const communityOf = (node: PlaceNode): string => {
    let at: PlaceNode | undefined = node;
    while (at && at.kind !== 'community') at = at.parent ? ground.byId.get(at.parent) : undefined;
    return at?.id ?? '';
  };
  const wanted = ground.nodes.filter(
    (node) => node.kind === kind && !node.until && (kind !== 'grid' || node.subkind === 'resident'),
  );
  const found = [...Map.groupBy(wanted, communityOf)].filter(([community]) => community !== '');
  const urban = ground.nodes.filter((node) => node.kind === 'community' && node.subkind !== 'village');
  const byCommunity = found.length > 0 ? found : urban.map((node): [string, PlaceNode[]] => [node.id, []]);
  const parts = shareOut(
    total,
    byCommunity.map(([, places]) => places.length || 1),
  );
  return byCommunity.flatMap(([community, places], i) => {
    const n = parts[i] ?? 0;
    if (n === 0) return [];
    const sizes = shareOut(
      Math.max(places.length, n),
      Array.from({ length: n }, () => 1),
    );
    let at = 0;
    return sizes.map((size) => {
      const own = places.slice(at, at + size);
      at += size;
      return { community, places: own };
    });
  });
}

function makeBranches(ground: Ground, today: string): void {
  for (const { variety, total, covers, name, months } of ground.party.demo.branches) {
    const counts = new Map<string, number>();
    for (const { community, places } of groupsOf(ground, covers, total)) {
      const n = (counts.get(community) ?? 0) + 1;
      counts.set(community, n);
      const place = ground.byId.get(community)?.name ?? '';
      add(ground, {
        parent: committeeAt(ground, community)?.id ?? null,
        kind: 'branch',
        variety,
        name: fill(name, { place, n, first: places[0]?.name ?? `${place}${n}` }),
        place: community,
        term: months ? monthsAfter(today, months) : null,
        covers: places.map((node) => node.id),
      });
    }
  }
}

function monthsAfter(day: string, months: number): string {
  const end = new Date(`${day}T00:00:00Z`);
  end.setUTCMonth(end.getUTCMonth() + months);
  return end.toISOString().slice(0, 10);
}

/** Groups below branches, or below the committees of villages, spread evenly; each at a building where there is one. */
function makeGroups(ground: Ground): void {
  for (const { variety, total, below, name } of ground.party.demo.groups) {
    const uppers = ground.orgs.filter((org) =>
      below === 'branch'
        ? org.kind === 'branch' && org.variety !== 'temporary'
        : org.kind === 'committee' && ground.byId.get(org.place)?.subkind === 'village',
    );
    const parts = shareOut(
      total,
      uppers.map(() => 1),
    );
    const buildings = variety === 'building' ? ground.nodes.filter((node) => node.kind === 'building') : [];
    const inside = Map.groupBy(buildings, (node) => ground.byId.get(node.parent ?? '')?.parent ?? '');
    for (const [i, upper] of uppers.entries()) {
      const own = [...upper.covers, upper.place].flatMap((place) => [
        ...(inside.get(place) ?? []),
        ...buildingsOfCompound(ground, place, buildings),
      ]);
      const area = ground.byId.get(upper.covers[0] ?? upper.place)?.name ?? '';
      for (let n = 1; n <= (parts[i] ?? 0); n += 1) {
        add(ground, {
          parent: upper.id,
          kind: 'group',
          variety,
          name: fill(name, { place: area, n }),
          place: own[n - 1]?.id ?? upper.place,
        });
      }
    }
  }
}

function buildingsOfCompound(ground: Ground, place: string, buildings: readonly PlaceNode[]): PlaceNode[] {
  return ground.byId.get(place)?.kind === 'compound' ? buildings.filter((node) => node.parent === place) : [];
}

function makeHouseholds(ground: Ground): void {
  const { households } = ground.party.demo;
  if (households === 0) return;
  const groups = ground.orgs.filter((org) => org.kind === 'group');
  const parts = shareOut(
    households,
    groups.map(() => 1),
  );
  for (const [i, group] of groups.entries()) {
    for (let n = 1; n <= (parts[i] ?? 0); n += 1) {
      add(ground, {
        parent: group.id,
        kind: 'household',
        variety: null,
        name: `${group.name.replace(/党小组$/, '')}党员中心户${n}`,
        place: group.place,
      });
    }
  }
}

async function writeOrgs(tx: Tx, county: string, orgs: readonly Made[], from: string, now: number): Promise<void> {
  const heads = await journalMany(
    tx,
    county,
    orgs.map(({ id, parent, kind, variety, name, place, term, covers }) => ({
      subject: { kind: 'party_org', id },
      head: NO_HEAD,
      events: [
        {
          kind: 'party_org.made',
          by: BY,
          at: now,
          sort: kind,
          variety,
          parent,
          place,
          covers,
          from,
          term,
          named: digestOf(name),
        },
      ],
    })),
  );
  await insertRows(
    tx,
    'party_org',
    orgs.map((org, i) => ({
      county_id: county,
      org_id: org.id,
      parent_id: org.parent,
      kind: org.kind,
      variety: org.variety,
      name: org.name,
      place_id: org.place,
      from_day: from,
      term_day: org.term,
      version: heads[i]?.seq,
      head: hex(heads[i]?.hash as Buffer),
    })),
  );
  await insertRows(
    tx,
    'party_cover',
    orgs.flatMap((org) =>
      org.covers.map((place) => ({
        county_id: county,
        org_id: org.id,
        place_id: place,
        from_day: from,
        alone: ALONE[org.variety ?? ''] !== undefined,
      })),
    ),
  );
}

async function writePlaques(tx: Tx, county: string, { orgs, party }: Ground, from: string): Promise<void> {
  const { plaques } = party.demo;
  if (plaques === 0) return;
  const groups = orgs.filter((org) => org.kind === 'group');
  const holders = groups.length > 0 ? groups : orgs.filter((org) => org.kind === 'branch');
  const parts = shareOut(
    plaques,
    holders.map(() => 1),
  );
  await insertRows(
    tx,
    'party_plaque',
    holders.flatMap((org, i) =>
      Array.from({ length: parts[i] ?? 0 }, () => ({
        county_id: county,
        plaque_id: uuidv7(),
        org_id: org.id,
        place_id: org.place,
        from_day: from,
      })),
    ),
  );
}

type Person = { id: string; name: string; phone: string; secret: Buffer; org: string; grid: string };

async function writeMembers(
  tx: Tx,
  keys: Keys,
  pack: Pack,
  people: readonly Person[],
  from: string,
  now: number,
): Promise<void> {
  const county = pack.county.id;
  const heads = await journalMany(
    tx,
    county,
    people.map(({ id, name, phone, secret }) => ({
      subject: { kind: 'person', id },
      head: NO_HEAD,
      events: [
        {
          kind: 'person.made',
          by: BY,
          at: now,
          sort: 'resident',
          vouched: { name: vouch(secret, name), phone: vouch(secret, phone) },
        },
      ],
    })),
  );
  await insertRows(
    tx,
    'person',
    people.map((person, i) => ({
      county_id: county,
      person_id: person.id,
      kind: 'resident',
      name: person.name,
      phone_sealed: hex(keys.seal(county, person.phone)),
      phone_index: hex(keys.blindIndex(county, person.phone)),
      created_at: stamp(now),
      version: heads[i]?.seq,
      head: hex(heads[i]?.hash as Buffer),
    })),
  );
  await insertRows(
    tx,
    'person_key',
    people.map(({ id, secret }) => ({ county_id: county, person_id: id, secret: hex(secret) })),
  );
  await insertRows(
    tx,
    'party_member',
    people.map(({ id, org, grid }) => ({
      county_id: county,
      member_id: uuidv7(),
      person_id: id,
      org_id: org,
      relation: 'own',
      standing: 'full',
      residence_id: grid,
      from_day: from,
    })),
  );
}

function ownMembers(ground: Ground, pack: Pack, counts: ReadonlyMap<string, number>): Person[] {
  const branchOf = new Map(
    ground.orgs
      .filter((org) => org.variety === 'own' || org.variety === 'joint')
      .flatMap((org) => org.covers.map((grid): [string, string] => [grid, org.id])),
  );
  let n = FIRST_NUMBER;
  return [...counts].flatMap(([grid, count]) => {
    const org = branchOf.get(grid) ?? committeeAt(ground, grid)?.id;
    if (!org) return [];
    return Array.from({ length: count }, (): Person => {
      n += 1;
      return {
        id: uuidv7(),
        name: demoName(pack.demo, n),
        phone: demoPhone(pack.demo, n),
        secret: randomBytes(32),
        org,
        grid,
      };
    });
  });
}

/** Members at work elsewhere who report at home belong to the functional branches too. */
async function writeFunctionalMembers(tx: Tx, county: string, ground: Ground, from: string): Promise<void> {
  const branches = ground.orgs.filter((org) => org.variety === 'functional');
  if (branches.length === 0) return;
  const rows = await tx.rows<{ person: string; unit: string }>(sql`
    SELECT DISTINCT ON (t.person_id) t.person_id AS person, o.unit_id AS unit FROM term t
    JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
    WHERE t.county_id = ${county} AND o.kind = 'reporting_member' AND o.unit_id IS NOT NULL ORDER BY t.person_id`);
  await insertRows(
    tx,
    'party_member',
    rows.map(({ person, unit }, i) => {
      const org = branches[i % branches.length] as Made;
      const grids = org.covers.filter((place) => ground.byId.get(place)?.kind === 'grid');
      return {
        county_id: county,
        member_id: uuidv7(),
        person_id: person,
        org_id: org.id,
        relation: 'functional',
        standing: 'full',
        residence_id: grids[Math.floor(i / branches.length) % Math.max(1, grids.length)] ?? null,
        home_unit: unit,
        from_day: from,
      };
    }),
  );
}

/** Makes the demo's organisations, members and plaques. Places, units, posts and people must be there. */
export async function installDemoParty(
  tx: Tx,
  keys: Keys,
  pack: Pack,
  nodes: readonly PlaceNode[],
  { now, fromDay }: { now: number; fromDay: string },
): Promise<void> {
  const { party } = pack;
  if (!party) return;
  const county = pack.county.id;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ground: Ground = { party, nodes, byId, paths: pathsOf(nodes, byId), orgs: [], committees: new Map() };
  makeCommittees(ground);
  const counts = membersByGrid(ground);
  if (party.demo.formed) await formGridBranches(ground, pack, counts);
  makeBranches(ground, new Date(now).toISOString().slice(0, 10));
  makeGroups(ground);
  makeHouseholds(ground);
  await writeOrgs(tx, county, ground.orgs, fromDay, now);
  await writePlaques(tx, county, ground, fromDay);
  await writeMembers(tx, keys, pack, ownMembers(ground, pack, counts), fromDay, now);
  await writeFunctionalMembers(tx, county, ground, fromDay);
}
