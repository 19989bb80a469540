/** A place and what lies below it go under another parent, codes along with them. */
import { childPath, pathRange } from '@huying/domain/kernel';
import { codeFault } from '@huying/domain/places';
import { sql, type Tx } from '../../platform/db.ts';
import type { By } from '../../platform/journal.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { appendToPlaces, codesBelow, lockBelow, type Place } from './places.ts';
import { freeCode } from './rules.ts';

/** Who, when, and the order that it comes of. */
export type Stamp = { by: By; now: number; change: string };

/** A place and all below it go under another parent. A code keeps its own digits where they are free there. */
export async function moveBelow(tx: Tx, county: CountyRuntime, child: Place, to: Place, stamp: Stamp): Promise<void> {
  const { lo, hi } = pathRange(child.path);
  const path = childPath(to.path, child.id);
  const code = child.code === '' ? '' : await codeThere(tx, county, child, to);
  await tx.rows(sql`
    UPDATE place SET path = ${path} || substr(path, ${child.path.length + 1}::int)
    WHERE county_id = ${county.id} AND path >= ${lo} AND path < ${hi}`);
  await tx.rows(sql`
    UPDATE place SET parent_id = ${to.id}, code = ${code} WHERE county_id = ${county.id} AND place_id = ${child.id}`);
  const { by, now, change } = stamp;
  await appendToPlaces(tx, county.id, [
    { place: child, event: { kind: 'place.moved', by, at: now, change, parent: to.id, was: child.parent, code } },
  ]);
  if (code !== child.code) await recode(tx, county, { ...child, path }, code, stamp);
}

async function codeThere(tx: Tx, county: CountyRuntime, child: Place, to: Place): Promise<string> {
  const rule = county.pack.codes;
  const digits = rule[child.kind as keyof typeof rule] ?? 0;
  const taken = await codesBelow(tx, county.id, to.id);
  const same = `${to.code}${child.code.slice(child.code.length - digits)}`;
  if (codeFault(rule, child.kind, to.code, same) === null && !taken.includes(same)) return same;
  return freeCode(county, child.kind, to.code, taken);
}

/** Codes below a place whose own code changed go along with it. */
export async function recode(
  tx: Tx,
  county: CountyRuntime,
  place: Place,
  code: string,
  { by, now, change }: Stamp,
): Promise<void> {
  const below = (await lockBelow(tx, county.id, place.path)).filter(
    (one) =>
      one.id !== place.id &&
      one.code !== '' &&
      one.code.startsWith(place.code) &&
      (one.to === null || one.to >= one.from),
  );
  const moved = below.map((one) => ({ place: one, code: `${code}${one.code.slice(place.code.length)}` }));
  await writeCodes(tx, county.id, moved);
  await appendToPlaces(
    tx,
    county.id,
    moved.map((one) => ({
      place: one.place,
      event: { kind: 'place.changed', by, at: now, change, set: { code: one.code } },
    })),
  );
}

async function writeCodes(tx: Tx, county: string, moved: readonly { place: Place; code: string }[]): Promise<void> {
  const rows = moved.map(({ place, code }) => ({ place_id: place.id, code }));
  await tx.rows(sql`
    UPDATE place p SET code = r.code FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r(place_id text, code text)
    WHERE p.county_id = ${county} AND p.place_id = r.place_id`);
}
