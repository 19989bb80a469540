/** Figures for Prometheus. They name routes, statuses and counties, never a person or a matter. */
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Queryable, sql } from './db.ts';
import type { Services } from './services.ts';

export type Metrics = { text(): Promise<string>; contentType: string };

/** Reads a figure of each county when it is asked for. Counting stops at `CAP`: beyond it is trouble enough. */
const CAP = 100_000;

const FIGURES: { name: string; help: string; read(db: Queryable, county: string, now: number): Promise<number> }[] = [
  {
    name: 'huying_outbox_events',
    help: `Events that wait to be drained, counted up to ${CAP}`,
    read: (db, county) => counted(db, sql`SELECT 1 FROM outbox WHERE county_id = ${county}`),
  },
  {
    name: 'huying_outbox_oldest_seconds',
    help: 'Age of the event that has waited longest to be drained',
    read: async (db, county, now) => {
      const row = await db.row<{ at: number | null }>(sql`
        SELECT j.recorded_at AS at FROM (
          SELECT * FROM outbox WHERE county_id = ${county} ORDER BY queue_no LIMIT 1) o
        JOIN journal j ON j.county_id = ${county} AND j.subject_kind = o.subject_kind AND j.subject_id = o.subject_id AND j.seq = o.seq`);
      return row?.at ? Math.max(0, (now - row.at) / 1000) : 0;
    },
  },
  {
    name: 'huying_effects_waiting',
    help: `Effects not done yet, counted up to ${CAP}`,
    read: (db, county) => counted(db, sql`SELECT 1 FROM effect_due WHERE county_id = ${county}`),
  },
  {
    name: 'huying_clocks_overdue',
    help: `Open clocks past their deadline, counted up to ${CAP}`,
    read: (db, county, now) =>
      counted(
        db,
        sql`SELECT 1 FROM clock WHERE county_id = ${county} AND stopped_at IS NULL AND card <> 'red' AND due_at < ${new Date(now)}`,
      ),
  },
  {
    name: 'huying_messages_waiting',
    help: `Messages not sent yet, counted up to ${CAP}`,
    read: (db, county) => counted(db, sql`SELECT 1 FROM message WHERE county_id = ${county} AND sent_at IS NULL`),
  },
];

async function counted(db: Queryable, rows: ReturnType<typeof sql>): Promise<number> {
  const row = await db.row<{ n: number }>(sql`SELECT count(*)::int AS n FROM (${rows} LIMIT ${CAP}) c`);
  return row?.n ?? 0;
}

export function makeMetrics(app: FastifyInstance, services: Services): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];

  const durations = new Histogram({
    name: 'huying_http_seconds',
    help: 'Duration of requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const commands = new Counter({
    name: 'huying_commands_total',
    help: 'Acts by route and whether they were done, refused or failed',
    labelNames: ['route', 'result'],
    registers,
  });
  app.addHook('onResponse', async (request, reply) => {
    // The pattern of the route: addresses hold ids.
    const route = request.routeOptions.url ?? 'unknown';
    const { method } = request;
    durations.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    if (method !== 'POST' && method !== 'DELETE') return;
    commands.inc({ route, result: reply.statusCode < 400 ? 'done' : reply.statusCode < 500 ? 'refused' : 'failed' });
  });

  for (const { name, help, read } of FIGURES) {
    new Gauge({
      name,
      help,
      labelNames: ['county'],
      registers,
      async collect() {
        this.reset();
        for (const county of services.counties.keys())
          this.set({ county }, await read(services.db, county, services.clock()));
      },
    });
  }
  const { pool } = services.db;
  gauge('huying_db_connections', 'Connections of the pool', () => pool.totalCount);
  gauge('huying_db_connections_idle', 'Connections of the pool that nobody uses', () => pool.idleCount);
  gauge('huying_db_waiting', 'Requests that wait for a connection', () => pool.waitingCount);
  gauge('huying_live_streams', 'Open streams of notices', () => services.live.subscribers());

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
  return { text: () => registry.metrics(), contentType: registry.contentType };
}
