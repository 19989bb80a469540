/**
 * Draws a synthetic territory from its source: `node scripts/make-territory.ts <folder of a county pack> [--check]`.
 * Reads <folder>/territory.source.json, writes territory.json and shapes.geojson beside it. The same source gives the
 * same bytes; with --check nothing is written and a difference ends with code 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCoverage } from './territory/check-coverage.ts';
import { makeShapes } from './territory/make-shapes.ts';
import { nodesOf } from './territory/nodes.ts';
import { readSource } from './territory/source.ts';
import { shapesText, territoryText } from './territory/write-pack.ts';

const [folder, flag] = process.argv.slice(2);
if (!folder || (flag && flag !== '--check')) {
  console.error('usage: node scripts/make-territory.ts <folder of a county pack> [--check]');
  process.exit(2);
}

const source = readSource(join(folder, 'territory.source.json'));
const nodes = nodesOf(source);
const shapes = makeShapes(source, nodes);
const faults = checkCoverage(nodes, shapes);
for (const fault of faults) console.error(`${fault.place} ${fault.code}: ${fault.detail}`);
if (faults.length) process.exit(1);

for (const [name, text] of [
  ['territory.json', territoryText(nodes)],
  ['shapes.geojson', shapesText(shapes)],
] as const) {
  const file = join(folder, name);
  if (flag === '--check') {
    if (readFileSync(file, 'utf8') !== text) {
      console.error(`${file} is not what its source gives: run node scripts/make-territory.ts ${folder}`);
      process.exitCode = 1;
    }
  } else writeFileSync(file, text);
}
console.log(
  `${nodes.length} places, ${shapes.features.reduce((n, f) => n + f.geometry.coordinates[0]!.length, 0)} points`,
);
