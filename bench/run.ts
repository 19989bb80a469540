/**
 * `npm run bench`: every figure as a ratio measured in one run. Names of measurements pick some; `--write` keeps the figures in
 * docs/performance.md; `--short` is for trying the measurements themselves.
 */
import { parseArgs } from 'node:util';
import { measureBranches } from './branches.ts';
import { measureCounties, packs } from './counties.ts';
import { measureCrash } from './crash.ts';
import { measureGeo } from './geo.ts';
import { measureHouseholds } from './households.ts';
import { measureIntake } from './intake.ts';
import { measureLoops } from './loops.ts';
import { benchDir, busyShare, machineOf } from './machine.ts';
import { measureReads } from './reads.ts';
import { type Figures, writeReport } from './report.ts';
import { line } from './say.ts';
import { measureStart } from './start.ts';

const NAMES = ['start', 'counties', 'intake', 'reads', 'loops', 'households', 'geo', 'branches', 'crash'] as const;
type Name = (typeof NAMES)[number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: 'boolean' },
    short: { type: 'boolean' },
    pairs: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const unknown = positionals.filter((name) => !(NAMES as readonly string[]).includes(name));
if (values.help || unknown.length > 0) {
  line(
    'npm run bench [-- start counties intake reads loops households geo branches crash] [--write] [--short] [--pairs n]',
  );
  line('without names: all but crash; the folder is .cache/bench, or HUYING_BENCH');
  process.exit(unknown.length > 0 ? 2 : 0);
}
const chosen = (positionals.length > 0 ? positionals : NAMES.filter((name) => name !== 'crash')) as Name[];
const short = values.short ?? false;

const dir = benchDir();
const machine = machineOf(dir);
const busy = await busyShare();
for (const [name, words] of Object.entries(machine)) line(`${name}: ${words}`);
if (busy > 0.15)
  line(
    `NOTE: ${Math.round(busy * 100)}% of the processors are in use by others; the figures will be worse for it, and unevenly so`,
  );

const figures: Figures = { machine, busy, short };
const measure: Record<Name, () => Promise<void>> = {
  start: async () => {
    figures.start = await measureStart(dir, { starts: short ? 1 : 3, historyMs: short ? 60_000 : 900_000 });
  },
  counties: async () => {
    figures.counties = await measureCounties(dir, short ? packs().slice(0, 2) : packs());
  },
  intake: async () => {
    figures.intake = await measureIntake(dir, {
      pairs: Number(values.pairs ?? (short ? 2 : 5)),
      seconds: short ? 4 : 8,
    });
  },
  reads: async () => {
    figures.reads = await measureReads(dir, {
      small: 10_000,
      large: short ? 40_000 : 1_000_000,
      rounds: short ? 40 : 200,
    });
  },
  loops: async () => {
    figures.loops = await measureLoops(dir, { rounds: short ? 1 : 3, seconds: short ? 4 : 8 });
  },
  geo: async () => {
    figures.geo = await measureGeo({ side: 71, points: short ? 50_000 : 1_000_000, scan: short ? 1_000 : 10_000 });
  },
  branches: async () => {
    figures.branches = await measureBranches({ counties: short ? 2 : 5 });
  },
  households: async () => {
    figures.households = await measureHouseholds(dir, { rows: short ? 5000 : 75_000, rounds: short ? 1 : 3 });
  },
  crash: async () => {
    figures.crash = await measureCrash(dir, { rounds: short ? 1 : 2, seconds: short ? 3 : 10 });
  },
};
let broken = 0;
for (const name of NAMES) {
  if (!chosen.includes(name)) continue;
  line(`\n${name}`);
  try {
    await measure[name]();
  } catch (error) {
    // The other figures stand all the same.
    broken += 1;
    line(`  ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  }
}
line();
writeReport(figures, values.write === true);
process.exit(broken > 0 || figures.crash?.some((one) => one.wrong.length > 0) ? 1 : 0);
