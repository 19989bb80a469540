/** What a face needs to know of the county before anybody has signed in, and its figures. */
import { allSwitches, type DemoAccount } from '@huying/domain/pack';
import Type from 'typebox';
import { type Queryable, sql } from '../../platform/db.ts';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { provisionalYears } from '../calendar/index.ts';
import { DEMO_PASSWORD } from '../demo/index.ts';
import { wordsOf } from './county-words.ts';
import { packOf } from './read-county.ts';
import { type CountyRuntime, dayOf, type Figures } from './runtime.ts';

const Words = Type.Object({ zh: Type.String(), en: Type.String() });
const Choice = Type.Object({ code: Type.String(), word: Words });
const Dictionary = Type.Record(Type.String(), Type.String());

const Demo = Type.Object({
  password: Type.String(),
  accounts: Type.Array(
    Type.Object({
      username: Type.String(),
      name: Type.String(),
      title: Words,
      at: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  residents: Type.Array(Type.Object({ phone: Type.String(), name: Type.String() })),
  history: Type.Union([
    Type.Object({ done: Type.Integer(), total: Type.Integer(), state: Type.String() }),
    Type.Null(),
  ]),
});

const CountyView = Type.Object({
  id: Type.String(),
  name: Words,
  loop: Words,
  center: Type.Tuple([Type.Number(), Type.Number()]),
  synthetic: Type.Boolean(),
  utcOffsetMinutes: Type.Integer(),
  levels: Type.Array(Type.Object({ kind: Type.String(), word: Words })),
  switches: Type.Record(Type.String(), Type.Boolean()),
  channels: Type.Array(Type.Object({ code: Type.String(), word: Words, person: Type.Boolean() })),
  outcomes: Type.Array(Choice),
  rejectReasons: Type.Array(Choice),
  refuseReasons: Type.Array(Choice),
  posts: Type.Array(
    Type.Object({
      kind: Type.String(),
      word: Words,
      at: Type.String(),
      placeKinds: Type.Array(Type.String()),
      capacity: Type.Integer(),
    }),
  ),
  raiseLadder: Type.Array(Type.String()),
  reopenDays: Type.Integer(),
  baseMap: Type.Null(),
  words: Type.Object({ 'zh-CN': Dictionary, en: Dictionary }),
  today: Type.String({ description: "the county's day, YYYY-MM-DD" }),
  provisionalYears: Type.Array(Type.Integer()),
  demo: Type.Union([Demo, Type.Null()]),
});

/** How far the telling of the demo's past is; null before it began. */
async function storyProgress(db: Queryable, county: string) {
  return db.row<{ done: number; total: number; state: string }>(sql`
    SELECT done, total, state FROM job WHERE county_id = ${county} AND kind = 'demo.story'
    ORDER BY started_at DESC LIMIT 1`);
}

/** Accounts of the pack that are really there: a county brought in without demo people has none. */
async function demoAccounts(db: Queryable, county: CountyRuntime): Promise<DemoAccount[]> {
  const rows = await db.rows<{ username: string }>(sql`
    SELECT username FROM account WHERE county_id = ${county.id} AND demo AND disabled_at IS NULL`);
  const there = new Set(rows.map((row) => row.username));
  return packOf(county).demo.accounts.filter((account) => there.has(account.username));
}

/** Names of places and units by id; places below the grid are in the database only. */
async function namesOf(db: Queryable, county: CountyRuntime, ids: (string | null)[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const missing: string[] = [];
  for (const id of ids) {
    if (id === null) continue;
    const name = county.places.get(id)?.name ?? county.units.get(id)?.name;
    if (name === undefined) missing.push(id);
    else names.set(id, name);
  }
  // Below the grid a name says little without the one above it: 1号楼 of which compound?
  const rows = await db.rows<{ id: string; name: string }>(sql`
    SELECT p.place_id AS id, concat(above.name, p.name) AS name FROM place p
    LEFT JOIN place above ON above.county_id = p.county_id AND above.place_id = p.parent_id
    WHERE p.county_id = ${county.id} AND p.place_id = ANY(${missing})`);
  for (const { id, name } of rows) names.set(id, name);
  return names;
}

async function demoView(db: Queryable, county: CountyRuntime) {
  const accounts = await demoAccounts(db, county);
  if (accounts.length === 0) return null;
  const names = await namesOf(
    db,
    county,
    accounts.map(({ at }) => at),
  );
  return {
    password: DEMO_PASSWORD,
    accounts: accounts.flatMap(({ username, name, post, at }) => {
      const kind = post ? county.postKinds.get(post) : undefined;
      return kind ? [{ username, name, title: kind.word, at: at === null ? null : (names.get(at) ?? at) }] : [];
    }),
    residents: accounts.flatMap(({ post, phone, name }) => (post === null && phone ? [{ phone, name }] : [])),
    history: await storyProgress(db, county.id),
  };
}

export function registerCounty(
  { route }: Ground,
  services: Services,
  rooms: { figures(db: Queryable, county: CountyRuntime, now: number): Promise<Figures> },
): void {
  route(
    {
      method: 'GET',
      path: '/county',
      may: 'public',
      summary: 'The county: its words, levels, switches and choices',
      reply: CountyView,
    },
    async ({ county, now }) => {
      const { pack } = county;
      const { id, name, loop, center, synthetic, utcOffsetMinutes, levels, channels, raiseLadder, reopenDays } = pack;
      const switches = allSwitches(pack);
      return {
        ...{ id, name, loop, center, synthetic, utcOffsetMinutes, levels, switches, channels, raiseLadder, reopenDays },
        outcomes: pack.outcomes,
        rejectReasons: pack.rejectReasons,
        refuseReasons: pack.refuseReasons,
        posts: [...county.postKinds.values()].map(({ kind, word, at, placeKinds = [], capacity }) => ({
          ...{ kind, word, at, placeKinds, capacity },
        })),
        baseMap: null,
        words: { 'zh-CN': wordsOf(county, 'zh-CN'), en: wordsOf(county, 'en') },
        today: dayOf(county, now),
        provisionalYears: provisionalYears(county, now),
        demo: services.demo ? await demoView(services.db, county) : null,
      };
    },
  );

  route(
    {
      method: 'GET',
      path: '/figures',
      may: 'public',
      summary: "The county's figures, counted from its rows",
      reply: Type.Record(Type.String(), Type.Integer()),
    },
    ({ county, now }) => rooms.figures(services.db, county, now),
  );
}
