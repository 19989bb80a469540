/** One facility: for everybody what it offers and when; for staff also its teams, its duties of the week and what happened to it. */

import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../../access/actor.ts';
import { at, type Queryable, sql } from '../../platform/db.ts';
import { iso } from '../../platform/wire.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { presentFacility } from './present.ts';
import { mayAt, seesRosters } from './reach.ts';
import { readFacility } from './repository.ts';

const HISTORY = 20;

export async function viewFacility(db: Queryable, county: CountyRuntime, actor: Actor, id: string, now: number) {
  const row = await readFacility(db, county.id, id);
  const staff = seesRosters(actor);
  const today = dayOf(county, now);
  // What is closed or has not begun is for those who keep it.
  if (!staff && (row.from > today || (row.to !== null && row.to < today))) throw new Refusal('not_found');
  const view = await presentFacility(db, county, row, now);
  if (!staff) return view;
  const events = await db.rows<{ kind: string; at: number; post: string | null }>(sql`
    SELECT event->>'kind' AS kind, occurred_at AS at, event->'by'->>'post' AS post FROM journal
    WHERE county_id = ${county.id} AND subject_kind = 'facility' AND subject_id = ${id} ORDER BY seq DESC LIMIT ${HISTORY}`);
  const duty = await db.row<{ missed: number; past: number; coming: number }>(sql`
    SELECT count(*) FILTER (WHERE state = 'missed')::int AS missed, count(*) FILTER (WHERE state <> 'planned')::int AS past,
      count(*) FILTER (WHERE state = 'planned' AND starts_at > ${at(now)})::int AS coming FROM duty
    WHERE county_id = ${county.id} AND facility_id = ${id} AND published AND state <> 'cancelled'`);
  return {
    ...view,
    version: row.version,
    duty,
    history: events.map(({ kind, at: when, post }) => ({
      kind,
      at: iso(when, county.pack.utcOffsetMinutes),
      post: post ? (county.postKinds.get(post.split('.')[0] ?? '')?.word ?? null) : null,
    })),
    abilities: mayAt(actor, 'facilities.edit', row.path) ? (row.to === null ? ['change', 'close'] : ['reopen']) : [],
    roster: mayAt(actor, 'roster.edit', row.path),
  };
}
