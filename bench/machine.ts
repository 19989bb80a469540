/** The machine the figures are of, and the folder they are measured in. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statfsSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** File systems that keep nothing through a power cut. */
const IN_MEMORY = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
]);

/**
 * The folder the measurements work in: `HUYING_BENCH`, else one in the checkout.
 * @throws Error when it lies in memory: a commit that is not on a disk costs nothing, and proves nothing.
 */
export function benchDir(): string {
  const dir = process.env.HUYING_BENCH || join(ROOT, '.cache', 'bench');
  mkdirSync(dir, { recursive: true });
  const kind = IN_MEMORY.get(statfsSync(dir).type);
  if (kind) throw new Error(`${dir} lies in memory (${kind}); set HUYING_BENCH to a folder on a disk`);
  return dir;
}

function firstLine(command: string, args: string[]): string {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return stdout?.trim().split('\n').at(-1)?.trim() ?? '';
}

function diskOf(dir: string): string {
  const mounted = firstLine('df', ['--output=source,fstype,size', dir]).replace(/\s+/g, ' ');
  const device = mounted.split(' ')[0]?.split('/').at(-1) ?? '';
  let spinning = '';
  try {
    spinning =
      readFileSync(`/sys/block/${device}/queue/rotational`, 'utf8').trim() === '1' ? ', reported as spinning' : '';
  } catch {
    // Not a whole device, or no such kernel: the file system says enough.
  }
  return `${mounted}${spinning}`;
}

export type Machine = Record<'processor' | 'memory' | 'disk' | 'kernel' | 'node', string>;

export function machineOf(dir: string): Machine {
  const [one] = cpus();
  return {
    processor: `${cpus().length} cores, ${one?.model.trim() ?? 'unknown'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    disk: diskOf(dir),
    kernel: `${process.platform} ${release()}`,
    node: process.version,
  };
}

/** How much of the processors is in use over the next while, 0..1. */
export async function busyShare(ms = 2000): Promise<number> {
  const look = (): [number, number] => {
    const times = (readFileSync('/proc/stat', 'utf8').split('\n')[0] as string)
      .trim()
      .split(/\s+/)
      .slice(1)
      .map(Number);
    const idle = (times[3] as number) + (times[4] as number);
    return [times.reduce((sum, one) => sum + one, 0), idle];
  };
  const [allBefore, idleBefore] = look();
  await sleep(ms);
  const [all, idle] = look();
  return 1 - (idle - idleBefore) / (all - allBefore);
}

/** Processes that a process started, all the way down, itself first. */
export function familyOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
  } catch {
    // Ended between two looks.
    return [];
  }
}

/** Proportional set size of processes, in MB: what they share with each other is counted once. */
export function pssOf(pids: readonly number[]): number {
  let kb = 0;
  for (const pid of new Set(pids)) {
    try {
      kb += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      // Ended between the two looks.
    }
  }
  return kb / 1024;
}

const QUIET = 0.1;

/** Waits, not for ever, until nothing else works on the machine. @returns what share of it others take all the same */
export async function waitForQuiet(mostMs = 20_000): Promise<number> {
  for (const until = Date.now() + mostMs; ; ) {
    const busy = await busyShare(500);
    if (busy < QUIET || Date.now() > until) return busy;
  }
}
