/** A workbook into a draft, in the place of all that stood in it: whole, or not at all. */
import { Refusal } from '@huying/domain/kernel';
import type { Services } from '../../platform/services.ts';
import { type Language, sayError } from '../../platform/words.ts';
import { type Edit, findVersion, type ListActed, putAllDuties, putItems } from '../items/index.ts';
import { checkIds, inOrder, unitFinder } from './import-items.ts';
import { readMapping } from './mapping.ts';
import { unitAliases } from './perform-import.ts';
import { readDutiesWorkbook } from './read-duties.ts';
import { readItemsWorkbook } from './read-items.ts';
import { figuresOf, type RowResult } from './report.ts';

export type DraftImport = {
  /** The draft as it stands then; null where a row was refused and nothing was changed. */
  draft: ListActed | null;
  figures: Record<string, number>;
  /** Rows that were refused, with the reason in the reader's language. */
  refused: { sheet: string; row: number; key: string; code: string; reason: string }[];
};

const SHOWN = 200;

/**
 * Half a workbook would take items out of the list unseen, so one bad row keeps all of it out.
 * @throws Refusal `workbook_*`, `columns_missing`, `list_empty`, `list_faulty`, and as editing a draft says
 */
export async function importIntoDraft(
  services: Services,
  edit: Edit,
  file: Buffer,
  { mapping, language }: { mapping: string; language: Language },
): Promise<DraftImport> {
  const { county, actor, version } = edit;
  const { row } = await findVersion(services.db, county, actor, version);
  const told = (rows: readonly RowResult[], draft: ListActed | null): DraftImport => {
    const refused = rows.filter((one) => one.status === 'refused');
    return {
      draft,
      figures: figuresOf(rows),
      refused: refused.slice(0, SHOWN).map(({ sheet, row: no, key, reason = '', params }) => ({
        sheet,
        row: no,
        key,
        code: reason,
        reason: sayError(language, reason, params ?? {}),
      })),
    };
  };
  if (row.kind === 'duties') {
    const { duties, rows } = await readDutiesWorkbook(file, county);
    if (rows.some((one) => one.status === 'refused')) return told(rows, null);
    return told(rows, await putAllDuties(services, edit, duties));
  }
  const read = await readMapping(county.id, 'items', mapping);
  const finder = unitFinder(county, await unitAliases(county.id), read.units ?? {});
  const { items, rows } = await readItemsWorkbook(file, read, finder);
  if (rows.some((one) => one.status === 'refused')) return told(rows, null);
  if (items.length === 0) throw new Refusal('list_empty');
  checkIds(items);
  return told(rows, await putItems(services, edit, inOrder(items)));
}
