/** Who acts in the demo's history: the people who hold its posts, and its residents. */
import { type Demo, demoName, demoPhone, type Permission, STORY_NEEDS } from '@huying/domain/pack';
import { type Actor, ANONYMOUS } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, postId } from '../county/index.ts';
import { findOrMakeResident } from '../people/index.ts';
import type { Random } from './random.ts';

export type Cast = {
  /** Kinds of post that somebody holds at that place or unit and that permit all of this, in the pack's order. */
  kinds(at: string, may: readonly Permission[]): string[];
  /** Somebody in a post of that kind there. @throws RangeError when nobody is */
  at(kind: string, at: string, random: Random): Actor;
  /** Somebody there whose post permits all of this, of several kinds the pack's first. @throws RangeError when nobody may */
  who(at: string, may: readonly Permission[], random: Random): Actor;
  /** Units that have somebody to respond. */
  units: string[];
  resident(n: number, now: number): Promise<Actor>;
  residents: number;
  /** Phone and name of a caller. */
  caller(n: number): { phone: string; name: string };
  /** The resident with an account. */
  account(now: number): Promise<Actor>;
};

const RESIDENTS = 900;
/** Their made-up phones lie far from those of the people in posts. */
const FIRST_PHONE = 50_000_000;

type Row = {
  person: string;
  name: string;
  post: string;
  kind: string;
  placeId: string | null;
  unitId: string | null;
  path: string;
  demo: boolean;
};

/** Kinds of post that do something in the history, in the pack's order, with what they permit. */
function kindsOf(county: CountyRuntime): Map<string, Set<string>> {
  const wanted = new Set<string>(Object.values(STORY_NEEDS).flat());
  return new Map(
    [...county.postKinds]
      .filter(([, { permissions }]) => permissions.some((one) => wanted.has(one)))
      .map(([kind, { permissions }]) => [kind, new Set<string>(permissions)]),
  );
}

export async function castOf(services: Services, county: CountyRuntime, demo: Demo): Promise<Cast> {
  const kinds = kindsOf(county);
  const rows = await services.db.rows<Row>(sql`
    SELECT t.person_id AS person, n.name, o.post_id AS post, o.kind, o.place_id AS "placeId", o.unit_id AS "unitId", p.path,
      EXISTS (SELECT 1 FROM account a WHERE a.county_id = ${county.id} AND a.person_id = t.person_id) AS demo
    FROM term t
    JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id AND o.kind = ANY(${[...kinds.keys()]})
    JOIN person n ON n.county_id = t.county_id AND n.person_id = t.person_id AND n.erased_at IS NULL
    LEFT JOIN unit u ON u.county_id = o.county_id AND u.unit_id = o.unit_id
    JOIN place p ON p.county_id = o.county_id AND p.place_id = coalesce(o.place_id, u.jurisdiction)
    WHERE t.county_id = ${county.id} ORDER BY o.post_id, demo DESC, n.name, t.person_id`);
  const holders = new Map<string, Actor[]>();
  for (const row of rows) {
    const permissions = kinds.get(row.kind) ?? new Set<string>();
    const actor: Actor = {
      kind: 'staff',
      person: { id: row.person, name: row.name },
      posts: [{ id: row.post, kind: row.kind, placeId: row.placeId, path: row.path, unitId: row.unitId, permissions }],
      follows: null,
    };
    holders.set(row.post, [...(holders.get(row.post) ?? []), actor]);
  }
  const kindsAt = (at: string, may: readonly Permission[]): string[] =>
    [...kinds]
      .filter(([kind, permits]) => may.every((one) => permits.has(one)) && holders.has(postId(kind, at)))
      .map(([kind]) => kind);
  const somebody = (kind: string, at: string, random: Random): Actor => {
    const found = holders.get(postId(kind, at));
    if (!found) throw new RangeError(`nobody is ${kind} at ${at}`);
    return random.pick(found);
  };
  const known = new Map<string, Promise<Actor>>();
  const residentBy = (phone: string, name: string, now: number): Promise<Actor> => {
    let found = known.get(phone);
    if (!found) {
      found = findOrMakeResident(services, county.id, phone, name, now).then(
        ({ id }): Actor => ({ kind: 'resident', person: { id, name }, posts: [], follows: null }),
      );
      known.set(phone, found);
    }
    return found;
  };
  const caller = (n: number) => ({ phone: demoPhone(demo, FIRST_PHONE + n), name: demoName(demo, n * 7 + 3) });
  return {
    kinds: kindsAt,
    at: somebody,
    who(at, may, random) {
      const [kind] = kindsAt(at, may);
      if (!kind) throw new RangeError(`nobody at ${at} may ${may.join(', ')}`);
      return somebody(kind, at, random);
    },
    units: [...county.units.keys()].filter((unit) => kindsAt(unit, STORY_NEEDS.respond).length > 0),
    resident(n, now) {
      const { phone, name } = caller(n);
      return residentBy(phone, name, now);
    },
    residents: RESIDENTS,
    caller,
    account(now) {
      const account = demo.accounts.find((one) => one.post === null && one.phone !== undefined);
      if (!account) throw new RangeError('the demo has no resident account');
      return residentBy(account.phone as string, account.name, now);
    },
  };
}

/** Whoever has the secret link of an anonymous report. */
export function follower(matter: string): Actor {
  return { ...ANONYMOUS, follows: matter };
}
