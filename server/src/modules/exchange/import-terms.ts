/** Terms from a workbook: each row begins one, is there already, or says why not. Nothing is moved or ended. */
import { Refusal } from '@huying/domain/kernel';
import { type PostKind, waysOf } from '@huying/domain/pack';
import { narrow, sameWord } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, postId } from '../county/index.ts';
import { forgetActors, officeFor, takeTerm } from '../people/index.ts';
import type { ImportCall } from './import-matters.ts';
import type { TermMapping } from './mapping.ts';
import { placesByWord } from './places-by-word.ts';
import type { ImportReport } from './report.ts';
import { choiceOf, eachRow, oneOf, type RowCells } from './rows.ts';

export type TermField = keyof TermMapping['columns'];

/** Kinds of post by code and by their words in both languages; of two with one word, neither. */
function kindsByWord(county: CountyRuntime): (word: string) => PostKind {
  const byWord = new Map<string, PostKind | null>();
  for (const kind of county.postKinds.values())
    for (const word of new Set([kind.word.zh, kind.word.en].map(narrow)))
      byWord.set(word, byWord.has(word) ? null : kind);
  return (word) => {
    const found = county.postKinds.get(word) ?? byWord.get(word);
    if (!found) throw new Refusal('row_post_unknown', { post: word.slice(0, 20) });
    return found;
  };
}

function unitsByWord(county: CountyRuntime): (word: string) => readonly string[] {
  return (word) =>
    county.units.has(word)
      ? [word]
      : [...county.units.values()].filter((unit) => sameWord(unit.name, word)).map((unit) => unit.id);
}

/** Stands for a term without an end in every workbook, whatever word a county has for it. */
const OPEN = 'open';

/** `open` is the county's word for a term without an end. @throws Refusal `row_day_invalid`, `day_order` */
function daysOf({ text, day }: RowCells<TermField>, open: string): { from: string; to?: string | null } {
  const from = day('from');
  if (from === '') throw new Refusal('row_field_missing', { field: 'from' });
  const said = text('to');
  const to = said === '' ? undefined : said === open || said === OPEN ? null : day('to');
  if (to && to < from) throw new Refusal('day_order');
  return { from, ...(to === undefined ? {} : { to }) };
}

/** @throws Refusal `workbook_*`, `columns_missing`, `list_empty`, `not_permitted` */
export async function importTerms(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress, signal }: ImportCall<TermMapping>,
): Promise<ImportReport> {
  const office = officeFor(county, actor, now);
  const kindOf = kindsByWord(county);
  const places = await placesByWord(services, county.id);
  const units = unitsByWord(county);
  let persons = 0;
  const { rows, figures } = await eachRow<TermField>(
    file,
    { columns: mapping.columns, required: ['kind', 'at', 'from'] },
    { onProgress, signal },
    async (cells) => {
      const { text } = cells;
      for (const field of ['kind', 'at'] as const)
        if (text(field) === '') throw new Refusal('row_field_missing', { field });
      const kind = kindOf(text('kind'));
      const at = oneOf(kind.at === 'unit' ? units(text('at')) : places(text('at')), text('at'));
      const filled =
        text('filled') === '' ? {} : { filled: choiceOf(text('filled'), 'filled', waysOf(kind), 'posts.filled') };
      const person = { id: text('person'), name: text('name'), phone: text('phone') };
      const input = { person, kind, at, ...daysOf(cells, mapping.open), ...filled };
      const { status, personMade } = await takeTerm(services, office, actor.person?.id ?? null, input);
      if (personMade) persons += 1;
      return { key: postId(kind.kind, at), status, made: postId(kind.kind, at) };
    },
  );
  forgetActors(services.db, county.id);
  services.wake(county.id);
  return { kind: 'terms', figures: { ...figures, personsMade: persons }, rows };
}
