/** Whole loops, report to close in eight commands of six people, beside the rate at which PostgreSQL commits single rows. */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { DEFAULT_COUNTY } from '../server/src/platform/config.ts';
import { type Db, openDb, sql } from '../server/src/platform/db.ts';
import { startDatabase } from '../server/src/platform/embedded.ts';
import { makeLog } from '../server/src/platform/log.ts';
import { type Holder, holder } from './people.ts';
import { findPgbench, runPgbench } from './pgbench.ts';
import { randomFrom, spots } from './reports.ts';
import { ONE_ROW } from './same-rows.ts';
import { line, median } from './say.ts';
import { startServer } from './server.ts';

export type LoopFigures = { loops: number; commands: number; commits: number; ratio: number; p50: number };

const AT_ONCE = 32;
const COMMANDS = 8;

type Cast = Record<'reporter' | 'leader' | 'secretary' | 'caller' | 'responder', Holder>;
type Stage = { base: URL; county: string; cast: Cast; point: [number, number]; unit: string; agent: Agent };

function post({ base, county, agent }: Stage, who: Holder, path: string, body: unknown): Promise<{ version: number }> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port: base.port,
        method: 'POST',
        path: `/api/${county}${path}`,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'idempotency-key': randomUUID(),
          authorization: `Bearer ${who.token}`,
        },
      },
      (reply) => {
        let told = '';
        reply.setEncoding('utf8');
        reply.on('data', (chunk) => (told += chunk));
        reply.on('end', () =>
          reply.statusCode && reply.statusCode < 300
            ? resolve(JSON.parse(told))
            : reject(new Error(`${path}: ${told}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

async function loop(stage: Stage): Promise<void> {
  const { cast, point, unit } = stage;
  const id = randomUUID();
  let { version } = await post(stage, cast.reporter, '/matters', { id, words: '演示：路灯不亮，请尽快修理。', point });
  const act = async (who: Holder, verb: string, fields: Record<string, unknown> = {}) => {
    ({ version } = await post(stage, who, `/matters/${id}/${verb}`, { version, ...fields }));
  };
  await act(cast.leader, 'accept');
  await act(cast.leader, 'raise', { words: '超出网格能力' });
  await act(cast.secretary, 'raise', { words: '需要部门办理' });
  await act(cast.caller, 'dispatch', { lead: unit });
  await act(cast.responder, 'assignments/1/take_on');
  await act(cast.responder, 'assignments/1/conclude', { outcome: 'resolved', words: '已修好' });
  await act(cast.reporter, 'judge', { met: true, resolved: true, satisfied: true });
}

async function castOf(db: Db, county: string, dataDir: string, grid: string): Promise<{ cast: Cast; unit: string }> {
  const above = async (id: string) =>
    (
      await db.row<{ id: string }>(
        sql`SELECT parent_id AS id FROM place WHERE county_id = ${county} AND place_id = ${id}`,
      )
    )?.id as string;
  const community = await above(grid);
  const unit = await db.row<{ id: string }>(
    sql`SELECT unit_id AS id FROM unit WHERE county_id = ${county} AND kind = 'department' ORDER BY unit_id LIMIT 1`,
  );
  const seat = (kind: string | null, where = '') => holder(db, county, dataDir, kind, where);
  return {
    unit: unit?.id as string,
    cast: {
      reporter: await seat(null),
      leader: await seat('grid_leader', grid),
      secretary: await seat('community_secretary', community),
      caller: await seat('town_caller', await above(community)),
      responder: await seat('responder', unit?.id),
    },
  };
}

export async function measureLoops(dir: string, options: { rounds: number; seconds: number }): Promise<LoopFigures> {
  const county = DEFAULT_COUNTY;
  const dataDir = join(dir, 'loops');
  rmSync(dataDir, { recursive: true, force: true });
  const server = await startServer({ dataDir, county });
  const database = await startDatabase({ dataDir, databaseUrl: null, databaseBuffersMb: 64 }, makeLog('silent'));
  const db = openDb({ connectionString: database.url, max: 2 });
  try {
    const { grid, point } = spots(county, 1, randomFrom(5))[0] as { grid: string; point: [number, number] };
    const stage: Stage = {
      base: new URL(server.base),
      county,
      point,
      ...(await castOf(db, county, dataDir, grid)),
      agent: new Agent({ keepAlive: true, maxSockets: AT_ONCE }),
    };
    await db.pool.query(ONE_ROW.table);
    const pgbench = findPgbench();
    const loops: number[] = [];
    const commits: number[] = [];
    const times: number[] = [];
    for (let round = 0; round <= options.rounds; round += 1) {
      const began = performance.now();
      const until = began + options.seconds * 1000;
      let done = 0;
      const worker = async () => {
        while (performance.now() < until) {
          const from = performance.now();
          await loop(stage);
          done += 1;
          if (round > 0) times.push(performance.now() - from);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      const rate = done / ((performance.now() - began) / 1000);
      // The first round is for warming up.
      if (round === 0) continue;
      loops.push(rate);
      if (!pgbench) continue;
      process.kill(server.pid, 'SIGSTOP');
      const told = await runPgbench(pgbench, database.url, ONE_ROW.script, {
        clients: AT_ONCE,
        seconds: options.seconds,
        file: join(dir, 'one-row.sql'),
      }).finally(() => process.kill(server.pid, 'SIGCONT'));
      commits.push(told.tps);
      line(
        `  round ${round}: ${rate.toFixed(1)} loops/s (${(rate * COMMANDS).toFixed(0)} commands/s), pgbench ${told.tps.toFixed(0)} one-row commits/s`,
      );
    }
    stage.agent.destroy();
    const rate = median(loops);
    const reference = commits.length > 0 ? median(commits) : Number.NaN;
    return {
      loops: rate,
      commands: rate * COMMANDS,
      commits: reference,
      ratio: (rate * COMMANDS) / reference,
      p50: median(times),
    };
  } finally {
    await db.end();
    await server.stop();
    await database.stop();
  }
}
