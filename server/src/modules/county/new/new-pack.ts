/** A minimal working pack for a county that has none: it starts at once and leaves out what nobody has described yet. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type PlaceNode, type ShapeCollection, SWITCH_NAMES, type Switch } from '@huying/domain/pack';
import { tiles } from './tiles.ts';

export type NewCounty = {
  id: string;
  name: { zh: string; en: string };
  /** Six digits. */
  divisionCode: string;
  /** Longitude and latitude, WGS84. */
  center: [number, number];
  /** The tree, the county first; a first town, community and grid to be renamed where there is none. */
  nodes?: PlaceNode[];
  /** Outlines of all places; rectangles around the centre where there are none. */
  shapes?: ShapeCollection;
};

/** Kinds of post that the loop cannot do without, by the level they stand at, all of them shared by counties. */
const POSTS = {
  grid: ['grid_leader', 'grid_member'],
  community: ['community_secretary', 'community_worker'],
  town: ['town_caller', 'town_leader', 'unit_head'],
  county: [
    ...['centre_dispatcher', 'centre_arbiter', 'centre_callback', 'county_leader', 'responder'],
    ...['system_admin', 'security_admin', 'audit_admin'],
  ],
};

/** Those of the levels that the county has places on. */
function postsFile(nodes: readonly PlaceNode[]): object {
  const kinds = Object.entries(POSTS).flatMap(([level, posts]) =>
    nodes.some((node) => node.kind === level) ? posts : [],
  );
  return { posts: kinds.map((kind) => ({ kind, shared: true })) };
}

/** What a new county uses from its first day; all other rooms wait until somebody has described what is in them. */
const FIRST: readonly Switch[] = ['map', 'publicPage', 'elderMode'];

/** The files of the pack, by name. */
export async function newPack(given: NewCounty): Promise<Map<string, string>> {
  const nodes = given.nodes ?? firstPlaces(given);
  const files: Record<string, unknown> = {
    'county.json': countyFile(given, nodes),
    'calendar.json': CALENDAR,
    'territory.json': { nodes },
    'shapes.geojson': given.shapes ?? tiles(nodes, given.center),
    'units.json': await unitsFile(nodes),
    'posts.json': postsFile(nodes),
    'items.json': await itemsFile(),
    'demo.json': demoFile(nodes),
    'words/zh-CN.json': wordsOf(given.name.zh, '有呼必应', '接诉即办', '群众上报', '部门响应'),
    'words/en.json': wordsOf(given.name.en, 'Every call is answered', 'Answered on the Call', 'The call', 'The answer'),
  };
  return new Map(Object.entries(files).map(([name, value]) => [name, `${spelled(value)}\n`]));
}

/** Entries of long lists stand in a line each, so that a person finds and changes them. */
function spelled(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /\{\n\s+"(?:id|kind|code|post|username|type)":[^{}]*\n\s*\}/g,
    (entry) => entry.replace(/\n\s*/g, ' '),
  );
}

function firstPlaces({ name, divisionCode: code }: NewCounty): PlaceNode[] {
  return [
    { id: 'c', parent: null, kind: 'county', code, name: name.zh },
    { id: 't01', parent: 'c', kind: 'town', subkind: 'subdistrict', code: `${code}001`, name: '第一街道' },
    {
      ...{ id: 's001', parent: 't01', kind: 'community', subkind: 'urban', code: `${code}001001`, name: '第一社区' },
      gridded: true,
    },
    { id: 'g0001', parent: 's001', kind: 'grid', subkind: 'resident', code: `${code}001001001`, name: '第一网格' },
  ];
}

function countyFile({ id, name, divisionCode, center, shapes }: NewCounty, nodes: readonly PlaceNode[]): object {
  const has = (kind: string): boolean => nodes.some((node) => node.kind === kind);
  const ladder = ['grid', 'community', 'town', 'county'].filter(has);
  const lowest = ladder[0] as string;
  const town = has('town') ? 'town' : 'county';
  return {
    ...{ id, name, loop: { zh: '接诉即办', en: 'Answered on the Call' }, divisionCode, center },
    utcOffsetMinutes: 480,
    synthetic: shapes?.synthetic ?? true,
    levels: [{ kind: 'county', word: { zh: levelOf(name.zh).word, en: levelOf(name.zh).en } }, ...LEVELS],
    codes: { county: 6, town: 3, community: 3, grid: 3 },
    switches: Object.fromEntries(SWITCH_NAMES.map((name) => [name, FIRST.includes(name)])),
    raiseLadder: ladder,
    firstHolder: {
      ...{ resident: lowest, grid_member: lowest, hotline: 'county', department: 'county', delegate: town },
      ...{ letter: town, device: 'county', import: 'county' },
    },
    reopenDays: 15,
    callback: { attempts: 3, byDefault: 'call', maxRedos: null },
    yellowShare: 0.8,
    limits: {
      accept: { n: 2, unit: 'working_hour' },
      take_on: { n: 2, unit: 'working_hour' },
      arrive: { n: 1, unit: 'working_day' },
      conclude: { n: 5, unit: 'working_day' },
      callback: { n: 2, unit: 'working_day' },
    },
    ...{ rejectReasons: 'shared', refuseReasons: 'shared', outcomes: 'shared', channels: 'shared' },
    endOfDay: '17:30',
  };
}

/** What counties are called as a kind of place: the last character of the name. */
const KINDS: Record<string, string> = { 县: 'County', 区: 'District', 市: 'City', 旗: 'Banner' };

function levelOf(name: string): { word: string; en: string } {
  const word = name.trim().slice(-1);
  const en = KINDS[word];
  return en ? { word, en } : { word: '县', en: 'County' };
}

