/** The 15-minute circle over the network, and the ways it is walked on. */
import Type from 'typebox';
import { GEOJSON } from '../../../platform/exchange/index.ts';
import type { Ground } from '../../../platform/http.ts';
import type { Services } from '../../../platform/services.ts';
import { iso } from '../../../platform/wire.ts';
import * as shape from '../schema.ts';
import { callOf, type Id, idOf } from '../wire.ts';
import type { CircleInput } from './compute.ts';
import { askCircle, circleJob, listCircles, readCircle } from './job.ts';
import { describeNetwork, importWays } from './network.ts';

const WAYS_LIMIT = 40 * 1024 * 1024;

export function registerCircle({ app, route }: Ground, services: Services): void {
  const { db } = services;
  if (!app.hasContentTypeParser(GEOJSON)) {
    app.addContentTypeParser(GEOJSON, { parseAs: 'buffer', bodyLimit: WAYS_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
  }
  route<Partial<CircleInput>>(
    {
      method: 'POST',
      path: '/circle',
      may: 'facilities.read',
      summary: 'Compute the 15-minute circle, and the best next sites where some are asked for',
      body: shape.AskCircle,
      reply: Type.Object({ job: Type.String() }),
      status: 202,
      perMinute: 20,
    },
    (call) => askCircle(services, callOf(call), call.body),
  );
  route(
    {
      method: 'GET',
      path: '/circle',
      may: 'facilities.read',
      summary: 'Results of late, and the ways they were walked on',
    },
    async ({ county }) => {
      const network = await describeNetwork(db, county.id);
      return {
        rows: await listCircles(db, county),
        network: network && { ...network, madeAt: iso(network.madeAt, county.pack.utcOffsetMinutes) },
      };
    },
  );
  route<unknown, unknown, Id>(
    {
      method: 'GET',
      path: '/circle/:id',
      may: 'facilities.read',
      summary: 'One result: communities, cells, stations, sites',
    },
    ({ county, params }) => readCircle(db, county, idOf(params)),
  );
  route<unknown, unknown, Id>(
    { method: 'GET', path: '/circle/jobs/:id', may: 'facilities.read', summary: 'How far the computing is' },
    ({ county, params }) => circleJob(db, county, idOf(params)),
  );
  route<Buffer | string | object>(
    {
      method: 'POST',
      path: '/imports/ways',
      may: 'import.run',
      summary: 'Ways to walk on, as a GeoJSON FeatureCollection of lines; they take the place of the earlier ones',
      status: 201,
      bodyLimit: WAYS_LIMIT,
      perMinute: 10,
    },
    (call) => {
      const { body } = call;
      const text = Buffer.isBuffer(body)
        ? body.toString('utf8')
        : typeof body === 'string'
          ? body
          : JSON.stringify(body ?? null);
      return importWays(services, callOf(call), text);
    },
  );
}
