/** People: who is where, and a person's own data. */
import Type from 'typebox';
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { iso } from '../../platform/wire.ts';
import { resetPassword } from './commands/change-password.ts';
import { createPerson, type NewPersonBody } from './commands/create-user.ts';
import { erase } from './commands/erase.ts';
import { unmaskPerson } from './commands/unmask.ts';
import { listPeople, type PeopleQuery, viewPerson } from './directory.ts';
import { exportPeople } from './export-posts.ts';
import { PHONE } from './person.ts';
import { Day, type Id, Key, Limit, personId } from './wire.ts';

const PeopleFilter = {
  q: Type.Optional(Type.String({ maxLength: 40 })),
  post: Type.Optional(Key),
  place: Type.Optional(Key),
  unit: Type.Optional(Key),
};
const Page = { limit: Limit, cursor: Type.Optional(Type.String({ format: 'uuid' })) };

const strict = { additionalProperties: false };

const NewPerson = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }),
    phone: Type.Optional(Type.String({ pattern: PHONE })),
    username: Type.Optional(Type.String({ maxLength: 40 })),
    password: Type.Optional(Type.String({ maxLength: 200 })),
    post: Type.Optional(Key),
    at: Type.Optional(Key),
    from: Type.Optional(Day),
    to: Type.Optional(Type.Union([Type.Null(), Day])),
  },
  strict,
);

const Reason = Type.Object({ reason: Type.String({ minLength: 2, maxLength: 200, pattern: '\\S' }) }, strict);

const NewPassword = Type.Object({ password: Type.String({ minLength: 1, maxLength: 200 }) }, strict);

export function registerDirectory({ route }: Ground, services: Services): void {
  const { db, keys } = services;

  route<unknown, PeopleQuery>(
    {
      method: 'GET',
      path: '/people',
      may: 'people.read',
      summary: 'People in posts, by name, post, place or unit',
      query: Type.Object({ ...PeopleFilter, ...Page }),
    },
    ({ county, actor, now, query }) => listPeople(db, keys, county, actor, query, now),
  );

  route<unknown, PeopleQuery>(
    {
      method: 'GET',
      path: '/exports/people.xlsx',
      may: 'people.read',
      summary: 'The list of people with their posts as a workbook, without numbers',
      query: Type.Object(PeopleFilter),
      raw: true,
    },
    ({ county, actor, now, language, query, reply }) =>
      exportPeople(services, { county, actor, now, language, reply }, query),
  );

  route<unknown, unknown, Id>(
    { method: 'GET', path: '/people/:id', may: 'people.read', summary: 'One person with all terms' },
    async ({ county, actor, now, params }) => {
      const { createdAt, ...view } = await viewPerson(db, keys, county, actor, personId(params), now);
      return { ...view, createdAt: iso(createdAt, county.pack.utcOffsetMinutes) };
    },
  );

  route<NewPersonBody>(
    {
      method: 'POST',
      path: '/people',
      may: 'people.edit',
      summary: 'Make a person, with an account and a post where given',
      body: NewPerson,
      status: 201,
    },
    ({ county, actor, now, key, body }) => createPerson(services, { county, actor, now, key }, body),
  );

  route<{ reason: string }, unknown, Id>(
    {
      method: 'POST',
      path: '/people/:id/unmask',
      may: 'people.read',
      summary: "A person's name and phone, for a reason that is kept",
      body: Reason,
    },
    ({ county, actor, now, key, params, body }) =>
      unmaskPerson(services, { county, actor, now, key }, personId(params), body.reason.trim()),
  );

  route<{ password: string }, unknown, Id>(
    {
      method: 'POST',
      path: '/people/:id/password',
      may: 'people.edit',
      summary: 'Give a new password to somebody who forgot theirs; their sessions end',
      body: NewPassword,
    },
    ({ county, actor, now, key, params, body }) =>
      resetPassword(services, { county, actor, now, key }, personId(params), body),
  );

  route<unknown, unknown, Id>(
    {
      method: 'POST',
      path: '/people/:id/erase',
      may: 'signed',
      summary: "Erase a person's data: one's own, or by whoever keeps people",
    },
    ({ county, actor, now, key, params }) => erase(services, { county, actor, now, key }, personId(params)),
  );
}