const LEVELS = [
  { kind: 'town', word: { zh: '街道（镇）', en: 'Town' } },
  { kind: 'community', word: { zh: '社区（村）', en: 'Community' } },
  { kind: 'grid', word: { zh: '网格', en: 'Grid' } },
  { kind: 'compound', word: { zh: '小区', en: 'Compound' } },
  { kind: 'building', word: { zh: '楼栋', en: 'Building' } },
  { kind: 'stairway', word: { zh: '单元', en: 'Stairway' } },
];

const CALENDAR = {
  version: 1,
  workweek: [1, 2, 3, 4, 5],
  seasons: [
    {
      from: '06-01',
      spans: [
        { from: '08:30', to: '12:00' },
        { from: '14:00', to: '17:30' },
      ],
    },
    {
      from: '10-01',
      spans: [
        { from: '08:30', to: '12:00' },
        { from: '13:30', to: '17:30' },
      ],
    },
  ],
  publishedYears: [2025, 2026],
  days: 'shared:holidays',
};

const SHARED = new URL('../../../../../counties/_shared/', import.meta.url);

async function shared<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(fileURLToPath(new URL(file, SHARED)), 'utf8')) as T;
}

/** The departments that counties share, and an office for each town. */
async function unitsFile(nodes: readonly PlaceNode[]): Promise<object> {
  const { units } = await shared<{ units: { id: string }[] }>('units.json');
  const offices = nodes
    .filter((node) => node.kind === 'town')
    .map(({ id, name, subkind }) => ({
      id: `town-${id}`,
      name: subkind === 'subdistrict' ? `${name}办事处` : `${name}人民政府`,
      kind: 'town_office',
      jurisdiction: id,
      aliases: [name],
    }));
  return { units: [...units.map(({ id }) => ({ id, shared: true })), ...offices] };
}

/** The whole shared list to begin with: what does not fit is easier struck out than written. */
async function itemsFile(): Promise<object> {
  const { items } = await shared<{ items: { code: string }[] }>('items.json');
  return {
    listId: 'responsibility',
    version: 1,
    effectiveFrom: '2025-01-01',
    items: items.map(({ code }) => ({ code, shared: true })),
  };
}

/** One made-up person for each post of the loop, so that everything can be tried; none of them where HUYING_DEMO=0. */
function demoFile(nodes: readonly PlaceNode[]): object {
  const of = (kind: string): PlaceNode[] => nodes.filter((node) => node.kind === kind);
  const [town, community, grid] = ['town', 'community', 'grid'].map((kind) => of(kind)[0]);
  const line = (post: string, kind: string, each = 1) => ({
    post,
    total: of(kind).length * each,
    over: { places: kind },
  });
  const placed = (kind: string, posts: string[]) => (of(kind).length > 0 ? posts.map((post) => line(post, kind)) : []);
  const account = (username: string, name: string, post: string | null, at: string | undefined) =>
    at === undefined ? [] : [{ username, name: `演示·${name}`, post, at }];
  return {
    names: 'shared',
    phonePrefix: 'shared',
    housing: { compounds: 0, buildings: 0, stairways: 0, names: 'shared' },
    posts: [
      ...placed('grid', ['grid_leader', 'grid_member']),
      ...placed('community', ['community_secretary', 'community_worker']),
      ...placed('town', ['town_caller', 'town_leader']),
      ...['centre_dispatcher', 'centre_arbiter', 'centre_callback', 'county_leader'].map((post) =>
        line(post, 'county'),
      ),
      ...['system_admin', 'security_admin', 'audit_admin'].map((post) => line(post, 'county')),
      { post: 'responder', total: 60, over: { units: 'answering' } },
      ...(town ? [{ post: 'unit_head', total: of('town').length, over: { units: 'town_office' } }] : []),
    ],
    reportingMembers: { total: 0, weights: 'shared' },
    accounts: [
      { username: 'resident', name: '演示·居民', post: null, at: null, phone: '10000000001' },
      ...account('grid_leader', '网格长', 'grid_leader', grid?.id),
      ...account('grid_member', '网格员', 'grid_member', grid?.id),
      ...account('community', '社区书记', 'community_secretary', community?.id),
      ...account('worker', '社区工作者', 'community_worker', community?.id),
      ...account('town', '街道呼叫员', 'town_caller', town?.id),
      ...account('town_leader', '街道负责人', 'town_leader', town?.id),
      ...account('dispatcher', '派单员', 'centre_dispatcher', 'c'),
      ...account('arbiter', '仲裁员', 'centre_arbiter', 'c'),
      ...account('callback', '回访员', 'centre_callback', 'c'),
      ...account('leader', `${levelOf(nodes[0]?.name ?? '').word}领导`, 'county_leader', 'c'),
      ...account('admin', '系统管理员', 'system_admin', 'c'),
      ...account('security', '安全管理员', 'security_admin', 'c'),
      ...account('audit', '审计管理员', 'audit_admin', 'c'),
      ...account('responder', '响应员', 'responder', 'enforcement'),
      ...account('unit_head', '街道办负责人', 'unit_head', town && `town-${town.id}`),
    ],
    figures: [
      { id: 'towns', value: of('town').length, word: '街道和镇' },
      { id: 'grids', value: of('grid').length, word: '网格' },
    ],
  };
}

function wordsOf(county: string, tagline: string, loop: string, call: string, answer: string): object {
  return {
    'county.name': county,
    'county.tagline': tagline,
    'loop.name': loop,
    'loop.call': call,
    'loop.answer': answer,
  };
}
