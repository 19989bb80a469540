/** Who is calling: from a bearer token or the county's cookie to a person with the posts they hold today. */
import { hash, randomUUID } from 'node:crypto';
import { Refusal } from '@huying/domain/kernel';
import type { FastifyRequest } from 'fastify';
import { type Actor, type ActorPost, ANONYMOUS } from '../../access/actor.ts';
import { followSecret } from '../../access/follow.ts';
import { at, type Db, type Queryable, sql } from '../../platform/db.ts';
import { sameBytes } from '../../platform/keys.ts';
import type { Notices } from '../../platform/notices.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import type { PersonKind } from './person.ts';

export function cookieName(county: string): string {
  return `huying_${county}`;
}

export function tokenHash(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** The token of a request; '' when it brought none. */
export function tokenOf(county: CountyRuntime, request: Pick<FastifyRequest, 'headers' | 'cookies'>): string {
  const { authorization } = request.headers;
  if (authorization) return /^Bearer ([\w-]{20,100})$/i.exec(authorization)?.[1] ?? 'malformed';
  return request.cookies?.[cookieName(county.id)] ?? '';
}

type HeldRow = { id: string; kind: string; placeId: string | null; unitId: string | null; path: string };

/** Posts held on a day, in the pack's order, each with the path its permissions reach from. */
export async function postsOn(db: Queryable, county: CountyRuntime, person: string, day: string): Promise<ActorPost[]> {
  const rows = await db.rows<HeldRow>(sql`
    SELECT DISTINCT o.post_id AS id, o.kind, o.place_id AS "placeId", o.unit_id AS "unitId", p.path
    FROM term t
    JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
    LEFT JOIN unit u ON u.county_id = o.county_id AND u.unit_id = o.unit_id
    JOIN place p ON p.county_id = o.county_id AND p.place_id = coalesce(o.place_id, u.jurisdiction)
    WHERE t.county_id = ${county.id} AND t.person_id = ${person}
      AND t.from_day <= ${day} AND (t.to_day IS NULL OR t.to_day >= ${day}) AND t.suspended_at IS NULL
    ORDER BY o.post_id`);
  const order = [...county.postKinds.keys()];
  rows.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return rows.map((row) => ({
    ...row,
    permissions: new Set<string>(county.postKinds.get(row.kind)?.permissions ?? []),
  }));
}

/** A person as an actor at an instant: the posts of that day. Null for nobody and for the erased. */
export async function actorFor(
  db: Queryable,
  county: CountyRuntime,
  person: string,
  now: number,
): Promise<Actor | null> {
  const row = await db.row<{ kind: PersonKind; name: string | null }>(sql`
    SELECT kind, name FROM person WHERE county_id = ${county.id} AND person_id = ${person} AND erased_at IS NULL`);
  if (!row) return null;
  const posts = await postsOn(db, county, person, dayOf(county, now));
  return { kind: row.kind, person: { id: person, name: row.name ?? '' }, posts, follows: null };
}

async function readActor(db: Db, county: CountyRuntime, hash: Buffer, now: number): Promise<Actor | null> {
  const row = await db.row<{ person: string }>(sql`
    SELECT person_id AS person FROM session
    WHERE county_id = ${county.id} AND token_hash = ${hash} AND expires_at > ${at(now)}`);
  return row ? actorFor(db, county, row.person, now) : null;
}

const KEPT_MS = 15_000;
const MOST = 5_000;
type Kept = { actor: Promise<Actor | null>; until: number };
const caches = new WeakMap<Db, Map<string, Kept>>();

function cacheOf(db: Db): Map<string, Kept> {
  let cache = caches.get(db);
  if (!cache) {
    cache = new Map();
    caches.set(db, cache);
  }
  return cache;
}

const CHANNEL = 'huying_actors';
const node = randomUUID();

/** After sessions or terms changed: here at once, on the other nodes as soon as they are told. */
export function forgetActors(db: Db, county: string): void {
  forgetHere(db, county);
  // A node that is not reached notices within `KEPT_MS`.
  db.rows(sql`SELECT pg_notify(${CHANNEL}, ${`${node} ${county}`})`).catch(() => {});
}

/** Forgets what other nodes say has changed. */
export async function hearOfActors(db: Db, notices: Pick<Notices, 'on'>): Promise<void> {
  await notices.on(CHANNEL, (payload) => {
    const [from, county = ''] = payload.split(' ');
    if (from !== node) forgetHere(db, county);
  });
}

function forgetHere(db: Db, county: string): void {
  const cache = cacheOf(db);
  for (const key of cache.keys()) if (key.startsWith(`${county} `)) cache.delete(key);
}

function signedIn(db: Db, county: CountyRuntime, token: string, now: number): Promise<Actor | null> {
  const hash = tokenHash(token);
  const key = `${county.id} ${hash.toString('base64')}`;
  const cache = cacheOf(db);
  const found = cache.get(key);
  // Time may run backwards in tests and after a correction of the clock.
  if (found && now < found.until && now >= found.until - KEPT_MS) return found.actor;
  const actor = readActor(db, county, hash, now);
  cache.delete(key);
  cache.set(key, { actor, until: now + KEPT_MS });
  actor.catch(() => cache.delete(key));
  if (cache.size > MOST) cache.delete(cache.keys().next().value as string);
  return actor;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function followFits(services: Pick<Services, 'keys'>, county: string, matter: string, secret: string): boolean {
  return sameBytes(Buffer.from(followSecret(services, county, matter)), Buffer.from(secret));
}

/** The matter whose secret link came along: `x-follow` or `?follow=` as `<matter>.<secret>`, or the secret with a matter's route. */
function followed(services: Services, county: CountyRuntime, request: FastifyRequest): string | null {
  const header = request.headers['x-follow'];
  const query = (request.query as Record<string, unknown> | undefined)?.follow;
  const given = typeof header === 'string' ? header : typeof query === 'string' ? query : '';
  if (given === '') return null;
  const dot = given.indexOf('.');
  const named = dot > 0 ? given.slice(0, dot) : ((request.params as { id?: string }).id ?? '');
  const matter = named.toLowerCase();
  if (!UUID.test(matter)) return null;
  return followFits(services, county.id, matter, given.slice(dot + 1)) ? matter : null;
}

/** Reads are answered for anybody; an act must not be done as nobody by somebody whose session ran out. */
function mustBeKnown(request: FastifyRequest): boolean {
  const route = request.routeOptions.url ?? '';
  return request.method !== 'GET' && request.method !== 'HEAD' && !/\/(session|phone-code)$/.test(route);
}

/** @throws Refusal `unauthenticated` when an act comes with a token that is no longer valid. */
export async function actorOf(
  services: Services,
  county: CountyRuntime,
  request: FastifyRequest,
  now: number,
): Promise<Actor> {
  const token = tokenOf(county, request);
  const actor = token ? await signedIn(services.db, county, token, now) : null;
  if (token && !actor && mustBeKnown(request)) throw new Refusal('unauthenticated');
  const follows = followed(services, county, request);
  if (!follows) return actor ?? ANONYMOUS;
  return { ...(actor ?? ANONYMOUS), follows };
}
