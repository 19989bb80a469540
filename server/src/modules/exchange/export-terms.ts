/** Terms and members as workbooks that their imports take back unchanged; an empty one to fill in. No number is in them. */
import type { Actor } from '../../access/actor.ts';
import type { Queryable } from '../../platform/db.ts';
import { type CellValue, writeWorkbook } from '../../platform/exchange/index.ts';
import { type Language, say } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { allMembers, type MemberLine } from '../party/index.ts';
import { allTerms, type TermLine } from '../people/index.ts';
import type { MemberField } from './import-members.ts';
import type { TermField } from './import-terms.ts';
import { type MemberMapping, readMapping, type TermMapping } from './mapping.ts';

type Columns = Partial<Record<string, string | string[]>>;
const headOf = (columns: Columns, field: string) => [columns[field] ?? field].flat()[0] as string;
const WIDE = new Set(['person', 'atName', 'org', 'orgName', 'name']);

function sheet(name: string, columns: Columns, fields: readonly string[], rows: CellValue[][]): Promise<Buffer> {
  return writeWorkbook([
    {
      name,
      columns: fields.map((field) => ({ header: headOf(columns, field), width: WIDE.has(field) ? 34 : 16 })),
      rows,
    },
  ]);
}

export type TermFilter = { kind?: string; place?: string; unit?: string };

export async function exportTerms(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  filter: TermFilter,
): Promise<Buffer> {
  const mapping: TermMapping = await readMapping(county.id, 'terms');
  const word = (kind: string) => county.postKinds.get(kind)?.word.zh ?? kind;
  // Two kinds may have one word: then the code says which.
  const words = [...county.postKinds.values()].map((kind) => kind.word.zh);
  const cells: Record<TermField, (line: TermLine) => CellValue> = {
    person: (line) => line.person,
    name: (line) => line.name,
    phone: () => '',
    kind: ({ kind }) => (words.filter((one) => one === word(kind)).length > 1 ? kind : word(kind)),
    at: (line) => line.at,
    atName: (line) => line.atName,
    from: (line) => line.from,
    to: (line) => line.to ?? mapping.open,
    filled: (line) => (line.filled ? say('zh-CN', `posts.filled.${line.filled}`) : ''),
  };
  const fields = (Object.keys(mapping.columns) as TermField[]).filter((field) => field in cells);
  const rows = await allTerms(db, county, actor, filter);
  return sheet(
    '任期',
    mapping.columns,
    fields,
    rows.map((row) => fields.map((field) => cells[field](row))),
  );
}

export async function exportMembers(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  now: number,
  org: string | null,
): Promise<Buffer> {
  const mapping: MemberMapping = await readMapping(county.id, 'members');
  const cells: Record<MemberField, (line: MemberLine) => CellValue> = {
    person: (line) => line.person,
    name: (line) => line.name,
    phone: () => '',
    org: (line) => line.org,
    orgName: (line) => line.orgName,
    relation: (line) => say('zh-CN', `party.relation.${line.relation}`),
    standing: (line) => say('zh-CN', `party.standing.${line.standing}`),
    residence: (line) => line.residence ?? '',
    homeUnit: (line) => line.homeUnit ?? '',
    from: (line) => line.from,
  };
  const fields = (Object.keys(mapping.columns) as MemberField[]).filter((field) => field in cells);
  const rows = await allMembers(db, county, actor, now, org);
  return sheet(
    '党员',
    mapping.columns,
    fields,
    rows.map((row) => fields.map((field) => cells[field](row))),
  );
}

/** The columns, and beside them what may stand in each. */
export async function peopleTemplate(
  county: CountyRuntime,
  what: 'terms' | 'members',
  language: Language,
): Promise<Buffer> {
  const { columns } = (await readMapping(county.id, what)) as { columns: Columns };
  const fields = Object.keys(columns);
  const kinds =
    what === 'terms'
      ? [...county.postKinds.values()].map(({ kind, word }) => [language === 'en' ? word.en : word.zh, kind])
      : [];
  return writeWorkbook([
    {
      name: say(language, `export.${what}`),
      columns: fields.map((field) => ({ header: headOf(columns, field), width: WIDE.has(field) ? 34 : 16 })),
      rows: [],
    },
    {
      name: say(language, 'template.notes'),
      columns: [
        { header: say(language, 'template.column'), width: 20 },
        { header: say(language, 'template.meaning'), width: 90 },
      ],
      rows: [
        ...fields.map((field) => [headOf(columns, field), say(language, `template.${what}.${field}`)]),
        ['', ''],
        ...kinds,
      ],
    },
  ]);
}
