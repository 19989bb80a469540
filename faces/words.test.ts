/** The catalogue is whole: the same keys in both languages, and words for everything the program can say. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ASSIGNMENT_STATES, assignmentLifecycle, MATTER_STATES, matterLifecycle } from '@huying/domain/matter';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const LANGS = ['zh-CN', 'en'] as const;
const rooms = readdirSync(join(root, 'words/zh-CN')).filter((name) => name.endsWith('.json'));

type Words = Record<string, string>;
const read = (lang: string, room: string): Words => JSON.parse(readFileSync(join(root, 'words', lang, room), 'utf8'));
const all = Object.fromEntries(
  LANGS.map((lang) => [lang, Object.assign({}, ...rooms.map((room) => read(lang, room))) as Words]),
) as Record<(typeof LANGS)[number], Words>;

function wanted(keys: Iterable<string>): void {
  const lacking = [...new Set(keys)].filter((key) => LANGS.some((lang) => !all[lang][key]));
  assert.deepEqual(lacking, []);
}

function sources(dir: string): string[] {
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)
      ? [readFileSync(join(root, path), 'utf8')]
      : [];
  });
}

describe('catalogue', () => {
  for (const room of rooms) {
    test(`${room}: the same keys in both languages, none empty, the same parameters`, () => {
      const [zh, en] = [read('zh-CN', room), read('en', room)];
      assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
      const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();
      for (const key of Object.keys(zh)) {
        assert.ok(zh[key]?.trim() && en[key]?.trim(), `${key} is empty`);
        assert.deepEqual(names(zh[key] as string), names(en[key] as string), `parameters of ${key}`);
        assert.doesNotMatch(en[key] as string, /[\u4e00-\u9fff]/, `${key} is not translated`);
      }
    });
  }

  test('no sentence says 县 where the county may be a district or a city', () => {
    const named = Object.entries(all['zh-CN']).filter(
      ([key, text]) => key !== 'place.county' && /县/.test(text.replace(/县域|区县|县（区、市）/g, '')),
    );
    assert.deepEqual(named, []);
  });

  test('no key stands in two rooms', () => {
    const seen = new Map<string, string>();
    for (const room of rooms) {
      for (const key of Object.keys(read('zh-CN', room))) {
        assert.equal(seen.get(key), undefined, `${key} in ${room} and ${seen.get(key)}`);
        seen.set(key, room);
      }
    }
  });

  const edges = [...matterLifecycle.edges, ...assignmentLifecycle.edges];

  test('every verb, state and field of the lifecycles', () => {
    wanted(edges.map((edge) => `verb.${edge.verb}`));
    wanted(MATTER_STATES.map((state) => `state.${state}`));
    wanted(ASSIGNMENT_STATES.map((state) => `assignment.${state}`));
    wanted(edges.flatMap((edge) => edge.fields.map((field) => `field.${field.name}`)));
  });

  test('every value of a choice', () => {
    wanted(
      edges.flatMap((edge) =>
        edge.fields.flatMap((field) => (field.options ?? []).map((value) => `option.${field.name}.${value}`)),
      ),
    );
  });

  test('every event of a story', () => {
    wanted(['story.matter.submit', ...matterLifecycle.edges.map((edge) => `story.matter.${edge.verb}`)]);
    wanted(assignmentLifecycle.edges.map((edge) => `story.assignment.${edge.verb}`));
  });

  test('every clock the lifecycles start or stop', () => {
    wanted(edges.flatMap((edge) => [...(edge.starts ?? []), ...(edge.stops ?? [])].map((kind) => `clock.${kind}`)));
  });

  test('every code that the domain or the server throws', () => {
    const quoted = (text: string) =>
      [...text.matchAll(/(?<!==? )'([a-z][a-z0-9_]*)'(?! in )/g)].map((found) => found[1]);
    const codes = [...sources('domain/src'), ...sources('server/src')].flatMap((text) =>
      [
        // The code is the first argument, plain or one of two.
        ...[...text.matchAll(/new (?:Refusal|ClockError)\(([^,)]*)/g)].flatMap((found) => quoted(found[1] as string)),
        ...[...text.matchAll(/refuseField\('[^']*', '([a-z][a-z0-9_]*)'/g)].map((found) => found[1]),
        ...[...text.matchAll(/\{ path[^}]*?code: '([a-z][a-z0-9_]*)'/g)].map((found) => found[1]),
      ].map((code) => `error.${code}`),
    );
    const facts = edges.flatMap((edge) => (edge.when ?? []).map((one) => `error.${one.code}`));
    assert.ok(codes.length > 20, 'codes are found at all');
    wanted([...codes, ...facts]);
  });

  test('every key the faces name literally', () => {
    const keys = sources('faces').flatMap((text) =>
      [...text.matchAll(/\bt\('([\w.]+)'[,)]/g)].map((found) => found[1] as string),
    );
    assert.ok(keys.length > 50, 'keys are found at all');
    wanted(keys);
  });
});
