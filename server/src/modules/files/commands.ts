/** Taking in a picture, showing it to those who may see it, and clearing away what was never used. */
import { createHash } from 'node:crypto';
import { Refusal } from '@huying/domain/kernel';
import { switchedOn } from '@huying/domain/pack';
import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../../access/actor.ts';
import { matterPredicate } from '../../access/scope.ts';
import { at, type Queryable, sql } from '../../platform/db.ts';
import type { Stored } from '../../platform/file-store.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { followFits } from '../people/index.ts';
import { preparePicture } from './pictures.ts';

export type Uploaded = { id: string; width: number; height: number };

/** Keeps a picture for its sender; without a person it is nobody's, and only the next anonymous report can take it up. */
export async function keepPicture(
  services: Services,
  county: CountyRuntime,
  actor: Actor,
  bytes: Buffer,
  now: number,
): Promise<Uploaded> {
  if (!actor.person && !switchedOn(county.pack, 'anonymousReports') && !actor.follows)
    throw new Refusal('unauthenticated');
  const { full, thumb, width, height } = await preparePicture(bytes);
  const id = uuidv7();
  await services.files.put(county.id, id, 'full', full);
  await services.files.put(county.id, id, 'thumb', thumb);
  await services.db.rows(sql`
    INSERT INTO file (county_id, file_id, owner_id, sha256, bytes, width, height, made_at)
    VALUES (${county.id}, ${id}, ${actor.person?.id ?? null}, ${createHash('sha256').update(full).digest()}, ${full.length},
      ${width}, ${height}, ${at(now)})`);
  return { id, width, height };
}

/** With a bare link secret any of the picture's matters may be the one it opens. */
async function followedMatter(services: Services, county: string, id: string, secret: string): Promise<string | null> {
  const rows = await services.db.rows<{ matter: string }>(sql`
    SELECT matter_id AS matter FROM matter_file WHERE county_id = ${county} AND file_id = ${id} LIMIT 20`);
  return rows.find(({ matter }) => followFits(services, county, matter, secret))?.matter ?? null;
}

async function sees(db: Queryable, county: CountyRuntime, actor: Actor, id: string): Promise<Buffer | null> {
  const mine = actor.person ? sql`f.owner_id = ${actor.person.id}` : sql`FALSE`;
  const row = await db.row<{ sha256: Buffer }>(sql`
    SELECT f.sha256 FROM file f WHERE f.county_id = ${county.id} AND f.file_id = ${id} AND (${mine} OR EXISTS (
      SELECT 1 FROM matter_file mf JOIN matter m ON m.county_id = mf.county_id AND m.matter_id = mf.matter_id
      WHERE mf.county_id = ${county.id} AND mf.file_id = f.file_id
        AND ${matterPredicate(actor, county.id, county.root.path)}))`);
  return row?.sha256 ?? null;
}

export type Shown = Stored & { etag: string };

/** The picture for its owner and for whoever sees a matter it belongs to. @throws Refusal `not_found` for all others. */
export async function showPicture(
  services: Services,
  county: CountyRuntime,
  actor: Actor,
  id: string,
  size: 'full' | 'thumb',
  follow: string | null,
): Promise<Shown> {
  let hash = await sees(services.db, county, actor, id);
  if (!hash && follow) {
    const matter = await followedMatter(services, county.id, id, follow);
    if (matter) hash = await sees(services.db, county, { ...actor, follows: matter }, id);
  }
  const stored = hash ? await services.files.get(county.id, id, size) : null;
  if (!hash || !stored) throw new Refusal('not_found');
  return { ...stored, etag: `"${hash.toString('base64url').slice(0, 20)}-${size}"` };
}

/** Removes pictures that no matter took up within the time; they may show people. @returns how many. */
export async function sweepFiles(services: Services, county: string, before: number): Promise<number> {
  const rows = await services.db.rows<{ id: string }>(sql`
    DELETE FROM file f WHERE f.county_id = ${county} AND f.made_at < ${at(before)}
      AND NOT EXISTS (SELECT 1 FROM matter_file mf WHERE mf.county_id = ${county} AND mf.file_id = f.file_id)
    RETURNING f.file_id AS id`);
  for (const { id } of rows) await services.files.remove(county, id);
  return rows.length;
}
