/** What a change of the territory must keep to. Each check says no with the field it is about. */
import { isWithin, Refusal } from '@huying/domain/kernel';
import { type CodeRule, codeFault, mayLieBelow, nextCode, POINTED, SUBKINDS } from '@huying/domain/places';
import {
  frameFault,
  type PointFault,
  type Position,
  pointFrameFault,
  readShape,
  type Shape,
} from '@huying/domain/territory';
import { type Actor, byOf, postFor } from '../../access/actor.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import type { By } from '../../platform/journal.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { codesBelow, type Place } from './places.ts';

export function refuseAt(path: string, code: string, params?: Record<string, unknown>): never {
  throw new Refusal('invalid_fields', {}, [{ path, code, ...(params ? { params } : {}) }]);
}

/** Who does it: a post that edits the territory here. @throws Refusal `not_permitted` */
export function editorOf(actor: Actor, paths: readonly string[]): By {
  const post = postFor(
    actor,
    'territory.edit',
    (held) => held.placeId !== null && paths.every((path) => isWithin(path, held.path as string)),
  );
  if (!post && actor.kind !== 'program') throw new Refusal('not_permitted');
  return byOf(actor, post);
}

/** @throws Refusal `stale_version` */
export function requireVersion(place: Place, seen: number): void {
  if (place.head.seq !== seen) throw new Refusal('stale_version', { version: place.head.seq });
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A change is planned for the coming ten years at most; later than that it is a slip of the pen. */
const YEARS = 10;

/** The day a change takes effect: today, or a coming day. What was cannot be ordered afterwards. */
export function effectiveDay(county: CountyRuntime, now: number, from: string | undefined): string {
  const today = dayOf(county, now);
  if (from === undefined || from === '') return today;
  const time = Date.parse(`${from}T00:00:00Z`);
  if (!DAY.test(from) || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== from) {
    refuseAt('from', 'day_invalid');
  }
  if (from < today) refuseAt('from', 'day_past', { today });
  if (time > Date.parse(`${today}T00:00:00Z`) + YEARS * 366 * 86_400_000) refuseAt('from', 'day_far', { years: YEARS });
  return from;
}

/** The place stands on the day and no other change will end it. @throws Refusal `place_not_in_force`, `change_planned` */
export function requireStanding(place: Place, day: string): void {
  if (place.endedBy !== null && place.to !== null && place.to >= day) {
    throw new Refusal('change_planned', { name: place.name, day: place.to });
  }
  if (place.from > day || (place.to !== null && place.to < day)) {
    throw new Refusal(place.endedBy ? 'change_planned' : 'place_not_in_force', {
      name: place.name,
      day: place.to ?? place.from,
    });
  }
}

export function checkName(name: string, field = 'name'): string {
  const kept = name.trim().replace(/\s+/g, ' ');
  if (kept === '') refuseAt(field, 'field_required');
  if (kept.length > 60) refuseAt(field, 'field_too_long', { most: 60 });
  return kept;
}

export function checkSubkind(kind: string, subkind: string | null | undefined, field = 'subkind'): string | null {
  const known = SUBKINDS[kind];
  if (!known) {
    if (subkind) refuseAt(field, 'subkind_none_here');
    return null;
  }
  if (!subkind) refuseAt(field, 'field_required');
  if (!known.includes(subkind)) refuseAt(field, 'field_invalid');
  return subkind;
}

export function checkLevel(county: CountyRuntime, kind: string, parent: Place): void {
  if (!county.pack.levels.some((level) => level.kind === kind)) refuseAt('kind', 'level_unknown');
  if (!mayLieBelow(county.pack.levels, kind, parent.kind)) refuseAt('kind', 'level_order');
}

/** Below a place without a code there are none. */
const ruleBelow = (county: CountyRuntime, parentCode: string): CodeRule => (parentCode === '' ? {} : county.pack.codes);

/** @throws Refusal `invalid_fields` (codes_used_up) */
export function freeCode(
  county: CountyRuntime,
  kind: string,
  parentCode: string,
  taken: readonly string[],
  field = 'code',
): string {
  return nextCode(ruleBelow(county, parentCode), kind, parentCode, taken) ?? refuseAt(field, 'codes_used_up');
}

/** The code that was asked for, else the next free one. @param also codes that the same change gives out */
export async function codeFor(
  db: Queryable,
  county: CountyRuntime,
  {
    kind,
    parent,
    code,
    day,
    own = null,
    also = [],
    field = 'code',
  }: {
    kind: string;
    parent: Pick<Place, 'id' | 'code'>;
    code: string | undefined;
    day: string;
    /** The place that has the code already, where it is one. */
    own?: string | null;
    also?: readonly string[];
    field?: string;
  },
): Promise<string> {
  const given = code?.trim() ?? '';
  if (given === '') {
    return freeCode(county, kind, parent.code, [...(await codesBelow(db, county.id, parent.id)), ...also], field);
  }
  const fault = codeFault(ruleBelow(county, parent.code), kind, parent.code, given);
  if (fault) refuseAt(field, fault.code, fault.params);
  const taken = also.includes(given) ? { name: '' } : await codeHolder(db, county.id, given, day, own);
  if (taken) refuseAt(field, 'code_taken', { name: taken.name });
  return given;
}

/** Who has a code on the day or later: a place, or one that a planned change gives it to. */
async function codeHolder(
  db: Queryable,
  county: string,
  code: string,
  day: string,
  own: string | null,
): Promise<{ name: string } | null> {
  return db.row<{ name: string }>(sql`
    SELECT p.name FROM place p WHERE p.county_id = ${county} AND p.code = ${code} AND p.place_id IS DISTINCT FROM ${own}
      AND (p.to_day IS NULL OR (p.to_day >= ${day} AND p.to_day >= p.from_day))
    UNION ALL
    SELECT p.name FROM place_change c JOIN place p ON p.county_id = ${county} AND p.place_id = c.places[1]
    WHERE c.county_id = ${county} AND c.state = 'planned' AND c.kind = 'edit' AND c.body->'set'->>'code' = ${code}
      AND p.place_id IS DISTINCT FROM ${own}
    LIMIT 1`);
}

export type Fix = 'swap' | 'gcj02';

/** Metres beyond the parent that are left to the coverage check: a border drawn badly, not a place laid elsewhere. */
const OUTSIDE = 100;

export type ShapeJudged = { shape: Shape } | { code: string; params: Record<string, unknown> };

const FIX_OF: Record<string, Fix> = { coordinates_swapped: 'swap', gcj02_suspected: 'gcj02' };

/**
 * A geometry held against itself and against the outline it belongs into. A mistake that has a name and a remedy is put
 * right only where that remedy was asked for.
 */
export function judgeShape(geometry: unknown, frame: Shape | null, fix: Fix | null): ShapeJudged {
  const read = readShape(geometry);
  let shape = read.shape;
  if (!shape) {
    const { faults, fixed } = read as Extract<typeof read, { shape: null }>;
    const [fault] = faults;
    const code = fault?.code ?? 'empty';
    if (!(fixed && FIX_OF[code] === fix)) {
      const spot = fault?.at ? fault.at.map((n) => Number(n.toFixed(6))).join(', ') : '';
      return { code: code === 'coordinates_swapped' ? code : `shape_${code}`, params: { at: spot, metres: 0 } };
    }
    shape = fixed;
  }
  const wrong = frame ? frameFault(shape, frame) : null;
  if (!wrong || (wrong.code === 'outside_parent' && wrong.metres <= OUTSIDE)) return { shape };
  if (wrong.fixed && FIX_OF[wrong.code] === fix) return { shape: wrong.fixed };
  return { code: wrong.code, params: { metres: Math.round(wrong.metres) } };
}

/** @throws Refusal `invalid_fields` with what is wrong with it */
export function checkShape(geometry: unknown, frame: Shape | null, fix: Fix | null, field = 'shape'): Shape {
  const judged = judgeShape(geometry, frame, fix);
  if ('code' in judged) refuseAt(field, judged.code, judged.params);
  return judged.shape;
}

export type PointJudged = { point: Position } | { code: string; params: Record<string, unknown> };

/**
 * A point held against the outline it belongs into, by the same mistakes as an outline.
 * @param frame outline of the nearest place above that has one; null: the point is taken as it is
 */
export function judgePoint(point: Position, frame: Shape | null, fix: Fix | null): PointJudged {
  const wrong = frame ? pointFrameFault(point, frame) : worldFault(point);
  if (!wrong) return { point };
  if (wrong.fixed && FIX_OF[wrong.code] === fix) return { point: wrong.fixed };
  return { code: wrong.code, params: { metres: Math.round(wrong.metres) } };
}

/** What is wrong with a point that nothing is known about but the world. */
function worldFault([lon, lat]: Position): PointFault | null {
  const on = (x: number, y: number) => Math.abs(x) <= 180 && Math.abs(y) <= 90;
  if (on(lon, lat)) return null;
  return on(lat, lon)
    ? { code: 'coordinates_swapped', metres: 0, fixed: [lat, lon] }
    : { code: 'outside_parent', metres: 0, fixed: null };
}

/** @throws Refusal `invalid_fields`: point_not_here for a level without points, or what is wrong with it */
export function checkPoint(kind: string, point: Position, frame: Shape | null, fix: Fix | null): Position {
  if (!POINTED.includes(kind)) refuseAt('point', 'point_not_here');
  const judged = judgePoint(point, frame, fix);
  if ('code' in judged) refuseAt('point', judged.code, judged.params);
  return judged.point;
}
