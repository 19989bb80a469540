/** The comparison of two versions as a workbook. */
import { type CellValue, writeWorkbook } from '../../platform/exchange/index.ts';
import { type Language, say } from '../../platform/words.ts';
import type { Asked, presentComparison } from './compare-versions.ts';

type Presented = ReturnType<typeof presentComparison>;
type Items = Extract<Presented, { kind: 'items' }>;
type Duties = Extract<Presented, { kind: 'duties' }>;
type Row = CellValue[];

function shown(language: Language, field: string, value: unknown): string {
  if (value === null || value === undefined) return field === 'lead' ? say(language, 'item.town') : '';
  if (Array.isArray(value)) return value.map((one) => String(one)).join('、');
  if (typeof value === 'boolean') return say(language, value ? 'yes' : 'no');
  if (field === 'callback') return say(language, `callback.${value}`);
  if (typeof value === 'object' && 'unit' in value) {
    const { n, unit } = value as { n: number; unit: string };
    return say(language, `limit.${unit}`, { n });
  }
  return String(value);
}

function fieldName(language: Language, field: string): string {
  return say(language, `lists.field.${field}`);
}

function wholeItem(language: Language, item: Items['added'][number], status: string): Row {
  const conditions = item.conditions.map((one) => {
    const limit = one.limits.conclude;
    return `${one.text}${limit ? ` (${shown(language, 'limits.conclude', limit)})` : ''}`;
  });
  const lead = shown(language, 'lead', item.lead?.name ?? null);
  return [status, item.code, item.name, '', '', '', [lead, ...conditions].join('；')];
}

function itemRows(language: Language, compared: Items): Row[] {
  const status = (name: string) => say(language, `lists.change.${name}`);
  const changed = compared.changed.flatMap((item) => [
    ...item.fields.map(
      ({ field, before, after }): Row => [
        status('changed'),
        item.code,
        item.name,
        '',
        fieldName(language, field),
        shown(language, field, before),
        shown(language, field, after),
      ],
    ),
    ...item.conditions.flatMap((one) =>
      one.fields.map(
        ({ field, before, after }): Row => [
          status(`condition.${one.kind}`),
          item.code,
          item.name,
          one.text,
          fieldName(language, field),
          one.kind === 'added' ? '' : shown(language, field, before),
          one.kind === 'removed' ? '' : shown(language, field, after),
        ],
      ),
    ),
  ]);
  return [
    ...compared.added.map((item) => wholeItem(language, item, status('added'))),
    ...compared.removed.map((item) => wholeItem(language, item, status('removed'))),
    ...changed,
  ];
}

function dutyRows(language: Language, { changed }: Duties): Row[] {
  return changed.flatMap(({ word, phase, added, removed, reworded }): Row[] => {
    const head = [language === 'en' ? word.en : word.zh, say(language, `duties.${phase}`)];
    const text = (one: { zh: string; en: string }) => (language === 'en' && one.en ? one.en : one.zh);
    return [
      ...removed.map((one): Row => [say(language, 'lists.change.removed'), ...head, text(one), '']),
      ...added.map((one): Row => [say(language, 'lists.change.added'), ...head, '', text(one)]),
      ...(reworded ? [[say(language, 'lists.change.reworded'), ...head, '', '']] : []),
    ];
  });
}

/** A row for each thing added, removed or changed. */
export function comparisonWorkbook(language: Language, compared: Presented, { from, to }: Asked): Promise<Buffer> {
  const heads =
    compared.kind === 'items'
      ? ['change', 'code', 'name', 'condition', 'fieldName', 'before', 'after']
      : ['change', 'post', 'phase', 'before', 'after'];
  const wide = new Set(['before', 'after', 'condition', 'name']);
  return writeWorkbook([
    {
      name: say(language, 'lists.compareSheet', { from, to }),
      columns: heads.map((head) => ({
        header: say(language, `lists.column.${head}`),
        width: wide.has(head) ? 40 : 16,
      })),
      rows: compared.kind === 'items' ? itemRows(language, compared) : dutyRows(language, compared),
    },
  ]);
}
