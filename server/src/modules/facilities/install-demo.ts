/**
 * The demo's facilities, teams and rosters: exactly as many as the pack says, spread evenly, inside their places, always the
 * same for the same day. What lies in the past was attended, but for one duty in some twenty.
 */
import { createHash } from 'node:crypto';
import { dayAfter } from '@huying/domain/clocks';
import type { DemoSpread, FacilityPack, Pack, PlaceNode } from '@huying/domain/pack';
import { closesAt, planRoster, type RosterRule } from '@huying/domain/rosters';
import { metresBetween, pointWithin, type Rings, within } from '@huying/domain/walking';
import { v7 as uuidv7 } from 'uuid';
import { hex, sql, stamp, type Tx } from '../../platform/db.ts';
import { type JournalEvent, NO_HEAD } from '../../platform/journal.ts';
import { journalMany } from '../../platform/journal-many.ts';
import { insertRows } from '../../platform/rows.ts';

const BY = { person: null, post: null };

/** A fraction from 0 to 1 that is always the same for the same words. */
function fraction(...words: (string | number)[]): number {
  return createHash('sha256').update(words.join('/')).digest().readUInt32BE(0) / 2 ** 32;
}

/** The places a line of the pack is spread over: of the first kind the county has, every n-th where there are more than wanted. */
export function spreadOver(
  nodes: readonly PlaceNode[],
  over: DemoSpread,
  total: number | undefined,
): { place: PlaceNode; nth: number }[] {
  for (const kind of over.places) {
    const fitting = nodes.filter(
      (node) =>
        node.kind === kind &&
        // What sort of community is asked of communities alone.
        (node.kind !== 'community' ||
          ((over.gridded === undefined || over.gridded === (node.gridded ?? false)) &&
            (over.subkind === undefined || over.subkind === node.subkind))),
    );
    if (fitting.length === 0) continue;
    const wanted = total ?? fitting.length;
    const all = Array.from({ length: wanted }, (_, i) => Math.floor((i * fitting.length) / wanted));
    const seen = new Map<number, number>();
    return all.map((at) => {
      const nth = seen.get(at) ?? 0;
      seen.set(at, nth + 1);
      return { place: fitting[at] as PlaceNode, nth };
    });
  }
  return [];
}

function nameOf(pattern: string, place: PlaceNode, nth: number): string {
  // Made-up places begin with the mark already: once is enough.
  const name = pattern.replace('{place}', place.name.replace(/^演示·?/, ''));
  if (pattern.includes('{n}'))
    return name.replace('{n}', nth === 0 ? '' : ('一二三四五六七八九十'[nth] ?? String(nth + 1)));
  return nth === 0 ? name : `${name}${nth + 1}`;
}

/** A point inside the nearest place with an outline, scattered so that several do not lie on each other. */
function pointFor(
  place: PlaceNode,
  byId: ReadonlyMap<string, PlaceNode>,
  shapes: ReadonlyMap<string, Rings>,
  seed: string,
): [number, number] {
  let at: PlaceNode | undefined = place;
  while (at && !shapes.has(at.id)) at = at.parent ? byId.get(at.parent) : undefined;
  const rings = at ? (shapes.get(at.id) as Rings) : [];
  const ring = rings[0] ?? [];
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  for (let n = 0; n < 60; n += 1) {
    const x = Math.min(...xs) + (Math.max(...xs) - Math.min(...xs)) * (0.1 + 0.8 * fraction(seed, n, 'x'));
    const y = Math.min(...ys) + (Math.max(...ys) - Math.min(...ys)) * (0.1 + 0.8 * fraction(seed, n, 'y'));
    const point: [number, number] = [Number(x.toFixed(6)), Number(y.toFixed(6))];
    if (within(rings, point)) return point;
  }
  const [x, y] = pointWithin(rings);
  return [x, y];
}

type Made = { id: string; kind: string; place: PlaceNode; point: [number, number] };

export type DemoDay = { now: number; today: string; fromDay: string };

