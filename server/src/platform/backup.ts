/**
 * Backup and restore of all the program keeps: database, pictures, keys, seals. The embedded database is copied while it
 * runs, by PostgreSQL's own rules for that; of an external one only what lies outside it is taken, and its own tools
 * (pg_dump, pg_basebackup) take the rest.
 */
import { chownSync, readdirSync, statSync } from 'node:fs';
import { chmod, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import pg from 'pg';
import type { Config } from './config.ts';
import { type Copied, copyTree, hashFile, inParallel, isEmpty } from './copy-tree.ts';
import { makeDataDir } from './data-dir.ts';
import type { Database } from './database.ts';
import { type Account, databaseAccount } from './postgres/account.ts';
import { databaseHome } from './postgres/home.ts';

export type BackupConfig = Pick<Config, 'dataDir' | 'filesDir' | 'databaseUrl' | 'keys'>;

/** The database that is running, as the house holds it. */
type Running = Pick<Database, 'url' | 'kind' | 'dataDir'>;

export type Manifest = {
  format: 1;
  madeAt: string;
  /** `external`: the database is not in here. */
  database: { kind: 'embedded'; major: string } | { kind: 'external' };
  /** `environment`: HUYING_KEYS holds the keys, the backup does not; without them personal data cannot be read. */
  keys: 'inside' | 'environment';
  files: number;
  bytes: number;
  /** What is not in here and must be seen to otherwise, in words. */
  notes: string[];
};

/** Why a backup or a restore was not begun or not finished; `code` is stable, the message is for people. */
export class BackupError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'BackupError';
    this.code = code;
  }
}

const MANIFEST = 'manifest.json';
const SUMS = 'checksums.txt';

/**
 * Copies everything into `target`, a folder that is made. The program may go on working meanwhile.
 * @throws BackupError `backup_target_used`
 */
