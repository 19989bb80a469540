/** Duties as calendars over the network. */
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { facilityFeed, makeFeed, personFeed, revokeFeed } from './feeds.ts';
import { callOf, type Id, idOf } from './wire.ts';

const ICS = 'text/calendar; charset=utf-8';

export function registerFeeds({ route }: Ground, services: Services): void {
  const { db } = services;
  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/facilities/:id/duties.ics',
      may: 'public',
      summary: 'When somebody is on duty there, as a calendar',
      raw: true,
    },
    async ({ county, now, params, reply, language }) => {
      reply.type(ICS).send(await facilityFeed(db, county, idOf(params), now, language));
    },
  );
  route<unknown, unknown, { secret: string }>(
    {
      method: 'GET',
      path: '/duty-feeds/:secret',
      may: 'public',
      summary: "A person's duties as a calendar, by secret address",
      raw: true,
      perMinute: 60,
    },
    async ({ county, now, params, reply, language }) => {
      reply
        .header('cache-control', 'no-store')
        .type(ICS)
        .send(await personFeed(db, county, params.secret.replace(/\.ics$/, ''), now, language));
    },
  );
  route(
    {
      method: 'POST',
      path: '/duty-feeds',
      may: 'signed',
      summary: 'A new secret address of my duties; earlier ones stop',
      status: 201,
    },
    (call) => makeFeed(services, callOf(call)),
  );
  route(
    { method: 'POST', path: '/duty-feeds/revoke', may: 'signed', summary: 'Stop the secret address of my duties' },
    (call) => revokeFeed(services, callOf(call)),
  );
}
