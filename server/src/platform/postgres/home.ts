import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, canEnter, giveTo } from './account.ts';

/** The name, in the data folder, of the note that says where the database is when it is not there itself. */
const NOTE = 'postgres.json';
/** The name, in such a place, of the note that says whose it is. */
const OWNER = 'owner.json';

/**
 * The folder that holds the database's files: the data folder where the account can enter it, else a folder of its
 * own that a note in the data folder remembers, so that a moved checkout keeps its database, a copied one gets another
 * and a removed data folder means a fresh start.
 * @param bases where such folders may be made, best first
 */
export function databaseHome(dataDir: string, account: Account | null, bases: readonly string[] = HOMES): string {
  if (account === null || canEnter(account, dataDir)) return dataDir;
  const here = realpathSync(dataDir);
  if (existsSync(join(here, 'postgres'))) {
    throw new Error(
      `${here} 里有数据库，但数据库用户（uid ${account.uid}）现在进不去；请为该文件夹及其上级恢复通过权限（o+x）。· The database in ${here} cannot be entered by its user (uid ${account.uid}) any more: give the folder and those above it back the right to pass (o+x).`,
    );
  }
  const note = join(here, NOTE);
  const remembered = readJson(note)?.home;
  if (typeof remembered === 'string' && isOurs(remembered, here)) {
    writeFileSync(join(remembered, OWNER), JSON.stringify({ dataDir: here }));
    return remembered;
  }
  const home = makeHome(here, account, bases);
  writeFileSync(note, `${JSON.stringify({ home })}\n`);
  return home;
}

const HOMES = ['/var/lib/huying', '/opt/huying', join(tmpdir(), 'huying')];

function isOurs(home: string, dataDir: string): boolean {
  const owner = readJson(join(home, OWNER))?.dataDir;
  if (typeof owner !== 'string') return false;
  // Another data folder that still points there makes this one the copy.
  return owner === dataDir || readJson(join(owner, NOTE))?.home !== home;
}

function makeHome(dataDir: string, account: Account, bases: readonly string[]): string {
  const name = `${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}-${randomBytes(3).toString('hex')}`;
  for (const base of bases) {
    const home = join(base, name);
    try {
      const made = !existsSync(base);
      mkdirSync(home, { recursive: true });
      if (made) chmodSync(base, 0o711);
      chmodSync(home, 0o711);
    } catch {
      continue;
    }
    if (canEnter(account, home)) {
      writeFileSync(join(home, OWNER), JSON.stringify({ dataDir }));
      return home;
    }
    rmSync(home, { recursive: true, force: true });
  }
  throw new Error(
    `数据库用户（uid ${account.uid}）进不了 ${dataDir}，也建不了它自己的文件夹（${bases.join('、')}）。· The database's user (uid ${account.uid}) cannot enter ${dataDir}, and no folder of its own could be made (${bases.join(', ')}).`,
  );
}

/** The kernel's room for a socket's path, its closing zero left out. */
const LONGEST_SOCKET = process.platform === 'darwin' ? 103 : 107;

/**
 * A folder for the database's socket that only we and the database's user can enter: in its home, else, where that
 * path is too long for a socket, a short one among the temporary files.
 */
export function socketDir(home: string, account: Account | null, port: number): string {
  const owner = account?.uid ?? process.getuid?.() ?? 0;
  const fits = (dir: string): boolean => Buffer.byteLength(join(dir, `.s.PGSQL.${port}`)) <= LONGEST_SOCKET;
  const short = `huying-${owner}-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
  const dir = [join(home, 'socket'), join(tmpdir(), short), join('/tmp', short)].find(fits) ?? join('/tmp', short);
  if (!existsSync(dir)) {
    mkdirSync(dir, { mode: 0o700 });
    giveTo(account, dir);
  }
  // Among the temporary files anybody may have put a folder of that name there first.
  const found = lstatSync(dir);
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new Error(
      `${dir} 不属于数据库用户，请移走后再启动。· ${dir} does not belong to the database's user alone; move it away and start again.`,
    );
  }
  return dir;
}

function readJson(path: string): Record<string, unknown> | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return null;
  }
}
