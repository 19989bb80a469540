/** Rows of a list of places judged against each other and against what is there; nothing is written. */
import { childPath, pathIds } from '@huying/domain/kernel';
import { codeFault, mayLieBelow, nextCode, POINTED, SUBKINDS } from '@huying/domain/places';
import type { Position, Shape } from '@huying/domain/territory';
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import type { PlaceSet } from './change.ts';
import { type NewPlace, newPlaceId, outlinesOf, pointOf } from './places.ts';
import { type Fix, judgePoint } from './rules.ts';

/** A row as it was read: texts trimmed, '' where a cell is empty, level and sort in the program's words. */
export type PlaceInput = {
  id: string;
  parent: string;
  parentCode: string;
  kind: string;
  subkind: string;
  code: string;
  name: string;
  gridded: boolean | null;
  /** Longitude and latitude as they stand in the file; null: nothing is said. */
  point: Position | null;
  /** YYYY-MM-DD; '' for today. */
  from: string;
};

export type PlaceOutcome =
  | { status: 'taken'; id: string; what: 'made' | 'changed' }
  | { status: 'repeated'; id: string }
  | { status: 'refused'; reason: string; params?: Record<string, unknown> };

type Known = {
  id: string;
  parent: string | null;
  kind: string;
  subkind: string | null;
  code: string;
  name: string;
  path: string;
  gridded: boolean;
  point: Position | null;
  ended: boolean;
};

export type Plan = { outcome: PlaceOutcome; made?: NewPlace; set?: { set: PlaceSet; from: string } };

const ID = /^[a-z0-9]{1,24}$/;
const LONGEST = 60;
/** What rows are held against. @param outlines only where a row says a point */
export type Ground = { known: Known[]; outlines: Map<string, Shape>; today: string; fix: Fix | null };

export async function readGround(
  db: Queryable,
  county: string,
  rows: readonly PlaceInput[],
  { today, fix }: Pick<Ground, 'today' | 'fix'>,
): Promise<Ground> {
  const known = await db.rows<Omit<Known, 'point'> & { lon: number | null; lat: number | null }>(sql`
    SELECT place_id AS id, parent_id AS parent, kind, subkind, code, name, path, gridded, lon, lat,
      (to_day IS NOT NULL AND (to_day < ${today} OR to_day < from_day)) AS ended
    FROM place WHERE county_id = ${county} ORDER BY path`);
  return {
    known: known.map(({ lon, lat, ...row }) => ({ ...row, point: pointOf(lon, lat) })),
    outlines: rows.some((row) => row.point) ? await outlinesOf(db, county) : new Map(),
    today,
    fix,
  };
}

/** Judges all rows against each other and against what is there; writes nothing. */
export class Planner {
  private readonly county: CountyRuntime;
  private readonly rows: readonly PlaceInput[];
  private readonly ground: Ground;
  private readonly plans: (Plan | 'busy' | undefined)[];
  private readonly known = new Map<string, Known>();
  private readonly codes = new Map<string, string>();
  private readonly names = new Map<string, string>();
  /** Codes ever given below a parent. */
  private readonly given = new Map<string, string[]>();
  private readonly rowById = new Map<string, number>();
  private readonly rowByCode = new Map<string, number>();
  /** New places, parents before what lies below them. */
  readonly made: { row: number; place: NewPlace }[] = [];

  constructor(county: CountyRuntime, rows: readonly PlaceInput[], ground: Ground) {
    this.county = county;
    this.rows = rows;
    this.ground = ground;
    this.plans = new Array(rows.length);
    for (const place of ground.known) this.learn(place);
    for (const [index, row] of rows.entries()) {
      if (row.id && !this.rowById.has(row.id)) this.rowById.set(row.id, index);
      if (row.code && !this.rowByCode.has(row.code)) this.rowByCode.set(row.code, index);
    }
  }

