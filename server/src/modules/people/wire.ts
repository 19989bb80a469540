/** Shapes that the routes of people and posts share. */
import { Refusal } from '@huying/domain/kernel';
import Type from 'typebox';

export const Day = Type.String({ format: 'date' });
export const Key = Type.String({ minLength: 1, maxLength: 64 });
export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200 }));

export type Id = { id: string };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Refusal `not_found` for what can be nobody's id */
export function personId({ id }: Id): string {
  const lower = id.toLowerCase();
  if (!UUID.test(lower)) throw new Refusal('not_found');
  return lower;
}
