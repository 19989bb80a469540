/** Writes docs/switches.md and docs/demo-accounts.md from the switches and the packs: `--write`, or `--check` that they are fresh. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Pack, SWITCH_NAMES, SWITCHES, switchedOn } from '@huying/domain/pack';
import { readPack } from '../server/src/modules/county/index.ts';
import { DEMO_PASSWORD } from '../server/src/modules/demo/index.ts';

const PACKS = fileURLToPath(new URL('../counties', import.meta.url));
const docs = (name: string) => new URL(`../docs/${name}`, import.meta.url);

async function packs(): Promise<Pack[]> {
  const ids = readdirSync(PACKS).filter((id) => existsSync(join(PACKS, id, 'county.json')) && id !== '_shared');
  return Promise.all(ids.sort().map((id) => readPack(id, PACKS)));
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function switchDocs(all: readonly Pack[]): string {
  const rows = SWITCH_NAMES.map((name) => {
    const { rows: mission, on, word } = SWITCHES[name];
    const counties = all.map(({ county }) => (switchedOn(county, name) ? '✓' : ''));
    return [`\`${name}\``, word.zh, word.en, mission.join(', '), on ? '✓' : '', ...counties];
  });
  return `${[
    '# 开关 Switches',
    '',
    'Generated from `domain/src/pack/switches.ts` and the packs by `npm run check -- --fix`.',
    '',
    '开关写在配置包的 `county.json` 里。关着的功能在工作台、手机页和公众页上都不出现，接口也不应答（404）。没有写的开关按“默认”一列。还没有做出来的功能也列在这里，写了不起作用，以后做出来就照它办。',
    '',
    'A switch stands in the county.json of a pack. What is off appears on no face and answers on no route (404). A switch that a pack does not name is as the default says. Rooms that are not built yet are named too.',
    '',
    table(['switch', '功能', 'room', 'mission', '默认 default', ...all.map(({ county }) => county.id)], rows),
  ].join('\n')}\n`;
}

function accountDocs(all: readonly Pack[]): string {
  const sections = all.map((pack) => {
    const kinds = new Map(pack.posts.posts.map((post) => [post.kind, post.word]));
    const names = new Map([
      ...pack.territory.nodes.map(({ id, name }): [string, string] => [id, name]),
      ...pack.units.units.map(({ id, name }): [string, string] => [id, name]),
    ]);
    const rows = pack.demo.accounts.map(({ username, post, at, phone }) => [
      post === null ? `phone \`${phone}\`` : `\`${username}\``,
      post === null ? '居民' : (kinds.get(post)?.zh ?? post),
      post === null ? 'resident' : (kinds.get(post)?.en ?? post),
      at === null ? '' : (names.get(at) ?? at),
    ]);
    const { name, id } = pack.county;
    return [`## ${name.zh} ${name.en} (\`${id}\`)`, '', table(['account', '岗位', 'post', '在 at'], rows)].join('\n');
  });
  return `${[
    '# 演示账号 Demo accounts',
    '',
    'Generated from the packs by `npm run check -- --fix`.',
    '',
    `一个密码通用 · one password for all: \`${DEMO_PASSWORD}\`。设 \`HUYING_DEMO=0\` 时一律拒绝 · refused when \`HUYING_DEMO=0\`. 人员、电话均为虚构 · all people and phones are made up.`,
    '',
    ...sections.flatMap((section) => [section, '']),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

const all = await packs();
for (const [name, text] of [
  ['switches.md', switchDocs(all)],
  ['demo-accounts.md', accountDocs(all)],
] as const) {
  if (process.argv.includes('--write')) writeFileSync(docs(name), text);
  else if (!existsSync(docs(name)) || readFileSync(docs(name), 'utf8') !== text) {
    console.error(`docs/${name} is not what the packs say: npm run check -- --fix`);
    process.exitCode = 1;
  }
}