export async function installDemoFacilities(
  tx: Tx,
  pack: Pack,
  nodes: readonly PlaceNode[],
  { now, today, fromDay }: DemoDay,
): Promise<void> {
  const { facilities } = pack;
  if (!facilities) return;
  const county = pack.county.id;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const shapes = new Map(pack.shapes.features.map((one) => [one.id, one.geometry.coordinates as Rings]));
  const made = await makeFacilities(tx, facilities, { county, nodes, byId, shapes, now, fromDay });
  const teams = await makeTeams(tx, facilities, { county, nodes, byId, now, today, fromDay });
  const calendar = { ...pack.calendar, utcOffsetMinutes: pack.county.utcOffsetMinutes } as never;
  await makeRosters(tx, facilities, { county, calendar, made, teams, byId, shapes, now, today });
}

type Ground = {
  county: string;
  nodes: readonly PlaceNode[];
  byId: ReadonlyMap<string, PlaceNode>;
  now: number;
  fromDay: string;
};

async function makeFacilities(
  tx: Tx,
  { demo, kinds }: FacilityPack,
  { county, nodes, byId, shapes, now, fromDay }: Ground & { shapes: ReadonlyMap<string, Rings> },
): Promise<Made[]> {
  const posts = new Set(
    (await tx.rows<{ id: string }>(sql`SELECT post_id AS id FROM post WHERE county_id = ${county}`)).map(
      (row) => row.id,
    ),
  );
  const rows = demo.facilities.flatMap((line) => {
    const kind = kinds.find((one) => one.kind === line.kind) as FacilityPack['kinds'][number];
    return spreadOver(nodes, line.over, line.total).map(({ place, nth }, i) => ({
      id: uuidv7(),
      kind: line.kind,
      name: line.named?.[i] ?? nameOf(line.name, place, nth),
      place,
      point: pointFor(place, byId, shapes, `${line.kind}/${place.id}/${nth}`),
      hours: kind.hours,
      services: kind.services,
      oneWindow: kind.oneWindow,
      contact: contactFor(place, byId, posts),
    }));
  });
  const heads = await journal(
    tx,
    county,
    'facility',
    rows.map((row) => ({
      id: row.id,
      event: { kind: 'facility.made', by: BY, at: now, sort: row.kind, place: row.place.id },
    })),
  );
  await insertRows(
    tx,
    'facility',
    rows.map((row, i) => ({
      county_id: county,
      facility_id: row.id,
      kind: row.kind,
      name: row.name,
      place_id: row.place.id,
      lon: row.point[0],
      lat: row.point[1],
      hours: row.hours,
      services: row.services,
      one_window: row.oneWindow,
      contact_post: row.contact,
      from_day: fromDay,
      ...heads[i],
    })),
  );
  return rows;
}

/** Who answers there: the community's secretary, else its worker. */
function contactFor(place: PlaceNode, byId: ReadonlyMap<string, PlaceNode>, posts: ReadonlySet<string>): string | null {
  for (let at: PlaceNode | undefined = place; at; at = at.parent ? byId.get(at.parent) : undefined) {
    for (const kind of ['community_worker', 'community_secretary'])
      if (posts.has(`${kind}.${at.id}`)) return `${kind}.${at.id}`;
  }
  return null;
}

async function journal(tx: Tx, county: string, kind: string, rows: readonly { id: string; event: JournalEvent }[]) {
  const heads = await journalMany(
    tx,
    county,
    rows.map(({ id, event }) => ({ subject: { kind, id }, head: NO_HEAD, events: [event] })),
  );
  return heads.map((head) => ({ version: head.seq, head: hex(head.hash) }));
}

type MadeTeam = { id: string; kind: string; place: PlaceNode; people: string[] };

