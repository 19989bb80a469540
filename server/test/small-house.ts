/** A small county in a real database, with all that runs beside the requests in hand: for tests of what follows from acts. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Pack } from '@huying/domain/pack';
import type { Actor } from '../src/access/actor.ts';
import { type CountyRuntime, postId, readCounty } from '../src/modules/county/index.ts';
import { installCounty } from '../src/modules/installing/index.ts';
import { act, makeSubmit } from '../src/modules/matters/index.ts';
import { makeSecretCache } from '../src/modules/people/index.ts';
import { makePerson } from '../src/modules/people/residents.ts';
import { type Db, openDb } from '../src/platform/db.ts';
import type { ShortMessage } from '../src/platform/gateway.ts';
import { keysFrom } from '../src/platform/keys.ts';
import { type LiveEvent, makeLive } from '../src/platform/live.ts';
import { makeLog } from '../src/platform/log.ts';
import type { Services } from '../src/platform/services.ts';
import { withDatabase } from './harness.ts';

/** A Wednesday, 10:00 at UTC+8. */
export const MORNING = Date.parse('2026-06-10T10:00:00+08:00');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const same = (text: string) => ({ zh: text, en: text });
const square = (x: number, y: number, size: number): [number, number][][] => [
  [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ],
];

type Node = Pack['territory']['nodes'][number];
const NODES: Node[] = [
  { id: 'c', parent: null, kind: 'county', code: '990001', name: '演示县' },
  { id: 't1', parent: 'c', kind: 'town', subkind: 'subdistrict', code: '990001001', name: '演示一街' },
  { id: 't2', parent: 'c', kind: 'town', subkind: 'town', code: '990001002', name: '演示二镇' },
  {
    id: 's1',
    parent: 't1',
    kind: 'community',
    subkind: 'urban',
    code: '990001001001',
    name: '演示一社区',
    gridded: true,
  },
  {
    id: 's2',
    parent: 't1',
    kind: 'community',
    subkind: 'urban',
    code: '990001001002',
    name: '演示二社区',
    gridded: true,
  },
  { id: 's3', parent: 't2', kind: 'community', subkind: 'village', code: '990001002001', name: '演示三村' },
  { id: 'g1', parent: 's1', kind: 'grid', subkind: 'resident', code: '990001001001001', name: '演示一网格' },
  { id: 'g2', parent: 's2', kind: 'grid', subkind: 'resident', code: '990001001002001', name: '演示二网格' },
];
const BOXES: Record<string, [number, number, number]> = {
  c: [116, 36, 0.4],
  t1: [116, 36, 0.2],
  t2: [116.2, 36, 0.2],
  s1: [116, 36, 0.1],
  s2: [116.1, 36, 0.1],
  s3: [116.2, 36, 0.1],
  g1: [116, 36, 0.1],
  g2: [116.1, 36, 0.1],
};
const IN_HAND = [
  'matter.submit',
  'matter.read',
  'matter.accept',
  'matter.reject',
  'matter.classify',
  'matter.settle',
  'matter.raise',
];
const CENTRE = [
  'matter.dispatch',
  'matter.arbitrate',
  'matter.rule',
  'matter.callback',
  'matter.redo',
  'matter.close',
  'matter.reopen',
];
const UNIT = ['take_on', 'refuse', 'arrive', 'step', 'conclude', 'request'].map((verb) => `assignment.${verb}`);

const post = (kind: string, at: 'place' | 'unit', placeKinds: string[], permissions: string[]) => ({
  kind,
  word: same(kind),
  at,
  placeKinds,
  capacity: 9,
  termMonths: null,
  filled: 'appointed',
  permissions,
  duties: { everyday: [], emergency: [] },
});

function smallPack(id: string): Pack {
  const limit = (n: number, unit: string) => ({ n, unit });
  const limits = {
    accept: limit(2, 'hour'),
    take_on: limit(2, 'hour'),
    arrive: limit(1, 'calendar_day'),
    conclude: limit(24, 'hour'),
    callback: limit(2, 'calendar_day'),
  };
  const condition = (no: string) => ({
    id: no,
    text: '演示条件',
    finish: '演示结果',
    limits: { conclude: limit(24, 'hour') },
    arrival: false,
    process: '',
  });
  const item = (no: string, category: string, lead: string) => ({
    id: no,
    code: no,
    name: `演示事项${no}`,
    category,
    lead,
    assists: [],
    callback: 'call',
    keywords: [],
    conditions: [condition('1')],
  });
  return {
    county: {
      id,
      name: same('演示县'),
      loop: same('演示呼应'),
      divisionCode: '990001',
      center: [116.2, 36.2],
      utcOffsetMinutes: 480,
      synthetic: true,
      levels: [],
      codes: {},
      switches: { anonymousReports: true, map: true, publicPage: true },
      raiseLadder: ['grid', 'community', 'town', 'county'],
      firstHolder: { resident: 'grid', grid_member: 'grid', hotline: 'county' },
      reopenDays: 15,
      callback: { attempts: 3, byDefault: 'call', maxRedos: null },
      yellowShare: 0.8,
      limits,
      rejectReasons: [],
      refuseReasons: [],
      outcomes: [],
      channels: [{ code: 'grid', word: same('grid'), source: 'grid_member', person: false }],
      endOfDay: '17:30',
    },
    calendar: {
      version: 1,
      workweek: [1, 2, 3, 4, 5],
      seasons: [
        {
          from: '01-01',
          spans: [
            { from: '08:30', to: '12:00' },
            { from: '13:30', to: '17:30' },
          ],
        },
      ],
      publishedYears: [2025, 2026],
      days: [],
    },
    territory: { nodes: NODES },
    shapes: {
      type: 'FeatureCollection',
      synthetic: true,
      features: NODES.map(({ id: node, kind, name }) => ({
        type: 'Feature',
        id: node,
        properties: { kind, name, synthetic: true },
        geometry: { type: 'Polygon', coordinates: square(...(BOXES[node] as [number, number, number])) },
      })),
    },
    units: {
      units: ['u1', 'u2'].map((unit) => ({
        id: unit,
        name: `演示单位${unit}`,
        kind: 'department',
        jurisdiction: 'c',
        aliases: [],
      })),
    },
    posts: {
      posts: [
        post('grid_leader', 'place', ['grid'], IN_HAND),
        post('town_reader', 'place', ['town'], ['matter.read']),
        post('dispatcher', 'place', ['county'], [...IN_HAND, ...CENTRE, 'jobs.read']),
        post('auditor', 'place', ['county'], ['journal.verify', 'jobs.read']),
        post('responder', 'unit', [], ['matter.read', ...UNIT]),
      ],
    },
    items: {
      listId: 'list',
      version: 1,
      effectiveFrom: '2025-01-01',
      items: [item('i1', '道路', 'u1'), item('i2', '环境', 'u2')],
    },
    demo: {
      names: { prefix: '', surnames: [], given: [] },
      phonePrefix: '100',
      housing: {},
      posts: [],
      accounts: [],
      figures: [],
    },
    story: {},
    words: {},
  } as unknown as Pack;
}

