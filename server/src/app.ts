/** Composes the rooms into one HTTP application. */
import compress from '@fastify/compress';
import swagger from '@fastify/swagger';
import type { FastifyBaseLogger } from 'fastify';
import { figures } from './figures.ts';
import { registerBoards } from './modules/boards/index.ts';
import { registerCalendar } from './modules/calendar/index.ts';
import { registerCounty } from './modules/county/index.ts';
import { registerCoverage } from './modules/coverage/index.ts';
import { demoView } from './modules/demo/index.ts';
import { registerDevices } from './modules/devices/index.ts';
import { registerExchange } from './modules/exchange/index.ts';
import { registerFacilities } from './modules/facilities/index.ts';
import { registerFiles } from './modules/files/index.ts';
import { registerGrades } from './modules/grades/index.ts';
import { registerItems } from './modules/items/index.ts';
import { registerMatters } from './modules/matters/index.ts';
import { registerOperations } from './modules/operations/index.ts';
import { registerParty } from './modules/party/index.ts';
import { actorOf, registerPeople } from './modules/people/index.ts';
import { registerResults } from './modules/results/index.ts';
import { registerTerritory } from './modules/territory/index.ts';
import { registerFaces } from './platform/faces.ts';
import { type Ground, makeGround } from './platform/http.ts';
import { registerJobs } from './platform/jobs.ts';
import { registerLive } from './platform/live-route.ts';
import type { Services } from './platform/services.ts';

const API = {
  openapi: '3.1.0',
  info: {
    title: 'Huying 呼应',
    version: '0.1.0',
    description:
      "A county's open workbench for grassroots governance. Errors are RFC 9457 problem details with a stable `code`.",
    license: { name: 'Apache-2.0' },
  },
} as const;

export async function makeApp(services: Services): Promise<Ground> {
  const ground = await makeGround({
    counties: services.counties,
    actorOf: (county, request, now) => actorOf(services, county, request, now),
    clock: services.clock,
    logger: services.log as unknown as FastifyBaseLogger,
    ...(services.acts ? { acts: services.acts } : {}),
  });
  const { app } = ground;
  // Answers worth packing; streams (live notices, workbooks, pictures) write for themselves.
  await app.register(compress, { threshold: 4096, encodings: ['gzip'], customTypes: /json/ });
  await app.register(swagger, {
    openapi: API,
    // The interface is what lies under /api; pages and the program's own state are not part of it.
    transform: ({ schema, url }) => ({
      schema: { ...schema, ...(url.startsWith('/api/') ? {} : { hide: true }) } as never,
      url,
    }),
  });
  app.after(() => {
    registerCounty(ground, services, { figures, demo: demoView });
    registerPeople(ground, services);
    registerGrades(ground, services);
    registerBoards(ground, services);
    registerFiles(ground, services);
    registerTerritory(ground, services);
    registerCoverage(ground, services);
    registerParty(ground, services);
    registerItems(ground, services);
    registerCalendar(ground, services);
    registerMatters(ground, services);
    registerResults(ground, services);
    registerDevices(ground, services);
    registerExchange(ground, services);
    registerFacilities(ground, services);
    registerJobs(ground, services);
    registerLive(ground, services, { again: (call) => actorOf(services, call.county, call.request, services.clock()) });
    registerOperations(ground, services);
    app.get('/openapi.json', { schema: { hide: true } as never }, async () => app.swagger());
    registerFaces(app, services.counties);
  });
  await app.ready();
  return ground;
}
