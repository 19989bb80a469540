/** Proves the journal: nothing changed, recomputed, cut or removed behind the program's back. Reads only, in one snapshot. */
import type { Services } from './services.ts';
import { checkJournal } from './verify/check-journal.ts';
import { checkSeals, exportedBytes } from './verify/check-seals.ts';
import { type Finding, gather } from './verify/findings.ts';

export type { Finding, FindingKind } from './verify/findings.ts';

export type Verified = {
  ok: boolean;
  subjects: number;
  events: number;
  /** Events under a seal; the others still wait for theirs. */
  sealed: number;
  unsealed: number;
  seals: number;
  /** Seals in the file outside the database; it may be a moment behind. */
  exported: number;
  /** How many there are; `findings` holds the first of them. */
  count: number;
  findings: Finding[];
};

/** Memory does not grow with the journal; the time does, by some minutes for a million events on a small machine. */
export async function verify(services: Pick<Services, 'db' | 'keys' | 'dataDir'>, county: string): Promise<Verified> {
  const { db, keys, dataDir } = services;
  const findings = gather();
  const bytes = await exportedBytes(dataDir, county);
  return db.tx(async (tx) => {
    await tx.client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { seals, exported } = await checkSeals(tx, keys, county, { dataDir, bytes }, findings);
    const sums = await checkJournal(tx, keys, county, findings);
    return { ok: findings.count === 0, ...sums, seals, exported, count: findings.count, findings: findings.list };
  });
}

/**
 * For the command line: verifies a county and says the result in plain words.
 * @returns whether all is as it was sealed
 */
export async function runVerify(
  services: Pick<Services, 'db' | 'keys' | 'dataDir'>,
  county: string,
  say: (line: string) => void = console.log,
): Promise<boolean> {
  const found = await verify(services, county);
  const { subjects, events, sealed, seals, unsealed } = found;
  say(`${county}: ${subjects} 个主体、${events} 条记录，${sealed} 条已由 ${seals} 个封条封存，${unsealed} 条待封存`);
  say(`  ${subjects} subjects, ${events} events, ${sealed} under ${seals} seals, ${unsealed} waiting for theirs`);
  if (found.exported < seals)
    say(`  封条文件有 ${found.exported} 个封条 · the file of seals holds ${found.exported} of them`);
  for (const { kind, subject, seq, detail } of found.findings) {
    say(`  ${WORDS[kind]} · ${kind}: ${subject} #${seq}: ${detail}`);
  }
  const more = found.count - found.findings.length;
  if (more > 0) say(`  另有 ${more} 处 · and ${more} more`);
  say(
    found.ok
      ? '  一切与封存一致 · all is as it was sealed'
      : `  发现 ${found.count} 处不一致 · ${found.count} findings`,
  );
  return found.ok;
}

const WORDS: Record<Finding['kind'], string> = {
  changed_row: '记录被改',
  recomputed_chain: '链条被重算',
  cut_tail: '末尾被删',
  missing_subject: '主体缺失',
  seal_changed: '封条被改',
  seal_missing: '封条缺失',
  state_differs: '状态与记录不符',
  text_changed: '文字被改',
  text_missing: '文字缺失',
};
