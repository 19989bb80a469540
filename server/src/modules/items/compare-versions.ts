/** Two versions of one list held against each other, for the page and for a workbook. */
import { Refusal } from '@huying/domain/kernel';
import {
  compareDuties,
  compareItems,
  type DutyDifference,
  type FieldChange,
  type ItemDifference,
} from '@huying/domain/lists';
import type { Actor } from '../../access/actor.ts';
import type { Queryable } from '../../platform/db.ts';
import { readDuties, readListItems } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { presentItem } from './present-versions.ts';
import { findVersion } from './versions.ts';

export type Asked = { list: string; from: number; to: number };

export type Compared = { kind: 'items'; difference: ItemDifference } | { kind: 'duties'; difference: DutyDifference };

/** @throws Refusal `not_found` where the actor does not see both */
export async function compareVersions(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  { list, from, to }: Asked,
): Promise<Compared> {
  const before = await findVersion(db, county, actor, { list, version: from });
  const after = await findVersion(db, county, actor, { list, version: to });
  if (before.row.kind !== after.row.kind) throw new Refusal('not_found');
  if (after.row.kind === 'items') {
    const read = (version: number) => readListItems(db, county.id, { list, version });
    return { kind: 'items', difference: compareItems(await read(from), await read(to)) };
  }
  const read = (version: number) => readDuties(db, county.id, { list, version });
  return { kind: 'duties', difference: compareDuties(await read(from), await read(to)) };
}

/** The difference with units and posts by name, in the reader's language where the county has both. */
export function presentComparison(county: CountyRuntime, compared: Compared) {
  const unit = (id: unknown) => county.units.get(String(id))?.name ?? String(id);
  const value = ({ field, before, after }: FieldChange) => {
    const shown = (one: unknown) => {
      if (field === 'lead') return one === null ? null : unit(one);
      return field === 'assists' && Array.isArray(one) ? one.map(unit) : one;
    };
    return { field, before: shown(before), after: shown(after) };
  };
  if (compared.kind === 'duties') {
    const { changed, same } = compared.difference;
    const word = (post: string) => county.postKinds.get(post)?.word ?? { zh: post, en: post };
    return { kind: 'duties' as const, same, changed: changed.map((one) => ({ ...one, word: word(one.post) })) };
  }
  const { added, removed, changed, same } = compared.difference;
  return {
    kind: 'items' as const,
    same,
    added: added.map((item) => presentItem(county, item)),
    removed: removed.map((item) => presentItem(county, item)),
    changed: changed.map((item) => ({
      ...item,
      fields: item.fields.map(value),
      conditions: item.conditions.map((one) => ({ ...one, fields: one.fields.map(value) })),
    })),
  };
}
