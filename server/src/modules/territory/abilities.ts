/** What the reader may do with a place, with what each act needs and what follows from it, for the forms of the faces. */
import { isWithin } from '@huying/domain/kernel';
import { mayLieBelow, POINTED, SUBKINDS } from '@huying/domain/places';
import { type Actor, postFor } from '../../access/actor.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { childrenOf, codesBelow, type Place } from './places.ts';
import { freeCode } from './rules.ts';

export type Ability =
  | { verb: 'edit'; code: boolean; subkinds: string[]; gridded: boolean; point: boolean }
  | { verb: 'make'; kinds: { kind: string; subkinds: string[]; coded: boolean; code: string; point: boolean }[] }
  | { verb: 'retire' }
  | { verb: 'split'; subkinds: string[]; codes: string[] }
  | { verb: 'merge'; with: { id: string; name: string; version: number }[]; subkinds: string[]; code: string };

export function mayEdit(actor: Actor, path: string): boolean {
  return (
    postFor(actor, 'territory.edit', (post) => post.placeId !== null && isWithin(path, post.path as string)) !== null
  );
}

const PARTS = 6;

/** The next free codes, one after the other. Empty where the level has none or they are used up. */
function nextCodes(
  county: CountyRuntime,
  kind: string,
  parent: { code: string },
  taken: string[],
  n: number,
): string[] {
  const codes: string[] = [];
  try {
    for (let i = 0; i < n; i++) codes.push(freeCode(county, kind, parent.code, [...taken, ...codes]));
  } catch {
    // Used up: the form says nothing, the command will.
  }
  return codes;
}

export async function abilitiesOf(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  place: Place,
  day: string,
): Promise<Ability[]> {
  const ended = place.to !== null && place.to < day;
  if (!mayEdit(actor, place.path) || ended || place.from > day) return [];
  const { levels } = county.pack;
  const own = await codesBelow(db, county.id, place.id);
  const abilities: Ability[] = [
    {
      verb: 'edit',
      code: place.parent !== null && place.code !== '',
      subkinds: [...(SUBKINDS[place.kind] ?? [])],
      gridded: place.kind === 'community',
      point: POINTED.includes(place.kind),
    },
  ];
  const below = levels.filter((level) => mayLieBelow(levels, level.kind, place.kind));
  if (below.length > 0 && place.endedBy === null) {
    abilities.push({
      verb: 'make',
      kinds: below.map(({ kind }) => {
        const [code = ''] = nextCodes(county, kind, place, own, 1);
        return { kind, subkinds: [...(SUBKINDS[kind] ?? [])], coded: code !== '', code, point: POINTED.includes(kind) };
      }),
    });
  }
  if (place.parent === null || place.endedBy !== null) return abilities;
  const siblings = (await childrenOf(db, county.id, [place.parent], day)).filter(
    (one) => one.id !== place.id && one.kind === place.kind && one.endedBy === null && one.from <= day,
  );
  const parent = county.placesEver.get(place.parent) ?? (await codeOf(db, county.id, place.parent));
  const taken = await codesBelow(db, county.id, place.parent);
  const codes = nextCodes(county, place.kind, parent, taken, PARTS);
  const subkinds = [...(SUBKINDS[place.kind] ?? [])];
  abilities.push({ verb: 'split', subkinds, codes });
  if (siblings.length > 0) {
    abilities.push({
      verb: 'merge',
      with: siblings.slice(0, 500).map(({ id, name, head }) => ({ id, name, version: head.seq })),
      subkinds,
      code: codes[0] ?? '',
    });
  }
  return [...abilities, { verb: 'retire' }];
}

async function codeOf(db: Queryable, county: string, id: string): Promise<{ code: string }> {
  return (
    (await db.row<{ code: string }>(sql`SELECT code FROM place WHERE county_id = ${county} AND place_id = ${id}`)) ?? {
      code: '',
    }
  );
}
