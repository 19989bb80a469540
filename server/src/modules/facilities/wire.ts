/** What the routes of facilities share: ids of the path, and what a command is called with. */
import { Refusal } from '@huying/domain/kernel';
import type { Call } from '../../platform/http.ts';

export type Id = { id: string };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is no id of ours is not there. */
export function idOf({ id }: Id): string {
  const lower = id.toLowerCase();
  if (!UUID.test(lower)) throw new Refusal('not_found');
  return lower;
}

export const callOf = <B, Q, P>({ county, actor, now, key }: Call<B, Q, P>) => ({ county, actor, now, key });