export type SmallHouse = {
  services: Services;
  db: Db;
  url: string;
  county: CountyRuntime;
  clock: { now: number };
  sent: { county: string; message: ShortMessage }[];
  told: LiveEvent[];
  logged: string[];
  /** An actor in posts named `kind@place or unit`. */
  staff(...posts: string[]): Promise<Actor>;
  resident(phone?: string): Promise<Actor>;
  /** @returns the matter's id */
  report(actor: Actor, more?: { place?: string; item?: string; words?: string; anonymous?: boolean }): Promise<string>;
  act(
    actor: Actor,
    matter: string,
    verb: string,
    fields?: Record<string, unknown>,
    assignment?: number,
  ): Promise<string>;
  close(): Promise<void>;
};

let phones = 0;

export async function openSmallHouse(id = 'smallshire'): Promise<SmallHouse> {
  const database = await withDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'huying-small-'));
  const db = openDb({ connectionString: database.url, max: 8 });
  const clock = { now: MORNING };
  const logged: string[] = [];
  const out = new Writable({
    write(chunk, _encoding, done) {
      logged.push(...String(chunk).split('\n').filter(Boolean));
      done();
    },
  });
  const log = makeLog('trace', out);
  const keys = keysFrom(Buffer.alloc(32, 7));
  const pack = smallPack(id);
  await installCounty(db, keys, pack, { demo: false, now: clock.now - DAY, log });
  const county = await readCounty(db, pack, clock.now);
  const live = makeLive();
  const told: LiveEvent[] = [];
  const { publish } = live;
  live.publish = (to, event) => {
    told.push(event);
    publish(to, event);
  };
  const sent: SmallHouse['sent'] = [];
  const services = {
    db,
    keys,
    files: null as never,
    gateway: { send: async (to: string, message: ShortMessage) => void sent.push({ county: to, message }) },
    live,
    log,
    counties: new Map([[id, county]]),
    clock: () => clock.now,
    wake: () => {},
    secretOf: makeSecretCache(db),
    intakePerMinute: 1000,
    demo: false,
    dataDir,
  } as unknown as Services;
  const submit = makeSubmit(services);

  const person = async (kind: 'staff' | 'resident', phone: string): Promise<{ id: string; name: string }> => {
    const name = `演示·${kind}${++phones}`;
    const by = { person: null, post: null };
    const made = await db.tx((tx) => makePerson(tx, keys, id, { kind, name, phone }, { by, now: clock.now }));
    return { id: made.id, name };
  };
  const nextPhone = () => `100${String(80_000_000 + ++phones)}`;

  return {
    services,
    db,
    url: database.url,
    county,
    clock,
    sent,
    told,
    logged,
    async staff(...posts) {
      return {
        kind: 'staff',
        person: await person('staff', nextPhone()),
        follows: null,
        posts: posts.map((name) => {
          const [kind = '', where = ''] = name.split('@');
          const place = county.places.get(where);
          return {
            id: postId(kind, where),
            kind,
            placeId: place ? where : null,
            path: place?.path ?? county.root.path,
            unitId: place ? null : where,
            permissions: new Set<string>(county.postKinds.get(kind)?.permissions ?? []),
          };
        }),
      };
    },
    async resident(phone = nextPhone()) {
      return { kind: 'resident', person: await person('resident', phone), follows: null, posts: [] };
    },
    async report(actor, { place = 'g1', item, words = '演示：路灯不亮', anonymous = false } = {}) {
      const body = {
        id: randomUUID(),
        words,
        place,
        ...(item ? { item } : {}),
        ...(anonymous ? { anonymous } : {}),
        ...(actor.kind === 'staff' ? { channel: 'grid' } : {}),
      };
      return (await submit({ county, actor, now: clock.now, body })).id;
    },
    async act(actor, matter, verb, fields = {}, assignment) {
      const { rows } = await db.pool.query('SELECT version FROM matter WHERE county_id = $1 AND matter_id = $2', [
        id,
        matter,
      ]);
      const body = { version: rows[0].version, ...fields };
      const done = await act(services, {
        county,
        actor,
        now: clock.now,
        key: randomUUID(),
        matter,
        assignment: assignment ?? null,
        verb,
        body,
      });
      return done.state;
    },
    async close() {
      await db.end();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
