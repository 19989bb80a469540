/** Duties as calendars (RFC 5545): a person's own under a secret address, a facility's for everybody, without a person in it. */
import { hash, randomBytes } from 'node:crypto';
import { Refusal } from '@huying/domain/kernel';
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import type { Actor } from '../../access/actor.ts';
import { actorKey } from '../../access/actor.ts';
import { at, type Queryable, sql } from '../../platform/db.ts';
import { appendAlone } from '../../platform/journal.ts';
import { once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { readFacility } from './repository.ts';
import { type DutyRow, readDuties } from './rosters.ts';

const DAY = 86_400_000;
const BACK = 31 * DAY;
const AHEAD = 186 * DAY;
const MOST = 2000;

/** China has one time the year round. */
const ZONE = 'Asia/Shanghai';
const VTIMEZONE = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n');

export type Feed = { name: string; events: { duty: DutyRow; summary: string; where: string }[] };

/** Local times in the county's zone where it is China's; else plain UTC. */
export function calendarText(county: CountyRuntime, { name, events }: Feed, now: number): string {
  const chinese = county.pack.utcOffsetMinutes === 480;
  const calendar = ical({
    name,
    prodId: { company: 'huying', product: 'duties', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
  });
  // Named by the events alone: a calendar's own zone would have the library write its stamps in local time.
  if (chinese) calendar.timezone({ name: null, generator: () => VTIMEZONE });
  for (const { duty, summary, where } of events) {
    const [lon, lat] = duty.point;
    calendar.createEvent({
      id: `${duty.id}@${county.id}.huying`,
      stamp: new Date(now),
      start: local(duty.startsAt, chinese),
      end: local(duty.endsAt, chinese),
      ...(chinese ? { timezone: ZONE } : {}),
      summary,
      status: duty.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      location: { title: where, geo: { lat, lon } },
    });
  }
  return calendar.toString();
}

/** The library writes the local time of a Date, whatever the process's zone: so it gets one that reads as China's. */
function local(instant: number, chinese: boolean): Date {
  if (!chinese) return new Date(instant);
  const shifted = new Date(instant + 480 * 60_000);
  return new Date(
    shifted.getUTCFullYear(),
    shifted.getUTCMonth(),
    shifted.getUTCDate(),
    shifted.getUTCHours(),
    shifted.getUTCMinutes(),
    shifted.getUTCSeconds(),
  );
}

/** Everybody may follow when a facility has somebody on duty: team and hours, no names. @throws Refusal `not_found` */
export async function facilityFeed(
  db: Queryable,
  county: CountyRuntime,
  id: string,
  now: number,
  language: Language,
): Promise<string> {
  const facility = await readFacility(db, county.id, id);
  const duties = await readDuties(
    db,
    county.id,
    [
      sql`d.facility_id = ${id}`,
      sql`d.published`,
      sql`d.state <> 'cancelled'`,
      sql`d.starts_at >= ${at(now - BACK)}`,
      sql`d.starts_at < ${at(now + AHEAD)}`,
    ],
    MOST,
  );
  const events = duties.map((duty) => ({
    duty,
    summary: say(language, 'facilities.feed.facility', { team: duty.teamName }),
    where: facility.name,
  }));
  return calendarText(county, { name: facility.name, events }, now);
}

const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** @throws Refusal `not_found` for a secret that never was or is revoked */
export async function personFeed(
  db: Queryable,
  county: CountyRuntime,
  secret: string,
  now: number,
  language: Language,
): Promise<string> {
  const row = await db.row<{ person: string }>(sql`
    SELECT person_id AS person FROM duty_feed WHERE county_id = ${county.id} AND secret_hash = ${hashOf(secret)}`);
  if (!row) throw new Refusal('not_found');
  const duties = await readDuties(
    db,
    county.id,
    [
      sql`d.person_id = ${row.person}`,
      sql`d.published`,
      sql`d.state <> 'cancelled'`,
      sql`d.starts_at >= ${at(now - BACK)}`,
      sql`d.starts_at < ${at(now + AHEAD)}`,
    ],
    MOST,
  );
  const events = duties.map((duty) => ({
    duty,
    summary: say(language, 'facilities.feed.own', { facility: duty.facilityName }),
    where: duty.facilityName,
  }));
  return calendarText(county, { name: say(language, 'facilities.feed.name'), events }, now);
}

type FeedCall = { county: CountyRuntime; actor: Actor; now: number; key: string | null };

/** A new secret address; the earlier ones stop to work. It is shown once and kept as a hash. */
export async function makeFeed(services: Services, { county, actor, now, key }: FeedCall): Promise<{ path: string }> {
  const person = actor.person?.id as string;
  const secret = randomBytes(24).toString('base64url');
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  const made = await once(services.db, call, 'duty-feeds', {}, async (tx) => {
    await tx.rows(sql`DELETE FROM duty_feed WHERE county_id = ${county.id} AND person_id = ${person}`);
    await tx.rows(sql`
      INSERT INTO duty_feed (county_id, secret_hash, person_id, made_at)
      VALUES (${county.id}, ${hashOf(secret)}, ${person}, ${at(now)})`);
    await appendAlone(tx, county.id, { kind: 'duty_feed', id: person }, [
      { kind: 'duty_feed.made', by: { person, post: null }, at: now },
    ]);
    return { made: true };
  });
  services.wake(county.id);
  // A repeat must not tell the secret of the first time, which nobody keeps: it makes none and says so.
  const kept = await services.db.row(sql`
    SELECT 1 FROM duty_feed WHERE county_id = ${county.id} AND secret_hash = ${hashOf(secret)}`);
  if (!made.made || !kept) throw new Refusal('feed_told_once');
  return { path: `/duty-feeds/${secret}` };
}

export async function revokeFeed(
  services: Services,
  { county, actor, now, key }: FeedCall,
): Promise<{ revoked: number }> {
  const person = actor.person?.id as string;
  const call = { county: county.id, actorKey: actorKey(actor), key, now };
  return once(services.db, call, 'duty-feeds/revoke', {}, async (tx) => {
    const gone = await tx.rows(sql`
      DELETE FROM duty_feed WHERE county_id = ${county.id} AND person_id = ${person} RETURNING 1 AS gone`);
    if (gone.length > 0) {
      await appendAlone(tx, county.id, { kind: 'duty_feed', id: person }, [
        { kind: 'duty_feed.revoked', by: { person, post: null }, at: now },
      ]);
    }
    return { revoked: gone.length };
  });
}