export async function backup(
  config: BackupConfig,
  { database }: { database: Running },
  target: string,
): Promise<Manifest> {
  if (!(await isEmpty(target))) {
    throw new BackupError('backup_target_used', `${target} 不是空文件夹 · ${target} is not an empty folder`);
  }
  await mkdir(target, { recursive: true, mode: 0o700 });
  const sums: Copied[] = [];
  const into = (folder: string) => (file: Copied) => void sums.push({ ...file, path: `${folder}/${file.path}` });
  // The file of seals before the database it speaks of, so that it never knows more; pictures after, so that all that the
  // database names are there.
  const { dataDir, filesDir } = config;
  await copyTree(dataDir, join(target, 'data'), { skip: notOfData(dataDir, filesDir), copied: into('data') });
  const embedded = database.kind === 'embedded';
  const major = embedded ? await copyDatabase(database, join(target, 'database'), into('database')) : null;
  if (!(await isEmpty(filesDir))) await copyTree(filesDir, join(target, 'files'), { copied: into('files') });
  sums.sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = {
    format: 1,
    madeAt: new Date().toISOString(),
    database: major === null ? { kind: 'external' } : { kind: 'embedded', major },
    keys: config.keys === null ? 'inside' : 'environment',
    files: sums.length,
    bytes: sums.reduce((sum, file) => sum + file.bytes, 0),
    notes: [...(major === null ? [NOTES.external] : []), ...(config.keys === null ? [] : [NOTES.keys])],
  };
  const lines = sums.map(({ sha256, path }) => `${sha256}  ${path}\n`);
  await writeFile(join(target, SUMS), lines.join(''), { mode: 0o600 });
  // Written last: a folder without it is no backup.
  await writeFile(join(target, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return manifest;
}

const NOTES = {
  external:
    '数据库在外部：请用 pg_dump 或 pg_basebackup 备份和恢复它；这里只有图片、密钥与封条 · the database is an external one: back it up and restore it with pg_dump or pg_basebackup; here are only pictures, keys and seals',
  keys: '密钥不在备份里：它在 HUYING_KEYS 里，请另行保管 · the keys are not in the backup: they are in HUYING_KEYS, keep them elsewhere',
};

/** What in the data folder is the embedded database's, or the pictures', which are copied on their own. */
function notOfData(dataDir: string, filesDir: string): (path: string) => boolean {
  const files = relative(dataDir, filesDir).split(sep).join('/');
  const inside = files !== '' && !files.startsWith('..') && !isAbsolute(files);
  return (path) => /^(\.?postgres([.-].*)?|socket)$/.test(path) || (inside && path === files);
}

/** PostgreSQL makes these anew; what is in them belongs to the running server. */
const EMPTIED = new Set([
  ...['pg_wal', 'pg_dynshmem', 'pg_notify', 'pg_replslot', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans'],
  'log',
]);
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|pg_internal\.init)$|(^|\/)(pgsql_tmp|pg_internal\.init)/;

/** @returns the server's major version */
async function copyDatabase(database: Running, target: string, copied: (file: Copied) => void): Promise<string> {
  const from = database.dataDir as string;
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    // Keeps the log written from here on from being recycled while the copy goes on; gone with this connection.
    const slot = `huying_backup_${process.pid}`;
    await client.query('SELECT pg_create_physical_replication_slot($1, true, true)', [slot]);
    await client.query('SELECT pg_backup_start($1, true)', ['huying']);
    await copyTree(from, target, { skip: (path) => LEFT_OUT.test(path), empty: (path) => EMPTIED.has(path), copied });
    const { rows } = await client.query(
      `SELECT stop.labelfile, pg_walfile_name(stop.lsn) AS last FROM pg_backup_stop(false) AS stop`,
    );
    const { labelfile, last } = rows[0] as { labelfile: string; last: string };
    const first = /\(file ([0-9A-F]{24})\)/.exec(labelfile)?.[1] ?? '';
    await writeFile(join(target, 'backup_label'), labelfile, { mode: 0o600 });
    copied({
      path: 'backup_label',
      bytes: Buffer.byteLength(labelfile),
      sha256: await hashFile(join(target, 'backup_label')),
    });
    await copyTree(join(from, 'pg_wal'), join(target, 'pg_wal'), {
      skip: (path) => !/^[0-9A-F]{24}$/.test(path) || path < first || path > last,
      copied: (file) => copied({ ...file, path: `pg_wal/${file.path}` }),
    });
  } finally {
    await client.end();
  }
  return (await readFile(join(target, 'PG_VERSION'), 'utf8')).trim();
}

/**
 * Puts a backup into a data folder that is empty or not there. Nothing of the program may run on it.
 * @throws BackupError `backup_missing`, `backup_damaged`, `restore_target_used`, `restore_external`
 */
export async function restore(config: BackupConfig, from: string): Promise<Manifest> {
  const manifest = await readManifest(from);
  if (!(await isEmpty(config.dataDir))) {
    throw new BackupError(
      'restore_target_used',
      `${config.dataDir} 已有内容，不会覆盖 · ${config.dataDir} is not empty and is not written over`,
    );
  }
  if (!(await isEmpty(config.filesDir))) {
    throw new BackupError(
      'restore_target_used',
      `${config.filesDir} 已有内容，不会覆盖 · ${config.filesDir} is not empty and is not written over`,
    );
  }
  if (manifest.database.kind === 'embedded' && config.databaseUrl !== null) {
    throw new BackupError(
      'restore_external',
      '这是内置数据库的备份，请不带 DATABASE_URL 恢复 · this is a backup of the embedded database: restore it without DATABASE_URL',
    );
  }
  await checkSums(from, manifest);
  await makeDataDir(config.dataDir);
  await copyTree(join(from, 'data'), config.dataDir);
  if (!(await isEmpty(join(from, 'files')))) await copyTree(join(from, 'files'), config.filesDir);
  // The database last: a folder without it is one that was not finished.
  if (manifest.database.kind === 'embedded') await restoreDatabase(config.dataDir, join(from, 'database'));
  return manifest;
}

async function restoreDatabase(dataDir: string, from: string): Promise<void> {
  const account = databaseAccount();
  const home = databaseHome(await realpath(dataDir), account);
  const aside = join(home, 'postgres.restored');
  await rm(aside, { recursive: true, force: true });
  await copyTree(from, aside);
  giveAll(account, aside);
  await chmod(aside, 0o700);
  await rename(aside, join(home, 'postgres'));
}

function giveAll(account: Account | null, path: string): void {
  if (!account) return;
  chownSync(path, account.uid, account.gid);
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) giveAll(account, join(path, name));
}

async function readManifest(from: string): Promise<Manifest> {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(await readFile(join(from, MANIFEST), 'utf8')) as Manifest;
  } catch {
    throw new BackupError(
      'backup_missing',
      `${from} 不是完整的备份（没有 ${MANIFEST}）· ${from} is not a whole backup (no ${MANIFEST})`,
    );
  }
  if (manifest.format !== 1)
    throw new BackupError('backup_missing', `${from}: 不认识的备份格式 · a format this program does not know`);
  return manifest;
}

async function checkSums(from: string, manifest: Manifest): Promise<void> {
  const lines = (await readFile(join(from, SUMS), 'utf8')).split('\n').filter(Boolean);
  const damaged = (path: string): BackupError =>
    new BackupError('backup_damaged', `备份已损坏：${path} · the backup is damaged: ${path}`);
  if (lines.length !== manifest.files) throw damaged(SUMS);
  await inParallel(16, lines, async (line) => {
    const [sha256, path] = [line.slice(0, 64), line.slice(66)];
    const found = await hashFile(join(from, path)).catch(() => null);
    if (found !== sha256) throw damaged(path);
  });
}
