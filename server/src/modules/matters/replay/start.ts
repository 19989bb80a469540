/** Asking for a replay: one per version, the new in the place of the old. */
import { Refusal } from '@huying/domain/kernel';
import { v7 as uuidv7 } from 'uuid';
import { type Actor, actorKey, permits } from '../../../access/actor.ts';
import { at, sql } from '../../../platform/db.ts';
import { startJob } from '../../../platform/jobs.ts';
import { once } from '../../../platform/once.ts';
import type { Services } from '../../../platform/services.ts';
import { dayOf } from '../../county/index.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { findVersion } from '../../items/index.ts';
import { REPLAY } from './job.ts';

/** Whoever writes or approves lists; the figures are the whole county's. @throws Refusal `not_permitted` */
export function requireListWork(actor: Actor): void {
  if (!permits(actor, 'items.edit') && !permits(actor, 'items.approve'))
    throw new Refusal('not_permitted', { verb: 'replay' });
}

const DAY = 86_400_000;
const YEAR_DAYS = 365;

type Asked = {
  county: CountyRuntime;
  actor: Actor;
  now: number;
  key: string | null;
  version: { list: string; version: number };
};

/**
 * Puts the replay of the last 365 whole days and today in line. The draft is read as it stands when the job runs; the page
 * says when it was changed since.
 * @throws Refusal `not_permitted`; `not_found` for a version that is unseen or holds no items
 */
export async function startReplay(services: Services, asked: Asked): Promise<{ replay: string; job: string }> {
  const { county, actor, now, key, version } = asked;
  requireListWork(actor);
  const { row } = await findVersion(services.db, county, actor, version);
  if (row.kind !== 'items') throw new Refusal('not_found');
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  return once(services.db, call, `lists/${row.list}/${row.version}/replay`, {}, async (tx) => {
    const replay = uuidv7();
    await tx.rows(sql`
      SELECT pg_advisory_xact_lock(hashtextextended(${`${county.id}/replay/${row.list}/${row.version}`}, 0))`);
    await tx.rows(sql`
      DELETE FROM list_replay_matter WHERE county_id = ${county.id} AND replay_id IN (
        SELECT replay_id FROM list_replay WHERE county_id = ${county.id} AND list_id = ${row.list} AND version = ${row.version})`);
    await tx.rows(sql`
      DELETE FROM list_replay WHERE county_id = ${county.id} AND list_id = ${row.list} AND version = ${row.version}`);
    await tx.rows(sql`
      INSERT INTO list_replay (county_id, replay_id, list_id, version, revision, from_day, to_day, made_at)
      VALUES (${county.id}, ${replay}, ${row.list}, ${row.version}, ${row.revision}, ${dayOf(county, now - YEAR_DAYS * DAY)},
        ${dayOf(county, now + DAY)}, ${at(now)})`);
    const job = await startJob(services, county.id, REPLAY, { replay }, actor.person?.id ?? null, tx);
    return { replay, job };
  });
}
