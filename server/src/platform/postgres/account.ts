import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync } from 'node:fs';

/** The user the database runs as where it is not our own: PostgreSQL refuses to run as root. */
export type Account = { uid: number; gid: number };

/**
 * Null for an ordinary user (the database runs as he himself); started by root, the system's powerless user.
 * @throws Error when root has no such user to hand the database to
 */
export function databaseAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const nobody = users.find((u) => u.uid === 65534) ?? users.find((u) => u.name === 'nobody' && u.uid > 0);
  if (nobody) return { uid: nobody.uid, gid: nobody.gid };
  throw new Error(
    '数据库不能以 root 身份运行，且系统没有 nobody 用户；请以普通用户启动，或设置 DATABASE_URL。· The database cannot run as root and this system has no user nobody: start as an ordinary user, or set DATABASE_URL.',
  );
}

/** Options for child processes of the account; the folder we stand in may be closed to it. */
export function runAs(account: Account | null): { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv } {
  // A bare environment: PGDATA, PGPORT, LD_LIBRARY_PATH and the like of the caller must not reach the database.
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  return account ? { ...account, cwd: '/', env } : { cwd: '/', env };
}

/** Whether the account can pass into the folder; tried, not computed, as modes are not the only rule (ACLs, mounts). */
export function canEnter(account: Account | null, dir: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', dir], runAs(account)).status === 0;
}

/** @returns null when the account can run the program, else the system's words why not */
export function whyCannotRun(account: Account | null, program: string): string | null {
  const tried = spawnSync(program, ['--version'], { ...runAs(account), encoding: 'utf8' });
  if (tried.status === 0) return null;
  return tried.error?.message ?? (tried.stderr.trim() || `exit ${tried.status ?? tried.signal}`);
}

export function giveTo(account: Account | null, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}