  private learn(place: Known): void {
    this.known.set(place.id, place);
    if (place.code !== '' && place.parent !== null) {
      const given = this.given.get(place.parent);
      if (given) given.push(place.code);
      else this.given.set(place.parent, [place.code]);
    }
    if (place.ended) return;
    if (place.code !== '') this.codes.set(place.code, place.id);
    this.names.set(nameKey(place), place.id);
  }

  plan(index: number): Plan {
    const earlier = this.plans[index];
    if (earlier === 'busy') return refused('place_cycle');
    if (earlier) return earlier;
    this.plans[index] = 'busy';
    const plan = this.judge(index);
    this.plans[index] = plan;
    return plan;
  }

  private judge(index: number): Plan {
    const row = this.rows[index] as PlaceInput;
    if (row.id && !ID.test(row.id)) return refused('row_id_invalid');
    if (row.id && this.rowById.get(row.id) !== index) return refused('row_key_in_file');
    if (row.code && this.rowByCode.get(row.code) !== index) return refused('row_code_in_file');
    if (row.name === '') return refused('row_field_missing', { field: 'name' });
    if (row.name.length > LONGEST) return refused('row_field_too_long', { field: 'name', most: LONGEST });
    if (!this.county.pack.levels.some((level) => level.kind === row.kind)) return refused('level_unknown');
    const from = row.from || this.ground.today;
    if (!isDay(from)) return refused('day_invalid');
    const sorts = SUBKINDS[row.kind];
    if (!sorts && row.subkind) return refused('subkind_none_here');
    if (sorts && row.subkind && !sorts.includes(row.subkind))
      return refused('row_choice_unknown', { field: 'subkind', value: row.subkind });
    const { root } = this.county;
    if (row.kind === root.kind) return this.judgeRoot(row);
    const parent = this.parentOf(row);
    if ('outcome' in parent) return parent;
    const here = this.find(row, parent.id);
    if (here?.ended) return refused('row_id_ended');
    const point = this.pointOf(row, parent, here !== undefined);
    if (point && 'outcome' in point) return point;
    if (here) return this.judgeKnown(row, here, parent, { from, point });
    return this.judgeNew(index, row, parent, { from, point });
  }

  /**
   * The point of a row, held against the outline of the nearest place above that has one. What is there already may lie in another
   * grid of its community: it goes there. A new place is where its row says.
   */
  private pointOf({ kind, point }: PlaceInput, parent: Known, known: boolean): Position | Plan | null {
    if (!point) return null;
    if (!POINTED.includes(kind)) return refused('point_not_here');
    const { outlines, fix } = this.ground;
    const frame = pathIds(parent.path)
      .reverse()
      .filter((id) => !known || this.known.get(id)?.kind !== 'grid')
      .map((id) => outlines.get(id))
      .find(Boolean);
    const judged = judgePoint(point, frame ?? null, fix);
    return 'code' in judged ? refused(judged.code, judged.params) : judged.point;
  }

  private judgeRoot(row: PlaceInput): Plan {
    const { root } = this.county;
    if ((row.id || root.id) !== root.id || (row.code || root.code) !== root.code) return refused('row_other_county');
    if (row.name !== root.name) return refused('row_county_name');
    return { outcome: { status: 'repeated', id: root.id } };
  }

  private parentOf(row: PlaceInput): Known | Plan {
    if (!row.parent && !row.parentCode) return refused('row_parent_missing');
    const inFile = (row.parent ? this.rowById.get(row.parent) : undefined) ?? this.rowByCode.get(row.parentCode);
    let id = row.parent && this.known.has(row.parent) ? row.parent : this.codes.get(row.parentCode);
    if (inFile !== undefined) {
      const { outcome } = this.plan(inFile);
      // What a row says wrongly of a place that is there does not take away what lies below it.
      if (outcome.status === 'refused') {
        if (id === undefined) return refused(outcome.reason === 'place_cycle' ? 'place_cycle' : 'row_parent_refused');
      } else id = outcome.id;
    }
    const parent = id === undefined ? undefined : this.known.get(id);
    if (!parent) return refused('row_parent_unknown');
    return parent.ended ? refused('row_parent_ended') : parent;
  }

