/** What a face needs to know of the county before anybody has signed in, and its figures. */
import { allSwitches } from '@huying/domain/pack';
import Type from 'typebox';
import type { Queryable } from '../../platform/db.ts';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { wordsOf } from './county-words.ts';
import { type CountyRuntime, dayOf, type Figures, provisionalYears } from './runtime.ts';

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

export type DemoView = Type.Static<typeof Demo>;

/** What other rooms say here. */
export type CountyRooms = {
  figures(db: Queryable, county: CountyRuntime, now: number): Promise<Figures>;
  /** The accounts to try; null where there are none. */
  demo(db: Queryable, county: CountyRuntime): Promise<DemoView | null>;
};

export function registerCounty({ route }: Ground, services: Services, rooms: CountyRooms): void {
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
        demo: services.demo ? await rooms.demo(services.db, county) : null,
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
