/** What a list of matters may be narrowed by, as SQL on the matter `m`. */
import { pathRange, Refusal } from '@huying/domain/kernel';
import { MATTER_STATES } from '@huying/domain/matter';
import Type, { type Static } from 'typebox';
import { join, type Sql, sql } from '../../platform/db.ts';
import { type CountyRuntime, placeOf } from '../county/runtime.ts';
import { replayCondition } from './replay/filter.ts';
import { wordsCondition } from './search.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const FilterQuery = Type.Object({
  view: Type.Optional(Type.Union([Type.Literal('register'), Type.Literal('inbox'), Type.Literal('mine')])),
  state: Type.Optional(Type.String({ maxLength: 200, description: 'states, comma between' })),
  channel: Type.Optional(Type.String({ maxLength: 32 })),
  item: Type.Optional(Type.String({ maxLength: 64 })),
  category: Type.Optional(Type.String({ maxLength: 64 })),
  place: Type.Optional(Type.String({ maxLength: 64 })),
  unit: Type.Optional(Type.String({ maxLength: 64, description: 'lead unit' })),
  card: Type.Optional(Type.Union([Type.Literal('yellow'), Type.Literal('red')])),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  q: Type.Optional(Type.String({ maxLength: 60, description: 'words of the report' })),
  number: Type.Optional(Type.String({ maxLength: 20, description: 'beginning of the number' })),
  replay: Type.Optional(
    Type.String({ maxLength: 130, description: 'a figure of "what would change": replay and flag' }),
  ),
});
export type FilterQuery = Static<typeof FilterQuery>;

export const ListQuery = Type.Intersect([
  FilterQuery,
  Type.Object({
    sort: Type.Optional(Type.Union([Type.Literal('submitted'), Type.Literal('-submitted'), Type.Literal('due')])),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    cursor: Type.Optional(Type.String({ maxLength: 120 })),
  }),
]);
export type ListQuery = Static<typeof ListQuery>;

/** Start of a local day as an instant. @throws Refusal `invalid_query` for a day that does not exist. */
function dayStart(county: CountyRuntime, day: string, field: string): Date {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) throw new Refusal('invalid_query', {}, [{ path: field, code: 'field_invalid' }]);
  return new Date(time - county.pack.utcOffsetMinutes * 60_000);
}

function statesOf(text: string): string[] {
  const states = text.split(',').filter(Boolean);
  const unknown = states.filter((state) => !(MATTER_STATES as readonly string[]).includes(state));
  if (unknown.length > 0) throw new Refusal('invalid_query', {}, [{ path: 'state', code: 'field_invalid' }]);
  return states;
}

/** Conditions on `m`, TRUE when nothing narrows. */
export function filterSql(county: CountyRuntime, query: FilterQuery): Sql {
  const parts: Sql[] = [];
  if (query.state) parts.push(sql`m.state = ANY(${statesOf(query.state)})`);
  if (query.channel) parts.push(sql`m.channel = ${query.channel}`);
  if (query.item) parts.push(sql`m.item_id = ${query.item}`);
  if (query.category) {
    const ids = [...county.itemNames].filter(([, item]) => item.category === query.category).map(([id]) => id);
    parts.push(sql`m.item_id = ANY(${ids})`);
  }
  if (query.place) {
    const { lo, hi } = pathRange(placeOf(county, query.place).path);
    parts.push(sql`m.path >= ${lo} AND m.path < ${hi}`);
  }
  if (query.unit) parts.push(sql`m.lead_unit = ${query.unit}`);
  if (query.card) parts.push(sql`m.card = ${query.card}`);
  if (query.from) parts.push(sql`m.submitted_at >= ${dayStart(county, query.from, 'from')}`);
  if (query.to) {
    const after = dayStart(county, query.to, 'to').getTime() + 86_400_000;
    parts.push(sql`m.submitted_at < ${new Date(after)}`);
  }
  if (query.q) {
    const words = wordsCondition(county.id, query.q);
    if (words) parts.push(words);
  }
  if (query.replay) parts.push(replayCondition(county.id, query.replay));
  if (query.number) {
    if (!/^[\d-]+$/.test(query.number))
      throw new Refusal('invalid_query', {}, [{ path: 'number', code: 'field_invalid' }]);
    parts.push(sql`m.number >= ${query.number} AND m.number < ${`${query.number}:`}`);
  }
  return parts.length === 0 ? sql`TRUE` : join(parts, ' AND ');
}
