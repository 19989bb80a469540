/** What the routes of this room take in alike. */
import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';
import type { Call } from '../../platform/http.ts';
import type { PartyCall } from './calls.ts';

export const strict = { additionalProperties: false };
export const Day = Type.String({ format: 'date' });
export const Id = Type.String({ minLength: 1, maxLength: 64 });
export const Uuid = Type.String({ format: 'uuid' });
export const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' });
export const Version = Type.Integer({ minimum: 1 });
export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }));
export const Cursor = Type.Optional(Uuid);
export const OrNull = <T extends Type.TSchema>(schema: T) => Type.Union([Type.Null(), schema]);

export const versioned = (more: Record<string, Type.TSchema>) => Type.Object({ version: Version, ...more }, strict);

export type Params = { id: string; member: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function idOf(text: string): string {
  const id = text.toLowerCase();
  if (!UUID.test(id)) throw new Refusal('not_found');
  return id;
}

export const callOf = ({ county, actor, now, key }: Call<never, never, never>): PartyCall => ({
  county,
  actor,
  now,
  key,
});
