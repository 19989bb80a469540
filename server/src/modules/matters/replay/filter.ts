/** The matters behind a figure of a replay, as a filter of lists: `<replay>:<flag>`, or `<replay>:matters` for all it looked at. */
import { Refusal } from '@huying/domain/kernel';
import { type Sql, sql } from '../../../platform/db.ts';

const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([a-z_.]{1,20}(?::[A-Za-z0-9_-]{1,64})?)$/;

/** A condition on the matter `m`. @throws Refusal `invalid_query` */
export function replayCondition(county: string, text: string): Sql {
  const [, replay, flag] = FORM.exec(text) ?? [];
  if (!replay || !flag) throw new Refusal('invalid_query', {}, [{ path: 'replay', code: 'field_invalid' }]);
  const carries = flag === 'matters' ? sql`TRUE` : sql`r.flags @> ARRAY[${flag}]::text[]`;
  return sql`m.matter_id IN (SELECT r.matter_id FROM list_replay_matter r
    WHERE r.county_id = ${county} AND r.replay_id = ${replay}::uuid AND ${carries})`;
}
