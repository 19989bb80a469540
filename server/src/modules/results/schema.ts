/** The wire shapes of results. No personal data and no words of people stand in any of them. */
import Type from 'typebox';
import { Named } from '../../platform/wire.ts';

const count = Type.Integer({ minimum: 0 });
const rate = Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()], {
  description: 'share from 0 to 1; null where nothing can be judged yet',
});
const nullable = (type: Type.TSchema) => Type.Union([type, Type.Null()]);

export const PublicResults = Type.Object({
  day: Type.String(),
  today: Type.Object({ received: count, concluded: count }, { description: 'of the matters reported today' }),
  month: Type.Object(
    {
      from: Type.String(),
      received: count,
      concluded: count,
      closed: count,
      satisfiedRate: rate,
      metRate: rate,
      onTimeRate: rate,
      medianHours: nullable(Type.Integer({ description: 'from report to first answer, over the answered ones' })),
    },
    { description: 'of the matters reported in the last 30 days, today included; verdicts are the first ones' },
  ),
  byCategory: Type.Array(Type.Object({ category: Type.String(), received: count, closed: count })),
  byCommunity: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), received: count, closed: count })),
  recent: Type.Array(
    Type.Object({
      number: Type.String(),
      title: nullable(Type.String({ description: 'name of the item' })),
      community: nullable(Type.String()),
      state: Type.String(),
      submittedDay: Type.String(),
      closedDay: nullable(Type.String()),
      outcome: nullable(Type.String()),
      satisfied: nullable(Type.Boolean()),
    }),
  ),
});

export const PublicMap = Type.Object({
  points: Type.Array(
    Type.Object({
      point: Type.Tuple([Type.Number(), Type.Number()], { description: 'middle of a square of some 300 m' }),
      item: nullable(Type.String()),
      state: Type.String(),
      day: Type.String(),
    }),
  ),
  more: Type.Boolean(),
});

export const Overview = Type.Object({
  days: Type.Array(Type.Object({ day: Type.String(), received: count, concluded: count, closed: count }), {
    description: 'by day of report, the last 30; only for posts at a place',
  }),
  open: Type.Record(Type.String(), count, { description: 'open matters with a running clock by state, at my places' }),
  cards: Type.Object({ yellow: count, red: count }),
  capped: Type.Boolean({ description: 'true: there are more open matters than were counted' }),
  units: Type.Array(Type.Object({ unit: Named, sent: count, underWay: count, yellow: count, red: count }), {
    description: 'open parts of my units',
  }),
});