  private find(row: PlaceInput, parent: string): Known | undefined {
    if (row.id) {
      const known = this.known.get(row.id);
      if (known) return known;
      return undefined;
    }
    const id = row.code ? this.codes.get(row.code) : this.names.get(nameKey({ ...row, parent }));
    return id === undefined ? undefined : this.known.get(id);
  }

  private judgeKnown(row: PlaceInput, here: Known, parent: Known, { from, point }: Said): Plan {
    if (here.parent !== parent.id) return refused('row_place_moves');
    if (here.kind !== row.kind) return refused('row_kind_changes');
    const set: PlaceSet = {};
    if (row.name !== here.name) set.name = row.name;
    if (row.subkind && row.subkind !== here.subkind) set.subkind = row.subkind;
    if (row.gridded !== null && row.kind === 'community' && row.gridded !== here.gridded) set.gridded = row.gridded;
    if (row.code && row.code !== here.code) {
      const fault = this.codeFault(row.kind, parent, row.code);
      if (fault) return fault;
      set.code = row.code;
    }
    if (point && !alike(point, here.point)) set.point = point;
    if (Object.keys(set).length === 0) return { outcome: { status: 'repeated', id: here.id } };
    const day = row.from && row.from > this.ground.today ? row.from : this.ground.today;
    // A list that carries the day since when a place is there does not speak of a change in the past.
    if (set.code) this.codes.set(set.code, here.id);
    return { outcome: { status: 'taken', id: here.id, what: 'changed' }, set: { set, from: from > day ? from : day } };
  }

  private judgeNew(index: number, row: PlaceInput, parent: Known, { from, point }: Said): Plan {
    if (!mayLieBelow(this.county.pack.levels, row.kind, parent.kind)) return refused('level_order');
    if (SUBKINDS[row.kind] && !row.subkind) return refused('row_field_missing', { field: 'subkind' });
    const rule = parent.code === '' ? {} : this.county.pack.codes;
    const code = row.code || nextCode(rule, row.kind, parent.code, this.given.get(parent.id) ?? []);
    if (code === null) return refused('codes_used_up');
    const fault = row.code ? this.codeFault(row.kind, parent, code) : null;
    if (fault) return fault;
    const id = row.id || newPlaceId();
    const place: NewPlace = {
      id,
      parent: parent.id,
      kind: row.kind,
      subkind: row.subkind || null,
      code,
      name: row.name,
      path: childPath(parent.path, id),
      gridded: row.gridded === true && row.kind === 'community',
      point,
      from,
    };
    this.learn({ ...place, point, ended: false });
    this.made.push({ row: index, place });
    return { outcome: { status: 'taken', id, what: 'made' }, made: place };
  }

  private codeFault(kind: string, parent: Known, code: string): Plan | null {
    const fault = codeFault(parent.code === '' ? {} : this.county.pack.codes, kind, parent.code, code);
    if (fault) return refused(fault.code, fault.params);
    const holder = this.codes.get(code);
    return holder === undefined ? null : refused('code_taken', { name: holder });
  }
}

type Said = { from: string; point: Position | null };

/** Spreadsheets keep fifteen digits; seven places are a centimetre. */
const alike = (a: Position, b: Position | null): boolean =>
  b !== null && a.every((n, i) => Math.abs(n - (b[i] as number)) < 1e-7);

const nameKey = ({ parent, kind, name }: { parent: string | null; kind: string; name: string }) =>
  `${parent}\n${kind}\n${name}`;

const refused = (reason: string, params?: Record<string, unknown>): Plan => ({
  outcome: { status: 'refused', reason, ...(params ? { params } : {}) },
});

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
