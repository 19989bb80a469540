/** A good call of a route that takes a body; each is spoilt field by field. */
import assert from 'node:assert/strict';
import type { Scene } from '../matrix/roles.ts';
import type { Someone } from '../open-house.ts';

export type Door = {
  as: Someone;
  path: string;
  body: Record<string, unknown>;
  /** The same call on a thing of its own, which succeeds: made again whenever a spoilt call was taken. */
  anew?: () => Promise<Pick<Door, 'as' | 'path' | 'body'>>;
};
export type Doors = Record<string, Door>;

/** What a door needs is made by a call that is answered. */
// biome-ignore lint/suspicious/noExplicitAny: an answer is looked into by tests
export async function done({ house }: Scene, as: Someone, path: string, body: object = {}): Promise<any> {
  const answer = await house.ask('POST', path, { as, body });
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** A door that is made by `make`, and can be made again. */
export async function door(make: () => Promise<Door>): Promise<Door> {
  return { ...(await make()), anew: make };
}

export function communityOf({ house, grid }: Scene): string {
  return house.county().places.get(grid)?.parent as string;
}
