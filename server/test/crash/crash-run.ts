/**
 * Work under load, a `kill -9` in the middle of it, and the count afterwards: every command that was acknowledged, and
 * every one that is asked again with its key, is in the journal exactly once, in order; no clock was missed; the journal
 * proves itself. What is told wrong is returned, so that a test can ask for nothing.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Holder, holder } from '../../../bench/people.ts';
import { randomFrom, spots } from '../../../bench/reports.ts';
import { postmasterOf, type Server, startServer } from '../../../bench/server.ts';
import { type Db, openDb, sql } from '../../src/platform/db.ts';
import { startDatabase } from '../../src/platform/embedded.ts';
import { loadKeys } from '../../src/platform/keys.ts';
import { makeLog } from '../../src/platform/log.ts';
import { verify } from '../../src/platform/verify.ts';

export type CrashOptions = {
  /** An empty folder. `HUYING_PACKS` must name packs whose accept limit is a minute, yellow from its tenth part. */
  dataDir: string;
  county: string;
  kill: 'server' | 'postgres';
  workers: number;
  seconds: number;
  /** How long a killed server stays away; longer than it takes from a report to its yellow card. */
  awayMs: number;
};

export type CrashReport = { matters: number; acknowledged: number; asked: number; carded: number; wrong: string[] };

/** A command as its sender knows it. */
type Command = {
  matter: string;
  kind: string;
  path: string;
  token: string;
  key: string;
  body: Record<string, unknown>;
  done: boolean;
};

type People = { reporter: Holder; leader: Holder; secretary: Holder };

async function send(base: string, county: string, command: Command): Promise<{ status: number; version: number }> {
  const reply = await fetch(`${base}/api/${county}${command.path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${command.token}`,
      'idempotency-key': command.key,
    },
    body: JSON.stringify(command.body),
    signal: AbortSignal.timeout(20_000),
  });
  const body = (await reply.json()) as { version?: number };
  if (reply.ok) command.done = true;
  return { status: reply.status, version: body.version ?? 0 };
}

/** One matter's way: reported, accepted, noted, raised, accepted above; each step knows the version the last one told. */
function nextCommand(
  people: People,
  matter: string,
  step: number,
  version: number,
  point: [number, number],
): Command | null {
  const key = randomUUID();
  const command = (kind: string, who: Holder, path: string, body: Record<string, unknown>): Command => ({
    matter,
    kind,
    path,
    token: who.token,
    key,
    body,
    done: false,
  });
  const verb = (kind: string, who: Holder, name: string, fields = {}) =>
    command(kind, who, `/matters/${matter}/${name}`, { version, ...fields });
  switch (step) {
    case 0:
      return command('matter.submit', people.reporter, '/matters', {
        id: matter,
        words: `演示：第 ${matter.slice(0, 8)} 件`,
        point,
      });
    case 1:
      return verb('matter.note', people.leader, 'note', { words: `演示备注 ${key}` });
    case 2:
      return verb('matter.raise', people.leader, 'raise', { words: '演示上报' });
    case 3:
      return verb('matter.note', people.secretary, 'note', { words: `演示备注 ${key}` });
    default:
      return null;
  }
}

