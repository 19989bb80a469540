/** Results for everybody, and the overview for staff. Public answers are kept for some seconds: a crowd costs one reading. */
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { overview } from './overview.ts';
import { medianHours, publicMap, publicResults } from './public.ts';
import { Overview, PublicMap, PublicResults } from './schema.ts';
import { publicShapes } from './shapes.ts';

const KEPT_MS = 5000;
const MEDIAN_KEPT_MS = 60_000;

/** One answer per county, asked again when it is older than `ms`; those who ask meanwhile share the one under way. */
function keep<T>(
  ms: number,
  ask: (county: CountyRuntime, now: number) => Promise<T>,
): (county: CountyRuntime, now: number) => Promise<T> {
  const kept = new Map<string, { until: number; answer: Promise<T> }>();
  return (county, now) => {
    const found = kept.get(county.id);
    if (found && now < found.until) return found.answer;
    const answer = ask(county, now);
    kept.set(county.id, { until: now + ms, answer });
    answer.catch(() => kept.delete(county.id));
    return answer;
  };
}

export function registerResults({ route }: Ground, services: Services): void {
  const { db } = services;
  const median = keep(MEDIAN_KEPT_MS, (county, now) => medianHours(db, county, now));
  const results = keep(KEPT_MS, (county, now) => publicResults(db, county, now, () => median(county, now)));
  const map = keep(KEPT_MS, (county, now) => publicMap(db, county, now));

  route(
    {
      method: 'GET',
      path: '/public/results',
      may: 'public',
      switch: 'publicPage',
      summary: 'Figures and recent matters, without personal data',
      reply: PublicResults,
    },
    async ({ county, now, reply }) => {
      reply.header('cache-control', 'public, max-age=5');
      return results(county, now);
    },
  );

  route(
    {
      method: 'GET',
      path: '/public/map',
      may: 'public',
      switch: ['publicPage', 'map'],
      summary: 'Where matters of the last 30 days were, to some 300 m',
      reply: PublicMap,
    },
    async ({ county, now, reply }) => {
      reply.header('cache-control', 'public, max-age=5');
      return map(county, now);
    },
  );

  route(
    {
      method: 'GET',
      path: '/public/shapes',
      may: 'public',
      switch: 'map',
      summary: 'Outlines of towns and communities, thinned',
    },
    async ({ county, reply }) => {
      reply.header('cache-control', 'public, max-age=3600');
      return publicShapes(db, county);
    },
  );

  route(
    {
      method: 'GET',
      path: '/overview',
      may: 'matter.read',
      summary: 'My places and units at a glance',
      reply: Overview,
    },
    async ({ county, actor, now }) => overview(db, county, actor, now),
  );
}
