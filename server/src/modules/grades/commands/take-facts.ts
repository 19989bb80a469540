/** What a row of a workbook says of one worker: written as by recording, all of it or nothing; what is known already stays. */
import { type Fact, factsInEffect } from '@huying/domain/grades';
import { Refusal } from '@huying/domain/kernel';
import type { Services } from '../../../platform/services.ts';
import { addFact } from '../ways.ts';
import { begin, type GradeCall, type GradeReason } from './calls.ts';
import { factOf } from './record.ts';

/** `day` empty: as it is known, else today. `columns`: where the row says it, for what is wrong with it. */
export type FactToTake = Fact & { columns: { of: string; value: string; day: string } };

/**
 * @returns what was new, in the order given; empty where all of it was known
 * @throws Refusal as `begin`; `invalid_fields` with the column as its path: as `factOf`, `row_reason_missing` where something
 *   else was recorded of the same before and no reason is given
 */
export async function takeFacts(
  services: Services,
  call: Omit<GradeCall, 'key'>,
  person: string,
  { facts, reason }: { facts: readonly FactToTake[]; reason: GradeReason | null },
): Promise<Fact[]> {
  return services.db.tx(async (tx) => {
    const { table, locked, today, by } = await begin(tx, { ...call, key: null }, person);
    const holding = factsInEffect(locked.way.facts);
    const fresh: Fact[] = [];
    for (const { columns, ...said } of facts) {
      const before = holding.find((one) => one.kind === said.kind && one.of === said.of);
      const day = said.day || (before?.value === said.value ? before.day : today);
      if (before && before.value === said.value && before.day === day) continue;
      const fact = within(columns, () => factOf(table, { ...said, day }, today));
      if (before && !reason)
        throw new Refusal('invalid_fields', {}, [{ path: columns.value, code: 'row_reason_missing' }]);
      const writing = { by, now: call.now, reason: before ? reason : null };
      await addFact(tx, call.county.id, locked, { ...fact, withdrawn: false }, writing);
      fresh.push(fact);
    }
    return fresh;
  });
}

/** What is wrong with a field of a fact is wrong with its column. */
function within<T>(columns: FactToTake['columns'], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first] = error.fields;
    if (!first) throw error;
    const path = columns[first.path as keyof FactToTake['columns']] ?? first.path;
    throw new Refusal(error.code, error.params, [{ ...first, path }]);
  }
}
