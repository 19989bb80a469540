/** Writes docs/lifecycles.md from the lifecycle tables: `node scripts/lifecycle-docs.ts --write`, or `--check` that it is fresh. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Edge, Lifecycle, Who } from '@huying/domain/kernel';
import { listLifecycle } from '@huying/domain/lists';
import { assignmentLifecycle, matterLifecycle } from '@huying/domain/matter';

const FILE = new URL('../docs/lifecycles.md', import.meta.url);

type AnyEdge = Edge<string, string, string>;
type AnyLifecycle = Lifecycle<string, string, string>;

function who(one: Who): string {
  return typeof one === 'string' ? one : `${one.permission} @ ${one.at}`;
}

function diagram({ states, edges, final }: AnyLifecycle): string {
  const arrows = new Map<string, string[]>();
  for (const edge of edges) {
    for (const from of edge.from) {
      for (const to of edge.to)
        arrows.set(`${from} --> ${to}`, [...(arrows.get(`${from} --> ${to}`) ?? []), edge.verb]);
    }
  }
  const lines = [...arrows].map(([arrow, verbs]) => `  ${arrow}: ${[...new Set(verbs)].join(', ')}`);
  return [
    '```mermaid',
    'stateDiagram-v2',
    `  [*] --> ${states[0]}`,
    ...lines,
    ...final.map((state) => `  ${state} --> [*]`),
    '```',
  ].join('\n');
}

function row(edge: AnyEdge): string {
  const fields = edge.fields.map((field) => (field.required ? `**${field.name}**` : field.name)).join(', ');
  const clocks = [
    ...(edge.stops ?? []).map((kind) => `stops ${kind}`),
    ...(edge.starts ?? []).map((kind) => `starts ${kind}`),
  ].join(', ');
  const when = (edge.when ?? []).map(({ fact }) => fact).join(', ');
  return `| ${edge.verb} | ${edge.from.join(', ')} | ${edge.to.join(', ') || '(stays)'} | ${edge.who.map(who).join('; ')} | ${when} | ${fields} | ${clocks} |`;
}

function section(lifecycle: AnyLifecycle): string {
  return [
    `## ${lifecycle.name}`,
    '',
    diagram(lifecycle),
    '',
    '| verb | from | to | who | when | fields (bold: required) | clocks |',
    '|---|---|---|---|---|---|---|',
    ...lifecycle.edges.map(row),
  ].join('\n');
}

export function lifecycleDocs(): string {
  const intro = [
    '# Lifecycles',
    '',
    'Generated from the tables in `domain/src/` by `npm run check -- --fix`. "consequence": the program takes the edge itself when another act calls for it.',
  ].join('\n');
  const all = [matterLifecycle, assignmentLifecycle, listLifecycle] as unknown as AnyLifecycle[];
  return `${[intro, ...all.map(section)].join('\n\n')}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--write')) writeFileSync(FILE, lifecycleDocs());
  else if (readFileSync(FILE, 'utf8') !== lifecycleDocs()) {
    console.error('docs/lifecycles.md is not what the tables say: npm run check -- --fix');
    process.exit(1);
  }
}
