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

/** Memory does not grow with the journal; the time does, by about a minute for some millions of events. */
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
 * For the command line: verifies each county and says the result in plain words.
 * @returns the exit code: 0 when all is as sealed, 1 when anything is not
 */
export async function runVerify(
  services: Pick<Services, 'db' | 'keys' | 'dataDir'>,
  counties: readonly string[],
  say: (line: string) => void = console.log,
): Promise<number> {
  let code = 0;
  for (const county of counties) {
    const found = await verify(services, county);
    say(
      `${county}: ${found.subjects} 个主体、${found.events} 条记录，${found.sealed} 条已封存（${found.seals} 个封条），${found.unsealed} 条待封存 · ` +
        `${found.subjects} subjects, ${found.events} events, ${found.sealed} sealed under ${found.seals} seals, ${found.unsealed} waiting`,
    );
    if (found.exported < found.seals) {
      say(`  封条文件有 ${found.exported} 个封条 · the file of seals holds ${found.exported} of them`);
    }
    for (const { kind, subject, seq, detail } of found.findings) {
      say(`  ${WORDS[kind] ?? kind} · ${kind}: ${subject} #${seq}: ${detail}`);
    }
    if (found.count > found.findings.length) {
      say(`  另有 ${found.count - found.findings.length} 处 · and ${found.count - found.findings.length} more`);
    }
    say(found.ok ? `  一切与封存一致 · all is as it was sealed` : `  发现 ${found.count} 处不一致 · ${found.count} findings`);
    if (!found.ok) code = 1;
  }
  return code;
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