/** Those with an account come first: the demo's own people are then on duty somewhere. */
async function peopleByPlace(tx: Tx, county: string, today: string): Promise<{ id: string; path: string }[]> {
  return tx.rows(sql`
    SELECT x.id, x.path FROM (
      SELECT t.person_id AS id, min(p.path) AS path, bool_or(a.person_id IS NOT NULL) AS known FROM term t
      JOIN post o ON o.county_id = ${county} AND o.post_id = t.post_id
      JOIN place p ON p.county_id = ${county} AND p.place_id = o.place_id
      LEFT JOIN account a ON a.county_id = ${county} AND a.person_id = t.person_id
      WHERE t.county_id = ${county} AND t.from_day <= ${today} AND (t.to_day IS NULL OR t.to_day >= ${today})
      GROUP BY t.person_id) AS x
    ORDER BY NOT x.known, x.path, x.id`);
}

async function makeTeams(
  tx: Tx,
  { demo }: FacilityPack,
  { county, nodes, byId, now, today, fromDay }: Ground & { today: string },
): Promise<MadeTeam[]> {
  const people = await peopleByPlace(tx, county, today);
  const next = new Map<string, number>();
  const rows = demo.teams.flatMap((line) =>
    spreadOver(nodes, line.over, line.total).map(({ place, nth }) => {
      const found = peopleNear(people, place, byId, line.members);
      // Several teams of one place take different people as long as there are any.
      const turn = next.get(`${line.kind}/${place.id}`) ?? 0;
      next.set(`${line.kind}/${place.id}`, turn + line.members);
      const chosen = Array.from(
        { length: Math.min(line.members, found.length) },
        (_, i) => found[(turn + i) % found.length] as string,
      );
      return { id: uuidv7(), kind: line.kind, name: nameOf(line.name, place, nth), place, people: chosen };
    }),
  );
  const heads = await journal(
    tx,
    county,
    'team',
    rows.map((row) => ({
      id: row.id,
      event: {
        kind: 'team.made',
        by: BY,
        at: now,
        sort: row.kind,
        place: row.place.id,
        facility: null,
        members: row.people,
      },
    })),
  );
  await insertRows(
    tx,
    'team',
    rows.map((row, i) => ({
      county_id: county,
      team_id: row.id,
      kind: row.kind,
      name: row.name,
      place_id: row.place.id,
      from_day: fromDay,
      ...heads[i],
    })),
  );
  await insertRows(
    tx,
    'team_member',
    rows.flatMap((row) =>
      row.people.map((person, i) => ({ county_id: county, team_id: row.id, person_id: person, position: i + 1 })),
    ),
  );
  return rows;
}

/** People with a post in the place, else in the next one above that has enough of them. */
function peopleNear(
  people: readonly { id: string; path: string }[],
  place: PlaceNode,
  byId: ReadonlyMap<string, PlaceNode>,
  wanted: number,
): string[] {
  let best: string[] = [];
  for (let at: PlaceNode | undefined = place; at; at = at.parent ? byId.get(at.parent) : undefined) {
    const mark = `${at.id}.`;
    const found = people.filter(({ path }) => path.startsWith(mark) || path.includes(`.${mark}`)).map((one) => one.id);
    if (found.length >= wanted) return found;
    if (found.length > best.length) best = found;
  }
  return best;
}

/** Two weeks behind and four ahead, from a Monday to a Sunday. */
const WEEKS_BACK = 2;
const WEEKS = 6;

type RosterGround = {
  county: string;
  calendar: Parameters<typeof planRoster>[0]['calendar'];
  made: readonly Made[];
  teams: readonly MadeTeam[];
  byId: ReadonlyMap<string, PlaceNode>;
  shapes: ReadonlyMap<string, Rings>;
  now: number;
  today: string;
};

