/** Versions of lists on the wire: names for ids, states as of today, what the asker may do. */
import { abilities, type Field } from '@huying/domain/kernel';
import { inForceOn, type ListItem, listFacts, listLifecycle, stateOn } from '@huying/domain/lists';
import Type, { type Static } from 'typebox';
import type { Actor } from '../../access/actor.ts';
import { standingAtCounty } from '../../access/standing.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import { iso, isoOrNull, Named } from '../../platform/wire.ts';
import { DUTY_LIST, dayOf, packOf } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { namesOf } from '../people/index.ts';
import { asRule, seesVersion, type VersionRow } from './versions.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const VersionCard = Type.Object({
  list: Type.String(),
  version: Type.Integer(),
  kind: Type.String({ description: 'items | duties' }),
  title: Type.String(),
  own: Type.Boolean({ description: 'the list the county itself works by' }),
  state: Type.String({ description: 'draft | submitted | approved | in_force | superseded | withdrawn, as of today' }),
  effectiveFrom: Nullable(Type.String()),
  until: Nullable(Type.String({ description: 'the day on which the next agreed version takes over' })),
  revision: Type.Integer(),
  base: Nullable(Type.Integer()),
  rows: Type.Integer({ description: 'items, or kinds of post with duties' }),
  madeAt: Nullable(Type.String()),
  authors: Type.Array(Named),
  approvals: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), at: Type.String() })),
});
export type VersionCard = Static<typeof VersionCard>;

const Note = Type.Object({ verb: Type.String(), at: Type.String(), name: Type.String(), words: Type.String() });

export const VersionView = Type.Intersect([
  VersionCard,
  Type.Object({
    notes: Type.Array(Note),
    abilities: Type.Array(Type.Object({ verb: Type.String(), fields: Type.Array(Type.Unknown()) })),
    inForce: Nullable(Type.Integer({ description: 'the version in force today' })),
  }),
]);

/** The list by whose items matters are judged, and the list of duties. */
export function isOwn(county: CountyRuntime, list: string): boolean {
  return list === packOf(county).items.listId || list === DUTY_LIST;
}

function untilOf(row: VersionRow, all: readonly VersionRow[]): string | null {
  const day = row.effectiveFrom;
  if (day === null) return null;
  const later = all.flatMap((one) =>
    ['approved', 'in_force', 'superseded'].includes(one.state) && one.effectiveFrom !== null && one.effectiveFrom > day
      ? [one.effectiveFrom]
      : [],
  );
  return later.sort()[0] ?? null;
}

/** Cards of the versions the actor sees. `all` holds whole lists. */
export async function versionCards(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  all: readonly VersionRow[],
  now: number,
): Promise<VersionCard[]> {
  const today = dayOf(county, now);
  const offset = county.pack.utcOffsetMinutes;
  const seen = all.filter((row) => seesVersion(actor, row));
  const people = seen.flatMap((row) => [...row.authors, ...row.approvals.map((one) => one.person)]);
  const names = await namesOf(db, county.id, people);
  const named = (id: string) => ({ id, name: names.get(id) ?? '' });
  return seen.map((row) => {
    const own = all.filter((one) => one.list === row.list);
    const { list, version, kind, title, effectiveFrom, revision, base, rows } = row;
    return {
      ...{ list, version, kind, title, effectiveFrom, revision, base, rows },
      own: isOwn(county, list),
      state: stateOn(row, own, today),
      until: untilOf(row, own),
      madeAt: isoOrNull(row.madeAt, offset),
      authors: row.authors.map(named),
      approvals: row.approvals.map((one) => ({ ...named(one.person), at: iso(one.at, offset) })),
    };
  });
}

async function notesOf(db: Queryable, county: CountyRuntime, { list, version }: VersionRow) {
  const rows = await db.rows<{ verb: string; person: string; at: number; words: string }>(sql`
    SELECT verb, person_id AS person, noted_at AS at, body AS words FROM list_note
    WHERE county_id = ${county.id} AND list_id = ${list} AND version = ${version} ORDER BY note_no DESC`);
  const names = await namesOf(
    db,
    county.id,
    rows.map((row) => row.person),
  );
  return rows.map(({ person, at, ...note }) => ({
    ...note,
    at: iso(at, county.pack.utcOffsetMinutes),
    name: names.get(person) ?? '',
  }));
}

/** One version with what was said of it and what the actor may do. */
export async function viewVersion(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  row: VersionRow,
  all: readonly VersionRow[],
  now: number,
): Promise<Static<typeof VersionView>> {
  const today = dayOf(county, now);
  const cards = await versionCards(db, county, actor, all, now);
  const card = cards.find((one) => one.version === row.version) as VersionCard;
  const rule = asRule(row, all, today);
  const facts = listFacts(rule, { today, person: actor.person?.id ?? null });
  const may = abilities(listLifecycle, rule.state, standingAtCounty(actor, county.root.path), facts);
  return {
    ...card,
    notes: card.state === 'in_force' || card.state === 'superseded' ? [] : await notesOf(db, county, row),
    abilities: may.map(({ verb, fields }) => ({ verb, fields: fields as Field[] })),
    inForce: inForceOn(all, today)?.version ?? null,
  };
}

/** An item with its units by name. */
export function presentItem(county: CountyRuntime, item: ListItem) {
  const named = (id: string) => ({ id, name: county.units.get(id)?.name ?? id });
  return {
    ...item,
    lead: item.lead === null ? null : named(item.lead),
    assists: item.assists.map(named),
  };
}
