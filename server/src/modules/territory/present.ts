/** Places and their changes as people read them. */
import { type Queryable, sql } from '../../platform/db.ts';
import { iso } from '../../platform/wire.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import type { Change } from './change.ts';

type NamedPlace = { id: string; name: string };

/** Names of places, those below the grid and those that ended too. */
export async function placeNames(
  db: Queryable,
  county: CountyRuntime,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const name = county.placesEver.get(id)?.name;
    if (name === undefined) missing.push(id);
    else names.set(id, name);
  }
  if (missing.length === 0) return names;
  const rows = await db.rows<NamedPlace>(sql`
    SELECT place_id AS id, name FROM place WHERE county_id = ${county.id} AND place_id = ANY(${missing})`);
  for (const { id, name } of rows) names.set(id, name);
  return names;
}

export type Who = { name: string | null; post: string | null; at: string | null };

/** Persons and posts by the ids that journals and changes keep. */
export async function whoIsWho(
  db: Queryable,
  county: CountyRuntime,
  by: readonly { person: string | null; post: string | null }[],
): Promise<(one: { person: string | null; post: string | null }) => Who | null> {
  const persons = [...new Set(by.flatMap((one) => (one.person ? [one.person] : [])))];
  const posts = [...new Set(by.flatMap((one) => (one.post ? [one.post] : [])))];
  const names = new Map(
    (
      await db.rows<{ id: string; name: string | null }>(sql`
        SELECT person_id AS id, name FROM person WHERE county_id = ${county.id} AND person_id = ANY(${persons}::uuid[])`)
    ).map((row) => [row.id, row.name]),
  );
  const held = new Map(
    (
      await db.rows<{ id: string; kind: string; at: string | null }>(sql`
        SELECT o.post_id AS id, o.kind, p.name AS at FROM post o
        LEFT JOIN place p ON p.county_id = ${county.id} AND p.place_id = o.place_id
        WHERE o.county_id = ${county.id} AND o.post_id = ANY(${posts})`)
    ).map((row) => [row.id, row]),
  );
  return ({ person, post }) => {
    if (person === null) return null;
    const seat = post ? held.get(post) : undefined;
    return { name: names.get(person) ?? null, post: seat?.kind ?? null, at: seat?.at ?? null };
  };
}

export type ChangeView = {
  id: string;
  kind: string;
  state: string;
  from: string;
  /** The first of them; `counts` says how many there are: an import makes thousands with one order. */
  places: NamedPlace[];
  heirs: NamedPlace[];
  counts: { places: number; heirs: number };
  /** What an edit alters; the outline only as such. */
  set: Record<string, unknown>;
  madeAt: string;
  by: Who | null;
  job: string | null;
  mayCancel: boolean;
};

/** More are not named one by one. */
const NAMED = 12;

export async function presentChanges(
  db: Queryable,
  county: CountyRuntime,
  changes: readonly Change[],
  mayEdit: boolean,
): Promise<ChangeView[]> {
  const names = await placeNames(
    db,
    county,
    changes.flatMap((change) => [...change.places.slice(0, NAMED), ...change.heirs.slice(0, NAMED)]),
  );
  const who = await whoIsWho(
    db,
    county,
    changes.map((change) => change.by),
  );
  const named = (id: string) => ({ id, name: names.get(id) ?? id });
  return changes.map((change) => {
    const { shape, ...set } = change.body.set ?? {};
    return {
      id: change.id,
      kind: change.kind,
      state: change.state,
      from: change.from,
      places: change.places.slice(0, NAMED).map(named),
      heirs: change.heirs.slice(0, NAMED).map(named),
      counts: { places: change.places.length, heirs: change.heirs.length },
      set: { ...set, ...(shape ? { shape: true } : {}) },
      madeAt: iso(change.madeAt, county.pack.utcOffsetMinutes),
      by: who(change.by),
      job: change.job,
      mayCancel: mayEdit && change.state === 'planned',
    };
  });
}
