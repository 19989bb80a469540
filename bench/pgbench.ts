/** PostgreSQL's own load generator, the yardstick: the same rows into the same tables, as fast as it can. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns the newest pgbench of this machine; null when there is none (Debian: package postgresql-contrib or postgresql) */
export function findPgbench(): string | null {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(base, version, 'bin', 'pgbench')).find((path) => existsSync(path));
  if (found) return found;
  return spawnSync('pgbench', ['--version']).status === 0 ? 'pgbench' : null;
}

export function versionOf(pgbench: string): string {
  return spawnSync(pgbench, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

export type Pgbench = { tps: number; failed: number };

/** Runs a script with prepared statements. @throws Error with pgbench's words when it fails. */
export async function runPgbench(
  pgbench: string,
  url: string,
  script: string,
  options: { clients: number; seconds: number; file: string },
): Promise<Pgbench> {
  writeFileSync(options.file, script);
  const { searchParams, pathname, username } = new URL(url);
  const child = spawn(
    pgbench,
    [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(options.clients),
      '-j',
      '2',
      '-T',
      String(options.seconds),
      '-f',
      options.file,
      pathname.slice(1),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        PGHOST: searchParams.get('host') ?? '',
        PGPORT: searchParams.get('port') ?? '5432',
        PGUSER: username,
      },
    },
  );
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (out += chunk));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  const tps = /^tps = ([\d.]+)/m.exec(out)?.[1];
  if (code !== 0 || !tps) throw new Error(`pgbench failed (${code}):\n${out}`);
  return { tps: Number(tps), failed: Number(/number of failed transactions: (\d+)/.exec(out)?.[1] ?? 0) };
}
