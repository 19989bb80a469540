/** Party members from a workbook: each row puts one into an organisation, is there already, or says why not. */
import { Refusal } from '@huying/domain/kernel';
import { sameWord } from '../../platform/exchange/index.ts';
import type { Services } from '../../platform/services.ts';
import { type CountyRuntime, dayOf } from '../county/index.ts';
import { currentOrgs, RELATIONS, STANDINGS, takeMember } from '../party/index.ts';
import type { ImportCall } from './import-matters.ts';
import type { MemberMapping } from './mapping.ts';
import { placesByWord } from './places-by-word.ts';
import type { ImportReport } from './report.ts';
import { choiceOf, eachRow, oneOf } from './rows.ts';

export type MemberField = keyof MemberMapping['columns'];

async function orgsByWord(services: Services, county: CountyRuntime, now: number): Promise<(word: string) => string> {
  const orgs = await currentOrgs(services.db, county.id, dayOf(county, now));
  return (word) => {
    const found = orgs.filter(({ id, name }) => id === word.toLowerCase() || sameWord(name, word));
    if (found.length === 0) throw new Refusal('row_org_unknown', { value: word.slice(0, 40) });
    if (found.length > 1) throw new Refusal('row_org_several', { value: word.slice(0, 40), n: found.length });
    return (found[0] as { id: string }).id;
  };
}

/** @throws Refusal `workbook_*`, `columns_missing`, `list_empty`, `not_permitted` */
export async function importMembers(
  services: Services,
  county: CountyRuntime,
  file: Buffer,
  { mapping, actor, now, onProgress, signal }: ImportCall<MemberMapping>,
): Promise<ImportReport> {
  const orgOf = await orgsByWord(services, county, now);
  const places = await placesByWord(services, county.id);
  const unitOf = (word: string): string => {
    const found = county.units.get(word) ?? [...county.units.values()].find((unit) => sameWord(unit.name, word));
    if (!found) throw new Refusal('row_unit_unknown', { unit: word.slice(0, 40) });
    return found.id;
  };
  let persons = 0;
  const { rows, figures } = await eachRow<MemberField>(
    file,
    { columns: mapping.columns, required: ['org'] },
    { onProgress, signal },
    async ({ text, day }) => {
      if (text('org') === '') throw new Refusal('row_field_missing', { field: 'org' });
      const org = orgOf(text('org'));
      const { member, status, personMade } = await takeMember(services, { county, actor, now }, org, {
        person: { id: text('person'), name: text('name'), phone: text('phone') },
        relation: choiceOf(text('relation') || 'own', 'relation', RELATIONS, 'party.relation'),
        standing: choiceOf(text('standing') || 'full', 'standing', STANDINGS, 'party.standing'),
        residence: text('residence') === '' ? null : oneOf(places(text('residence')), text('residence')),
        homeUnit: text('homeUnit') === '' ? null : unitOf(text('homeUnit')),
        from: day('from') || dayOf(county, now),
      });
      if (personMade) persons += 1;
      return { key: org, status, made: member };
    },
  );
  services.wake(county.id);
  return { kind: 'members', figures: { ...figures, personsMade: persons }, rows };
}
