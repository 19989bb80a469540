/** The server, and in another run PostgreSQL, is killed under load. The longer form of this is `npm run bench -- crash`. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stopPostmaster } from '../../bench/server.ts';
import { crashRun } from './crash/crash-run.ts';
import { makePacks } from './open-house.ts';

/** A minute for the first judgement, warned of after six seconds: so that a clock passes while nobody is there. */
export function quickPacks(root: string, county: string): void {
  makePacks(root, [county], (pack) => {
    pack.yellowShare = 0.1;
    pack.limits = { ...(pack.limits as object), accept: { n: 1, unit: 'minute' } };
  });
}

describe('killed under load', { concurrency: true }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'huying-crash-'));
  // The database's own user must be able to pass, else its files would go elsewhere and stay.
  chmodSync(dir, 0o711);
  const county = 'eastshire';
  quickPacks(join(dir, 'packs'), county);
  process.env.HUYING_PACKS = join(dir, 'packs');
  after(async () => {
    for (const kill of ['server', 'postgres']) await stopPostmaster(join(dir, kill));
    rmSync(dir, { recursive: true, force: true });
  });

  for (const kill of ['server', 'postgres'] as const) {
    it(`${kill}: every acknowledged command is there once, no clock is missed, the journal proves itself`, async () => {
      const report = await crashRun({ dataDir: join(dir, kill), county, kill, workers: 12, seconds: 3, awayMs: 7000 });
      assert.deepEqual(report.wrong, []);
      assert.ok(report.acknowledged > 50, `${report.acknowledged} commands were acknowledged before`);
      assert.ok(report.asked > 0, 'the kill met commands on their way');
      assert.ok(report.carded > 10, `${report.carded} clocks passed meanwhile`);
    });
  }
});