export async function crashRun(options: CrashOptions): Promise<CrashReport> {
  const { dataDir, county, kill, workers, seconds, awayMs } = options;
  let server: Server = await startServer({ dataDir, county });
  const database = await startDatabase({ dataDir, databaseUrl: null, databaseBuffersMb: 64 }, makeLog('silent'));
  const { url } = database;
  // Ours is only the address: were we a holder, we would start again what is to be found dead.
  await database.stop();
  const db = openDb({ connectionString: url, max: 2 });
  try {
    const { grid, point } = spots(county, 1, randomFrom(3))[0] as { grid: string; point: [number, number] };
    const community = await db.row<{ id: string }>(
      sql`SELECT parent_id AS id FROM place WHERE county_id = ${county} AND place_id = ${grid}`,
    );
    const people: People = {
      reporter: await holder(db, county, dataDir, null),
      leader: await holder(db, county, dataDir, 'grid_leader', grid),
      secretary: await holder(db, county, dataDir, 'community_secretary', community?.id),
    };
    const sent: Command[] = [];
    let asking = true;
    const worker = async () => {
      while (asking) {
        const matter = randomUUID();
        let version = 0;
        for (let step = 0; asking; step += 1) {
          const command = nextCommand(people, matter, step, version, point);
          if (!command) break;
          sent.push(command);
          const answer = await send(server.base, county, command).catch(() => ({ status: 0, version: 0 }));
          // Not known whether it was done: this worker's last word, until it may ask again.
          if (!command.done) return;
          version = answer.version;
        }
      }
    };
    const working = Array.from({ length: workers }, worker);
    await sleep(seconds * 1000);
    if (kill === 'server') await server.kill();
    else process.kill(postmasterOf(dataDir) as number, 'SIGKILL');
    await Promise.all(working);
    asking = false;
    const acknowledged = sent.filter((one) => one.done).length;
    if (kill === 'server') {
      await sleep(awayMs);
      server = await startServer({ dataDir, county });
    } else await ready(server);
    const open = sent.filter((one) => !one.done);
    for (const command of open) await send(server.base, county, command);
    // And all once more that were answered: the same answer, nothing done twice.
    for (const command of sent.slice(-200)) await send(server.base, county, command);
    const wrong = open
      .filter((one) => !one.done)
      .map((one) => `${one.kind} of ${one.matter} was not taken when asked again`);
    const carded = await cards(db, county, 40_000);
    wrong.push(...(await differences(db, county, sent)), ...carded.missed);
    await drained(db, county);
    const proof = await verify({ db, keys: loadKeys(null, join(dataDir, 'keys')), dataDir }, county);
    wrong.push(...proof.findings.map((one) => `verify: ${JSON.stringify(one)}`));
    return {
      matters: new Set(sent.map((one) => one.matter)).size,
      acknowledged,
      asked: open.length,
      carded: carded.n,
      wrong,
    };
  } finally {
    await db.end();
    await server.stop();
  }
}

async function ready(server: Server): Promise<void> {
  const most = Date.now() + 30_000;
  while (Date.now() < most) {
    if (
      await fetch(`${server.base}/readyz`).then(
        (reply) => reply.ok,
        () => false,
      )
    )
      return;
    await sleep(50);
  }
  throw new Error('the server did not find its database again');
}

/** What the journal holds beside what was asked for: each matter's commands, each once, in order. */
async function differences(db: Db, county: string, sent: readonly Command[]): Promise<string[]> {
  const rows = await db.rows<{ id: string; kinds: string[] }>(sql`
    SELECT subject_id AS id, array_agg(event ->> 'kind' ORDER BY seq) FILTER (WHERE event ->> 'kind' <> 'matter.card') AS kinds
    FROM journal WHERE county_id = ${county} AND subject_kind = 'matter' GROUP BY subject_id`);
  const kept = new Map(rows.map((row) => [row.id, row.kinds.join(' ')]));
  const wanted = Map.groupBy(sent, (one) => one.matter);
  const wrong = [...wanted].flatMap(([matter, commands]) => {
    const kinds = commands.map((one) => one.kind).join(' ');
    return kept.get(matter) === kinds ? [] : [`${matter} holds [${kept.get(matter)}], asked were [${kinds}]`];
  });
  const strangers = [...kept.keys()].filter((id) => !wanted.has(id));
  const heads = await db.rows<{ id: string }>(sql`
    SELECT m.matter_id AS id FROM matter m WHERE m.county_id = ${county} AND m.version <> (
      SELECT max(j.seq) FROM journal j WHERE j.county_id = ${county} AND j.subject_kind = 'matter' AND j.subject_id = m.matter_id::text)`);
  return [
    ...wrong,
    ...strangers.map((id) => `${id} was never asked for`),
    ...heads.map(({ id }) => `${id} and its journal differ in number`),
  ];
}

/** Waits until every clock that has passed its yellow instant shows it. */
async function cards(db: Db, county: string, mostMs: number): Promise<{ n: number; missed: string[] }> {
  const most = Date.now() + mostMs;
  for (;;) {
    const row = await db.row<{ due: number; carded: number; oldest: number | null }>(sql`
      SELECT count(*) FILTER (WHERE card = 'none' AND stopped_at IS NULL AND yellow_at <= now())::int AS due,
        count(*) FILTER (WHERE card <> 'none')::int AS carded
      FROM clock WHERE county_id = ${county}`);
    if (row && row.due === 0 && row.carded > 0) return { n: row.carded, missed: [] };
    if (Date.now() > most) return { n: row?.carded ?? 0, missed: [`${row?.due} clocks have passed and show no card`] };
    await sleep(200);
  }
}

async function drained(db: Db, county: string): Promise<void> {
  for (let n = 0; n < 300; n += 1) {
    const row = await db.row<{ n: number }>(sql`SELECT count(*)::int AS n FROM outbox WHERE county_id = ${county}`);
    if (row?.n === 0) return;
    await sleep(100);
  }
}
