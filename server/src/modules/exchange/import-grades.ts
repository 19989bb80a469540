/** A year's assessments and what else grades rest on, from a workbook: a row is one worker. Nothing is overwritten. */
import { Refusal } from '@huying/domain/kernel';
import type { GradeTable } from '@huying/domain/pack';
import { sameWord } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { type FactToTake, GRADE_REASONS, takeFacts, workersMeant } from '../grades/index.ts';
import type { ImportCall } from './import-matters.ts';
import type { GradeMapping } from './mapping.ts';
import type { ImportReport } from './report.ts';
import { choiceOf, eachRow, type RowCells } from './rows.ts';

export type GradeField = keyof GradeMapping['columns'];
type Cells = RowCells<GradeField>;
type Coded = { code: string; word: { zh: string; en: string } };

/** A code of the table by itself or by its word in either language; '' for an empty cell. @throws Refusal `row_choice_unknown` */
function codeIn(list: readonly Coded[], { text }: Cells, field: GradeField): string {
  const said = text(field);
  if (said === '') return '';
  const found = list.find(({ code, word }) => [code, word.zh, word.en].some((one) => sameWord(one, said)));
  if (!found) throw new Refusal('row_choice_unknown', { field, value: said.slice(0, 20) });
  return found.code;
}

/** What the row says, in the order of its columns. @throws Refusal `row_field_missing`, `row_choice_unknown`, `row_day_invalid` */
function factsIn(cells: Cells, { rise }: GradeTable): FactToTake[] {
  const { text, day } = cells;
  const facts: FactToTake[] = [];
  const result = codeIn(rise.assessments, cells, 'result');
  const year = text('year').replace(/年$/, '');
  if (result !== '' && year === '') throw new Refusal('row_field_missing', { field: 'year' });
  if (result !== '')
    facts.push({
      ...{ kind: 'assessment', of: year, value: result, day: day('resultDay') },
      columns: { of: 'year', value: 'result', day: 'resultDay' },
    });
  for (const kind of ['education', 'examination'] as const) {
    const code = codeIn(kind === 'education' ? rise.education : rise.examinations, cells, kind);
    const since = `${kind}Day` as const;
    if (code === '') continue;
    if (day(since) === '') throw new Refusal('row_field_missing', { field: since });
    facts.push({ kind, of: code, value: '', day: day(since), columns: { of: kind, value: kind, day: since } });
  }
  if (day('service') !== '')
    facts.push({
      ...{ kind: 'service', of: '', value: '', day: day('service') },
      columns: { of: 'service', value: 'service', day: 'service' },
    });
  return facts;
}

/** @throws Refusal `workbook_*`, `columns_missing`, `list_empty` */
export async function importGrades(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress, signal }: ImportCall<GradeMapping>,
): Promise<ImportReport> {
  const workers = await workersMeant(services.db, county, actor, now);
  const meant = ({ text }: Cells) => {
    const [id, name] = [text('person').toLowerCase(), text('name')];
    if (id === '' && name === '') throw new Refusal('row_field_missing', { field: 'person' });
    const found = workers.filter((one) => (id === '' ? sameWord(one.name, name) : one.id === id));
    const [worker] = found;
    if (!worker) throw new Refusal('row_worker_unknown');
    if (found.length > 1) throw new Refusal('row_worker_several', { n: found.length });
    if (name !== '' && !sameWord(worker.name, name)) throw new Refusal('row_person_otherwise');
    return worker;
  };
  let written = 0;
  const { rows, figures } = await eachRow<GradeField>(
    file,
    { columns: mapping.columns, required: ['year', 'result'] },
    { onProgress, signal },
    async (cells) => {
      const worker = meant(cells);
      const said = cells.text('reason');
      const reason = said === '' ? null : choiceOf(said, 'reason', GRADE_REASONS, 'grades.reason');
      const facts = factsIn(cells, worker.table);
      const fresh = await takeFacts(services, { county, actor, now }, worker.id, { facts, reason });
      written += fresh.length;
      return {
        key: worker.id,
        status: fresh.length > 0 ? 'taken' : 'repeated',
        made: fresh.map(({ kind, of, value }) => [kind, of, value].filter(Boolean).join('.')).join(' '),
      };
    },
  );
  services.wake(county.id);
  return { kind: 'grades', figures: { ...figures, facts: written }, rows };
}