async function makeRosters(tx: Tx, { demo, duty }: FacilityPack, ground: RosterGround): Promise<void> {
  const { county, calendar, made, teams, byId, shapes, now, today } = ground;
  const monday = dayAfter(today, -((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7));
  const from = dayAfter(monday, -7 * WEEKS_BACK);
  const to = dayAfter(from, 7 * WEEKS - 1);
  const rosters: { id: string; facility: string; rule: RosterRule; teams: string[]; events: JournalEvent[] }[] = [];
  const duties: Record<string, unknown>[] = [];
  const busy: { person: string; startsAt: number; endsAt: number }[] = [];
  for (const line of demo.rosters) {
    const able = teams.filter((team) => team.kind === line.team && team.people.length > 0);
    const middle = new Map(able.map((team) => [team.id, pointFor(team.place, byId, shapes, team.id)]));
    for (const facility of made.filter((one) => one.kind === line.facility)) {
      const near = nearestTeams(facility, able, middle);
      if (near.length === 0) continue;
      const rule: RosterRule = {
        shifts: line.shifts,
        teams: near.map(({ id, people }) => ({ id, people })),
        by: line.by,
        restMinutes: duty.restMinutes,
        holidays: 'none',
        makeup: 'monday',
      };
      const own = new Set(near.flatMap((team) => team.people));
      const plan = planRoster({ rule, calendar, from, to, away: [], busy: busy.filter((one) => own.has(one.person)) });
      busy.push(...plan.duties);
      const id = uuidv7();
      const events: JournalEvent[] = [
        {
          kind: 'roster.made',
          by: BY,
          at: now,
          facility: facility.id,
          teams: near.map((team) => team.id),
          from,
          to,
          duties: plan.duties.length,
          gaps: plan.gaps.length,
        },
        { kind: 'roster.published', by: BY, at: now },
      ];
      for (const one of plan.duties) {
        const dutyId = uuidv7();
        const closes = closesAt(duty, one);
        const over = closes < now;
        const missed = over && fraction(facility.place.id, one.startsAt, 'missed') < 0.05;
        const late =
          fraction(facility.place.id, one.startsAt, 'late') < 0.15
            ? 1 + Math.floor(fraction(one.startsAt, 'by') * 20)
            : 0;
        const when =
          one.startsAt + (late > 0 ? late : -1 - Math.floor(fraction(one.startsAt, facility.place.id) * 15)) * 60_000;
        duties.push({
          county_id: county,
          duty_id: dutyId,
          roster_id: id,
          facility_id: facility.id,
          team_id: one.team,
          person_id: one.person,
          starts_at: stamp(one.startsAt),
          ends_at: stamp(one.endsAt),
          closes_at: stamp(closes),
          published: true,
          state: over ? (missed ? 'missed' : 'attended') : 'planned',
          checked_in_at: over && !missed ? stamp(when) : null,
          late_minutes: over && !missed ? late : null,
          metres: over && !missed ? Math.floor(fraction(one.startsAt, 'metres') * 60) : null,
          sent_later: false,
        });
        if (missed) events.push({ kind: 'duty.missed', by: BY, at: now, duty: dutyId });
      }
      rosters.push({ id, facility: facility.id, rule, teams: near.map((team) => team.id), events });
    }
  }
  const heads = await journalMany(
    tx,
    county,
    rosters.map(({ id, events }) => ({ subject: { kind: 'roster', id }, head: NO_HEAD, events })),
  );
  await insertRows(
    tx,
    'roster',
    rosters.map((row, i) => ({
      county_id: county,
      roster_id: row.id,
      facility_id: row.facility,
      rule: row.rule,
      team_ids: row.teams,
      from_day: from,
      to_day: to,
      state: 'published',
      made_at: stamp(now),
      version: heads[i]?.seq,
      head: hex(heads[i]?.hash as Buffer),
    })),
  );
  await insertRows(tx, 'duty', duties);
}

/** The teams of the facility's own place, else the one whose place lies nearest. */
function nearestTeams(
  facility: Made,
  teams: readonly MadeTeam[],
  middle: ReadonlyMap<string, [number, number]>,
): MadeTeam[] {
  const own = teams.filter((team) => team.place.id === facility.place.id);
  if (own.length > 0) return own;
  let best: MadeTeam | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const team of teams) {
    const metres = metresBetween(facility.point, middle.get(team.id) as [number, number]);
    if (metres < least) {
      best = team;
      least = metres;
    }
  }
  return best ? [best] : [];
}
