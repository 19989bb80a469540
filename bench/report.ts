/** The figures in words: at the end of a run, and in docs/performance.md. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BranchFigures } from './branches.ts';
import type { CountyFigures } from './counties.ts';
import type { measureCrash } from './crash.ts';
import type { GeoFigures } from './geo.ts';
import type { HouseholdFigures } from './households.ts';
import type { IntakeFigures } from './intake.ts';
import type { LoopFigures } from './loops.ts';
import { type Machine, ROOT } from './machine.ts';
import type { ReadFigures } from './reads.ts';
import { line, median } from './say.ts';
import type { StartFigures } from './start.ts';

export type Figures = {
  machine: Machine;
  busy: number;
  short: boolean;
  start?: StartFigures;
  counties?: CountyFigures;
  intake?: IntakeFigures;
  reads?: ReadFigures;
  loops?: LoopFigures;
  geo?: GeoFigures;
  branches?: BranchFigures;
  households?: HouseholdFigures;
  crash?: Awaited<ReturnType<typeof measureCrash>>;
};

const n0 = (value: number): string => Math.round(value).toLocaleString('en-US');
const met = (ok: boolean): string => (ok ? 'met' : '**not met**');

function startLines({ firstMs, historyMs, secondMs, serverMb, databaseMb }: StartFigures): string[] {
  const told =
    historyMs === null
      ? 'not told to its end when this was measured'
      : `told in the background in ${Math.round(historyMs / 1000)} s`;
  return [
    `- First start with everything installed and built, ready after ${(firstMs / 1000).toFixed(1)} s (makes the database, the county and its demo people); the demo’s year is ${told}.`,
    `- Second start, \`npm start\` until \`/readyz\` says yes, after **${(secondMs / 1000).toFixed(2)} s** (aim 3 s: ${met(secondMs <= 3000)}).`,
    `- Memory before load, 20 s after a second start, PSS: server ${n0(serverMb)} MB + database ${n0(databaseMb)} MB = **${n0(serverMb + databaseMb)} MB** (aim 300 MB: ${met(serverMb + databaseMb <= 300)}).`,
  ];
}

function countyLines({ alone, together }: CountyFigures): string[] {
  const s = (ms: number) => (ms / 1000).toFixed(1);
  return [
    `A first start of each pack alone, until \`/readyz\` says yes: ${alone.map((one) => `${one.county} ${s(one.firstMs)} s`).join(', ')}.`,
    `All ${alone.length} in one process: first start ${s(together.firstMs)} s, second start **${s(together.secondMs)} s**;`,
    `20 s after the second start, PSS: server ${n0(together.serverMb)} MB + database ${n0(together.databaseMb)} MB = **${n0(together.serverMb + together.databaseMb)} MB**.`,
  ];
}

function intakeLines({
  pgbench,
  settings,
  rows,
  pairs,
  http,
  reference,
  ratio,
  sustained,
  sustainedRatio,
}: IntakeFigures): string[] {
  const [fewest, most] = [Math.min(...pairs.map((one) => one.ratio)), Math.max(...pairs.map((one) => one.ratio))];
  return [
    'Reports over HTTP from 64 connections of residents who signed in: the full command with session, validation, place finding, clock, journal and outbox, answered',
    `after the commit, beside \`pgbench -M prepared -c 64 -j 2\` writing the same ${rows} rows of the same tables in one transaction each through the database’s socket. Load,`,
    'server and database share this machine; the server stands still while pgbench runs. pgbench repeats one report’s place and reporter, which is kind to its indexes.',
    '',
    '| pair | reports/s | p50 ms | p99 ms | pgbench/s | ratio | oldest event waited, s | reports not yet to be found | all done after, s | others before |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...pairs.map(
      (one, index) =>
        `| ${index + 1} | ${n0(one.http)} | ${one.p50.toFixed(1)} | ${one.p99.toFixed(1)} | ${n0(one.pgbench)} | ${one.ratio.toFixed(2)} | ${(one.waitedMs / 1000).toFixed(1)} | ${n0(one.behind)} | ${(one.caughtUpMs / 1000).toFixed(1)} | ${Math.round(one.others * 100)}% |`,
    ),
    `| median | ${n0(http)} | | | ${n0(reference)} | **${ratio.toFixed(2)}** (aim 1.0: ${met(ratio >= 1)}) | | | | |`,
    '',
    `The pairs range from ${fewest.toFixed(2)} to ${most.toFixed(2)}; a busy machine is harder on the program, a few processes, than on pgbench with its 64 of the database.`,
    `Seals and live notices are made in the same seconds: an event waited ${(median(pairs.map((one) => one.waitedMs)) / 1000).toFixed(1)} s for them at most (median of the pairs; aim 2 s).`,
    'Making the words ready to be found and counting the tallies stand back while more than a dozen acts are under way (ten seconds, then they take short turns);',
    `with the time counted in that sealing, telling and indexing the rest took afterwards, it is ${n0(sustained)} reports a second, ${sustainedRatio.toFixed(2)} of pgbench, which does nothing of the kind.`,
    '',
    `${pgbench}; ${settings}.`,
  ];
}

function readLines({ small, large, databaseMb, figures }: ReadFigures): string[] {
  const worst = Math.max(...figures.map((one) => one.ratio));
  return [
    `Median of a whole request over HTTP, one at a time, the two registers in turn; both give the same answers (same rows, same capped counts). Databases of ${n0(databaseMb[0])} and ${n0(databaseMb[1])} MB.`,
    '',
    `| | ${n0(small)} matters, ms | ${n0(large)} matters, ms | ratio |`,
    '|---|---|---|---|',
    ...figures.map(
      (one) => `| ${one.name} | ${one.small.toFixed(2)} | ${one.large.toFixed(2)} | **${one.ratio.toFixed(2)}** |`,
    ),
    '',
    `Worst ratio ${worst.toFixed(2)} (aim 1.5: ${met(worst <= 1.5)}).`,
  ];
}

function householdLines({ rows, rounds, importMs, copyMs, ratio, againMs }: HouseholdFigures): string[] {
  return [
    `${n0(rows)} households below the demo’s buildings by the real import (workbook read, every row judged, places with journal and outbox written, result workbook), beside a`,
    `plain COPY of the same rows into a table with the same indexes; the median of ${rounds.length}: import ${(importMs / 1000).toFixed(1)} s, COPY ${(copyMs / 1000).toFixed(2)} s, **ratio ${ratio.toFixed(1)}**.`,
    `The same workbook again, nothing added: ${(againMs / 1000).toFixed(1)} s.`,
  ];
}

function loopLines({ loops, commands, commits, ratio, p50 }: LoopFigures): string[] {
  return [
    `${loops.toFixed(1)} whole loops a second, report to close in 8 commands of 5 people, 32 loops at once (${n0(commands)} commands/s; one loop takes ${n0(p50)} ms in the median),`,
    `beside ${n0(commits)} one-row commits a second of pgbench with 32 clients: ${ratio.toFixed(2)} commands per one-row commit. Reported, without an aim.`,
  ];
}

function geoLines(figures: GeoFigures): string[] {
  const {
    polygons,
    corners,
    points,
    buildMs,
    indexMs,
    scanPoints,
    scanMs,
    nativeMs,
    postgisMs,
    without,
    differ,
    differMetres,
  } = figures;
  const own = indexMs / points;
  const row = (name: string, count: number, ms: number): string =>
    `| ${name} | ${n0(count)} | ${n0(ms)} | ${((ms / count) * 1000).toFixed(2)} | **${(ms / count / own).toFixed(1)}** |`;
  return [
    `${n0(polygons)} seamless polygons of ${n0(corners / polygons)} corners each; the place of each point, one after the other, in one process. PostgreSQL is the embedded one, in`,
    'memory, asked once for all points by its GiST index, without parallel workers; the points are there already, in millionths of a degree (it takes what is nearer than 1e-6 for equal), and the answer is one array.',
    '',
    '| | points | ms | µs a point | times the program |',
    '|---|---|---|---|---|',
    row(`the program’s index (made in ${n0(buildMs)} ms)`, points, indexMs),
    row('linear scan in the program', scanPoints, scanMs),
    row('PostgreSQL, `polygon @> polygon(box(p,p))`, GiST', points, nativeMs),
    ...(postgisMs === null ? [] : [row('PostGIS, `ST_Intersects`, GiST', points, postgisMs)]),
    '',
    `${differ === 0 ? 'All ways give each point the same polygon.' : `${n0(differ)} answers differ, none of a point farther than ${(differMetres * 1000).toFixed(3)} mm from a border.`}${without ? ` PostGIS: ${without}.` : ''}`,
  ];
}

function branchLines({ grids, counties, ms, ratio, better, worse }: BranchFigures): string[] {
  const text = ({ coveredGrids, ownBranches, jointBranches, distance }: BranchFigures['counties'][number]['formed']) =>
    `${coveredGrids} by ${ownBranches} + ${jointBranches}, ${n0(distance / 1000)} km`;
  return [
    `Made-up counties of ${grids} grids, joint branches of at most four grids with three members or more; beside joining by hand, the weakest grid first with its nearest neighbour.`,
    '',
    '| weak grids | formed: covered by own + joint, distance | by hand | joins looked at | proved | s |',
    '|---|---|---|---|---|---|',
    ...counties.map(
      (one) =>
        `| ${one.weak} | ${text(one.formed)} | ${text(one.byHand)} | ${n0(one.joins)} | ${one.proved ? 'optimal' : '**no**'} | ${(one.ms / 1000).toFixed(2)} |`,
    ),
    '',
    `Better than by hand in ${better} of ${counties.length}, worse in ${worse}; the exact choice takes ${n0(ms)} ms in the median, ${n0(ratio)} times joining by hand.`,
  ];
}

function crashLines(reports: NonNullable<Figures['crash']>): string[] {
  return [
    '| killed | commands acknowledged before | asked again | clocks carded after | wrong |',
    '|---|---|---|---|---|',
    ...reports.map(
      (one) =>
        `| ${one.kill} | ${n0(one.acknowledged)} on ${n0(one.matters)} matters | ${one.asked} | ${n0(one.carded)} | ${one.wrong.length} |`,
    ),
    '',
    'Every acknowledged command is in the journal exactly once and in order, those in doubt are taken exactly once when asked again, no clock was missed, `verify` passes.',
  ];
}

const SECTIONS = {
  start: ['Start and memory', startLines],
  counties: ['The seven counties', countyLines],
  intake: ['Intake', intakeLines],
  reads: ['Inbox, page and counts of a big register', readLines],
  loops: ['Whole loops', loopLines],
  geo: ['Points to grids', geoLines],
  branches: ['Branch formation', branchLines],
  households: ['Import of households', householdLines],
  crash: ['Crashes', crashLines],
} as const;

const FILE = join(ROOT, 'docs', 'performance.md');

/** A section as it stands between its marks; '' when there is none yet. */
function kept(text: string, name: string): string {
  return new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(text)?.[0] ?? '';
}

