/** Wire shapes the faces read. The server's schema.ts files are the truth; names are the same. */
export type Bilingual = { zh: string; en: string };
export type Coded = { code: string; word: Bilingual };
export type Named = { id: string; name: string };
export type LonLat = [number, number];
export type Limit = { n: number; unit: string };
export type Card = 'none' | 'yellow' | 'red';
export type Page<T> = { rows: T[]; next: string | null; count: number; counted: boolean };
export type Count = { n: number; capped: boolean };

export type County = {
  id: string;
  name: Bilingual;
  loop: Bilingual;
  center: LonLat;
  synthetic: boolean;
  levels: { kind: string; word: Bilingual }[];
  switches: Record<string, boolean>;
  channels: (Coded & { person?: boolean })[];
  outcomes: Coded[];
  rejectReasons: Coded[];
  refuseReasons: Coded[];
  posts: { kind: string; word: Bilingual; at: string; placeKinds: string[]; capacity: number }[];
  provisionalYears: number[];
  baseMap: null | { tiles: string[]; attribution?: string; maxzoom?: number };
  demo: null | {
    password: string;
    accounts: { username: string; name: string; title: Bilingual; at: string | null }[];
    residents: { phone: string; name: string }[];
    history?: { done: number; total: number; state: string } | null;
  };
  words: Partial<Record<'zh-CN' | 'en', Record<string, string>>>;
  utcOffsetMinutes: number;
  reopenDays: number;
  today: string;
};

export type MyPost = {
  id: string;
  kind: string;
  word: Bilingual;
  place: Named | null;
  placeKind: string | null;
  placePath?: Named[] | null;
  unit: Named | null;
  permissions: string[];
};

export type Me = {
  person: { id: string; name: string; kind: 'staff' | 'resident' };
  posts: MyPost[];
  permissions: string[];
};

export type ClockView = {
  no: number;
  kind: string;
  assignment: number | null;
  unit: Named | null;
  startedAt: string;
  limit: Limit;
  dueAt: string | null;
  yellowAt: string | null;
  card: string;
  paused: boolean;
  provisional: boolean;
  stoppedAt: string | null;
  verdict: string | null;
  left: { n: number; unit: string; overdue: boolean } | null;
};

export type Verdict = { met: boolean; resolved: boolean; satisfied: boolean };

export type MatterCard = {
  id: string;
  number: string;
  version: number;
  state: string;
  title: string | null;
  channel: string;
  place: Named;
  placeNames: string[];
  point: LonLat | null;
  item: { id: string; name: string; category: string } | null;
  holder: Named | null;
  lead: Named | null;
  submittedAt: string;
  concludedAt: string | null;
  closedAt: string | null;
  clock: ClockView | null;
  redoCount: number;
  pictures: number;
  verdict: Verdict | null;
  historic: boolean;
};

export type FieldView = {
  name: string;
  kind: string;
  required: boolean;
  options?: readonly string[];
  maxLength?: number;
  when?: { field: string; is: string | boolean };
  suggested?: unknown;
};

export type Ability = { verb: string; assignment: number | null; fields: FieldView[] };

export type Picture = { id: string; stage: string; width: number; height: number };

export type StoryEntry = {
  seq: number;
  kind: string;
  at: string;
  from: string | null;
  to: string;
  who: { kind: string; post: string | null; at: string | null; name: string | null };
  unit: Named | null;
  input: Record<string, unknown>;
  words: string | null;
  pictures: Picture[];
};

export type AssignmentView = {
  no: number;
  unit: Named;
  role: string;
  state: string;
  round: number;
  binding: boolean;
  sentAt: string;
  takenOnAt: string | null;
  arrivedAt: string | null;
  concludedAt: string | null;
  refusedFor: string | null;
  outcome: string | null;
};

export type RequestView = {
  no: number;
  assignment: number;
  kind: string;
  amount: Limit | null;
  askedAt: string;
  state: string;
};

export type MatterView = MatterCard & {
  /** The place of that day, where the territory was changed since. */
  placeThen: (Named & { names: string[] }) | null;
  words: string | null;
  address: string | null;
  reporter: { kind: string; name: string | null; phone: string | null; mayUnmask: boolean };
  condition: { id: string; text: string; finish: string; listVersion: number } | null;
  assignments: AssignmentView[];
  clocks: ClockView[];
  requests: RequestView[];
  story: StoryEntry[];
  files: Picture[];
  abilities: Ability[];
  firstVerdict: Verdict | null;
  outcome: string | null;
  attempts: number;
};

export type Submitted = {
  id: string;
  number: string;
  version: number;
  state: string;
  place: Named;
  follow: string | null;
};
export type Acted = { id: string; version: number; state: string };

export type ItemCondition = {
  id: string;
  text: string;
  finish: string;
  limits: Record<string, Limit>;
  arrival: boolean;
  process?: string | null;
};
export type ItemView = {
  id: string;
  code: string;
  name: string;
  category: string;
  lead: Named | null;
  assists: Named[];
  callback: string;
  conditions: ItemCondition[];
  list: { id: string; version: number; effectiveFrom: string };
};

export type PlaceRow = {
  id: string;
  name: string;
  kind: string;
  subkind: string | null;
  code: string | null;
  parent: string | null;
  children: number;
  gridded: boolean;
  /** Where it belongs, from the county down; given by a search. */
  path?: Named[];
};
export type UnitRow = { id: string; name: string; kind: string; jurisdiction: Named; aliases?: string[] };

export type Suggestions = {
  items: {
    id: string;
    name: string;
    category: string;
    condition: string | null;
    lead: Named | null;
    score: number;
    why: string[];
  }[];
  units?: (Named & { why?: string[] })[];
};

export type ExplanationLine = {
  day: string;
  weekday: number;
  kind: string;
  dayKind: string;
  name?: string;
  leg: number;
  counted: number;
  running: number;
  spans?: [number | string, number | string][];
  pausedMinutes?: number;
};
export type ClockExplained = {
  clock: ClockView;
  explanation: {
    startedAt: number | string;
    countsFrom: number | string;
    limit: Limit;
    extensions?: Limit[];
    total: number;
    unit: string;
    legs?: { unit: string; total: number; from: number | string; to: number | string }[];
    dueAt: number | string;
    yellowAt: number | string;
    calendarVersion: number;
    provisional: boolean;
    lines: ExplanationLine[];
    warnings: string[];
  };
  rule: { source: string; text: string | null; listVersion: number | null; item: Named | null };
  calendar: { version: number };
};

/** GeoJSON as the territory routes give it; properties name the place. */
export type ShapeFeature = {
  type: 'Feature';
  id?: string | number;
  geometry: { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown };
  properties: {
    id: string;
    name: string;
    kind: string;
    subkind?: string | null;
    own?: boolean /** A colour of its own, for shapes that carry a figure. */;
    tint?: string;
  };
};
export type Shapes = { type: 'FeatureCollection'; features: ShapeFeature[] };
export type PinKind = 'none' | 'yellow' | 'red' | 'done' | 'closed' | 'station' | 'site';

export type MapPoint = {
  id: string;
  number?: string;
  /** Of a matter; its pin and its words in the list follow from it. */
  state?: string;
  card?: string;
  /** How it is drawn, where it is no matter. */
  pin?: PinKind;
  point: LonLat;
  title?: string | null;
};
