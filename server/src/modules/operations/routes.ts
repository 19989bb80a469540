/** For those who keep the program running: is it alive, is it ready, how is it; and the proof of the journal on request. */
import Type from 'typebox';
import { actorKey } from '../../access/actor.ts';
import { sql } from '../../platform/db.ts';
import type { Ground } from '../../platform/http.ts';
import { defineJob, startJob } from '../../platform/jobs.ts';
import { makeMetrics } from '../../platform/metrics.ts';
import { once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import { verify } from '../../platform/verify.ts';
import { compareTallies, rebuildAllTallies } from '../results/index.ts';

defineJob('verify', async ({ services, county }) => verify(services, county.id));

/** Counts all tallies again and says which days had gone wrong, so that a fault in the counting does not stay hidden. */
defineJob('tallies', async ({ services, county }) => {
  const differing = await compareTallies(services.db, county);
  const days = await rebuildAllTallies(services, county);
  return { days, differing };
});

export type Readiness = { ready: boolean; database: boolean; migrations: number; counties: string[] };

async function readiness(services: Services): Promise<Readiness> {
  const counties = [...services.counties.keys()];
  try {
    const row = await services.db.row<{ n: number }>(sql`SELECT count(*)::int AS n FROM public.schema_migration`);
    const migrations = row?.n ?? 0;
    return { ready: migrations > 0 && counties.length > 0, database: true, migrations, counties };
  } catch {
    return { ready: false, database: false, migrations: 0, counties };
  }
}

const Started = Type.Object({ job: Type.String() });

export function registerOperations({ app, route }: Ground, services: Services): void {
  const metrics = makeMetrics(app, services);
  const hidden = { schema: { hide: true } as never };

  app.get('/healthz', hidden, async () => ({ alive: true }));

  app.get('/readyz', hidden, async (_request, reply) => {
    const state = await readiness(services);
    return reply.status(state.ready ? 200 : 503).send(state);
  });

  app.get('/metrics', hidden, async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));

  route(
    {
      method: 'POST',
      path: '/verify',
      may: 'journal.verify',
      summary: 'Prove the journal: a job whose result names what was changed behind the program’s back',
      status: 202,
      reply: Started,
    },
    async ({ county, actor, key, now }) =>
      once(services.db, { county: county.id, actorKey: actorKey(actor), key, now }, 'verify', {}, async (tx) => ({
        job: await startJob(services, county.id, 'verify', {}, actor.person?.id ?? null, tx),
      })),
  );
}
