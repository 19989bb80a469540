/** What every command of this room is given, and how far the caller reaches. */
import { createHash } from 'node:crypto';
import { Refusal } from '@huying/domain/kernel';
import { type Actor, actorKey, byOf, postFor } from '../../access/actor.ts';
import { reaches, reachOf } from '../../access/reach.ts';
import type { Tx } from '../../platform/db.ts';
import type { By } from '../../platform/journal.ts';
import { once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';

export type PartyCall = { county: CountyRuntime; actor: Actor; now: number; key: string | null };

export function byFor({ actor }: PartyCall): By {
  return byOf(
    actor,
    postFor(actor, 'party.edit', () => true),
  );
}

export function mayEdit({ county, actor }: Pick<PartyCall, 'county' | 'actor'>, path: string): boolean {
  return reaches(reachOf(actor, county, 'party.edit'), { path, unit: null });
}

/** @throws Refusal `not_permitted` for a place that the caller's posts do not reach */
export function requireEdit(call: PartyCall, path: string): void {
  if (!mayEdit(call, path)) throw new Refusal('not_permitted');
}

/** Runs one command in one transaction, at most once for its key, and wakes what follows. */
export async function commanded<T>(
  services: Services,
  { county, actor, now, key }: PartyCall,
  action: string,
  body: unknown,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const answer = await once(
    services.db,
    { county: county.id, actorKey: actorKey(actor), key, now },
    action,
    body,
    work,
  );
  services.wake(county.id);
  return answer;
}

/** What the journal keeps of a name. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