/** Prints what was measured; `write` puts it into docs/performance.md and leaves there what was not measured now. */
export function writeReport(figures: Figures, write: boolean): void {
  const old = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const parts: string[] = [];
  for (const [name, [title, tell]] of Object.entries(SECTIONS)) {
    const measured = figures[name as keyof typeof SECTIONS];
    if (!measured) {
      parts.push(kept(old, name));
      continue;
    }
    const lines = (tell as (one: unknown) => string[])(measured);
    for (const one of [`## ${title}`, ...lines, '']) line(one);
    const busy =
      figures.busy > 0.15 ? ` ${Math.round(figures.busy * 100)}% of the processors were in use by others.` : '';
    const command = `\`npm run bench -- ${name}\`${figures.short ? ' `--short`' : ''}, ${new Date().toISOString().slice(0, 10)}.${busy}`;
    parts.push([`<!-- ${name} -->`, `## ${title}`, '', command, '', ...lines, `<!-- /${name} -->`].join('\n'));
  }
  if (!write) return;
  const machine = Object.entries(figures.machine).map(([name, words]) => `- ${name}: ${words}`);
  const head = [
    '# Performance',
    '',
    'Written by `npm run bench -- --write`. Figures are ratios measured in one run on one machine; the machine of the last run:',
    '',
    ...machine,
  ].join('\n');
  writeFileSync(FILE, `${[head, ...parts.filter(Boolean)].join('\n\n')}\n`);
  line(`written: docs/performance.md`);
}
