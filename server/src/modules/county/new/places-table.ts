/** A county's places from a workbook that a clerk filled in: name, level, the place above, code and kind. */
import type { PlaceNode, PlaceSubkind } from '@huying/domain/pack';
import { type CellValue, findTable, narrow, readWorkbook, textOf } from '../../../platform/exchange/index.ts';
import { NewPackError } from './new-pack-error.ts';

const COLUMNS = {
  name: ['名称', '地方名称', 'name', 'Name'],
  level: ['层级', '级别', 'level', 'Level'],
  parent: ['上级', '上级名称', '所属', 'parent', 'Above'],
  code: ['编码', '代码', 'code', 'Code'],
  subkind: ['类型', '类别', 'kind', 'Kind'],
} as const;
type Field = keyof typeof COLUMNS;

type Level = 'town' | 'community' | 'grid';
const LEVELS: Record<string, Level> = {
  ...{ 街道: 'town', 镇: 'town', 乡: 'town', '街道（镇）': 'town', '街道(镇)': 'town', town: 'town' },
  ...{ 社区: 'community', 村: 'community', '社区（村）': 'community', '社区(村)': 'community', community: 'community' },
  ...{ 网格: 'grid', grid: 'grid' },
};
const SUBKINDS: Record<string, PlaceSubkind> = {
  ...{
    街道: 'subdistrict',
    镇: 'town',
    乡: 'town',
    社区: 'urban',
    涉农社区: 'rural',
    村: 'village',
    居民网格: 'resident',
  },
  ...{ 预留网格: 'reserved', 专属网格: 'dedicated' },
};
const ABOVE: Record<Level, Level | 'county'> = { town: 'county', community: 'town', grid: 'community' };
const PREFIX: Record<Level, [string, number]> = { town: ['t', 2], community: ['s', 3], grid: ['g', 4] };
const DIGITS = 3;

type Row = { no: number; name: string; level: Level; parent: string; code: string; subkind: string };

/**
 * The tree of a workbook under the county, with ids of its own and codes where it gives none.
 * @throws NewPackError naming every row that cannot be used; Refusal `workbook_*`, `columns_missing`
 */
export async function readPlacesTable(file: Buffer, county: { name: string; code: string }): Promise<PlaceNode[]> {
  const book = await readWorkbook(file);
  const [sheet] = book.sheets;
  if (!sheet) throw new NewPackError([{ zh: '工作簿里没有工作表', en: 'the workbook has no sheet' }]);
  const { headerRow, columns } = await findTable<Field>(sheet.rows(), COLUMNS, ['name', 'level']);
  const faults: { zh: string; en: string }[] = [];
  const rows: Row[] = [];
  for await (const row of sheet.rows()) {
    if (row.no <= headerRow || row.cells.every((cell) => textOf(cell) === '')) continue;
    const text = (field: Field): string => {
      const cell: CellValue = row.cells[columns.get(field) ?? -1] ?? null;
      return narrow(textOf(cell)).replace(/\s+/g, '');
    };
    const level = LEVELS[text('level')];
    const fault = (zh: string, en: string) => faults.push({ zh: `第 ${row.no} 行：${zh}`, en: `row ${row.no}: ${en}` });
    // The county itself stands above all rows; a file that lists it too means no other.
    if (['县', '区', '市', 'county'].includes(text('level'))) continue;
    if (!level) fault(`不认识的层级“${text('level')}”`, `unknown level "${text('level')}"`);
    else if (text('name') === '') fault('没有名称', 'the name is missing');
    else
      rows.push({
        no: row.no,
        name: text('name'),
        level,
        parent: text('parent'),
        code: text('code'),
        subkind: text('subkind'),
      });
  }
  if (rows.length === 0 && faults.length === 0) faults.push({ zh: '表里没有一行地方', en: 'the table has no row' });
  const nodes = grow(rows, county, faults);
  if (faults.length > 0) throw new NewPackError(faults);
  return nodes;
}

/** Towns first, then what lies in them, so that every place finds the one above it. */
function grow(rows: Row[], county: { name: string; code: string }, faults: { zh: string; en: string }[]): PlaceNode[] {
  const root: PlaceNode = { id: 'c', parent: null, kind: 'county', code: county.code, name: county.name };
  const nodes: PlaceNode[] = [root];
  for (const level of ['town', 'community', 'grid'] as const) {
    const above = nodes.filter((node) => node.kind === ABOVE[level]);
    const counters = new Map<string, number>();
    let last: PlaceNode | null = null;
    for (const [i, row] of rows.filter((one) => one.level === level).entries()) {
      const parent = parentOf(row, above, last, level);
      if (!parent) {
        const where = row.parent || '（空）';
        faults.push({
          zh: `第 ${row.no} 行“${row.name}”：上级“${where}”找不到，或有几个同名`,
          en: `row ${row.no}: the place above, "${where}", is not there or not the only one`,
        });
        continue;
      }
      last = parent;
      const nth = (counters.get(parent.id) ?? 0) + 1;
      counters.set(parent.id, nth);
      const [letter, width] = PREFIX[level];
      const code = row.code || `${parent.code}${String(nth).padStart(DIGITS, '0')}`;
      if (!new RegExp(`^${parent.code}\\d{${DIGITS}}$`).test(code))
        faults.push({
          zh: `第 ${row.no} 行“${row.name}”：编码 ${code} 应为上级编码 ${parent.code} 加 ${DIGITS} 位数字`,
          en: `row ${row.no}: the code ${code} must be ${parent.code} and ${DIGITS} digits`,
        });
      nodes.push({
        id: `${letter}${String(i + 1).padStart(width, '0')}`,
        parent: parent.id,
        kind: level,
        subkind: subkindOf(row),
        code,
        name: row.name,
      });
    }
  }
  const gridded = new Set(nodes.filter((node) => node.kind === 'grid').map((node) => node.parent));
  return nodes.map((node) => (gridded.has(node.id) ? { ...node, gridded: true } : node));
}

/** By name or code; a row without a word about it lies where the row before it lies, or in the only place there is. */
function parentOf(
  { parent }: Row,
  above: readonly PlaceNode[],
  last: PlaceNode | null,
  level: Level,
): PlaceNode | null {
  if (level === 'town') return above[0] ?? null;
  if (parent === '') return last ?? (above.length === 1 ? (above[0] ?? null) : null);
  const found = above.filter((node) => node.name === parent || node.code === parent);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function subkindOf({ level, name, subkind }: Row): PlaceSubkind {
  const said = SUBKINDS[subkind];
  if (level === 'town') return said === 'subdistrict' || (!said && name.endsWith('街道')) ? 'subdistrict' : 'town';
  if (level === 'community') {
    if (said === 'rural' || said === 'village') return said;
    return !said && name.endsWith('村') ? 'village' : 'urban';
  }
  return said === 'reserved' || said === 'dedicated' ? said : 'resident';
}
