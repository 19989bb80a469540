/** The lifecycle of a matter. Meaning of the words: docs/glossary.md; the loop: ARCHITECTURE.md. */
import type { Edge, Field, Lifecycle } from '../kernel/index.ts';
import { DECISIONS, MATTER_STATES, type MatterState, OUTCOMES, REJECT_REASONS } from './states.ts';

export const MATTER_VERBS = [
  'accept',
  'classify',
  'reject',
  'visit',
  'settle',
  'raise',
  'dispatch',
  'arbitrate',
  'approve',
  'deny',
  'call_back',
  'judge',
  'redo',
  'close',
  'withdraw',
  'reopen',
  'note',
  'begin',
  'dispute',
  'finish',
  'card',
] as const;
export type MatterVerb = (typeof MATTER_VERBS)[number];

export type MatterFact =
  | 'hasUpper'
  | 'hasRefusal'
  | 'hasOpenRequest'
  | 'mayCloseUnheard'
  | 'reachable'
  | 'withinReopenWindow';

type MatterEdge = Edge<MatterState, MatterVerb, MatterFact>;

const IN_HAND = ['submitted', 'accepted', 'raised'] as const;
const WITH_UNITS = ['dispatched', 'in_progress'] as const;
const OPEN = [...IN_HAND, ...WITH_UNITS, 'in_arbitration', 'concluded', 'calling_back'] as const;

const words = (required: boolean): Field => ({ name: 'words', kind: 'longtext', required });
const pictures: Field = { name: 'pictures', kind: 'pictures', required: false };
const item: Field = { name: 'item', kind: 'item', required: false };
const condition: Field = { name: 'condition', kind: 'condition', required: false };
const yesNo = (name: string, when?: Field['when']): Field => ({
  name,
  kind: 'boolean',
  required: true,
  ...(when ? { when } : {}),
});
const heard = { field: 'reached', is: true } as const;

const firstJudgement: MatterEdge[] = [
  {
    verb: 'accept',
    from: ['submitted', 'raised'],
    to: ['accepted'],
    who: [{ permission: 'matter.accept', at: 'holder' }],
    fields: [item, condition],
    stops: ['accept'],
    starts: ['conclude'],
  },
  {
    verb: 'classify',
    from: IN_HAND,
    to: [],
    who: [{ permission: 'matter.classify', at: 'holder' }],
    fields: [item, condition, { name: 'place', kind: 'place', required: false }],
  },
  {
    verb: 'reject',
    from: IN_HAND,
    to: ['rejected'],
    who: [{ permission: 'matter.reject', at: 'holder' }],
    fields: [
      { name: 'reason', kind: 'choice', required: true, options: REJECT_REASONS },
      { name: 'duplicate_of', kind: 'matter', required: true, when: { field: 'reason', is: 'duplicate' } },
      words(true),
    ],
    stops: ['accept', 'conclude'],
  },
  {
    verb: 'visit',
    from: ['accepted'],
    to: [],
    who: [{ permission: 'matter.settle', at: 'holder' }],
    fields: [{ name: 'point', kind: 'point', required: false }, words(false), pictures],
  },
  {
    verb: 'settle',
    from: IN_HAND,
    to: ['concluded', 'closed'],
    who: [{ permission: 'matter.settle', at: 'holder' }],
    fields: [{ name: 'outcome', kind: 'choice', required: true, options: OUTCOMES }, words(true), pictures],
    stops: ['accept', 'conclude'],
    starts: ['callback'],
  },
  {
    verb: 'raise',
    from: IN_HAND,
    to: ['raised'],
    who: [{ permission: 'matter.raise', at: 'holder' }],
    fields: [words(true), item, condition],
    when: [{ fact: 'hasUpper', code: 'nowhere_to_raise' }],
    stops: ['accept', 'conclude'],
    starts: ['accept'],
  },
  {
    verb: 'dispatch',
    from: IN_HAND,
    to: ['dispatched'],
    who: [{ permission: 'matter.dispatch', at: 'holder' }],
    fields: [
      { name: 'lead', kind: 'unit', required: true },
      { name: 'assists', kind: 'units', required: false },
      item,
      condition,
      words(false),
    ],
    stops: ['accept', 'conclude'],
  },
];

const ruling: readonly Field[] = [
  { name: 'assignment', kind: 'assignment', required: true },
  { name: 'decision', kind: 'choice', required: true, options: DECISIONS },
  { name: 'unit', kind: 'unit', required: true, when: { field: 'decision', is: 'redirect' } },
  words(true),
];

const handling: MatterEdge[] = [
  { verb: 'begin', from: ['dispatched'], to: ['in_progress'], who: ['consequence'], fields: [] },
  {
    verb: 'dispute',
    from: ['dispatched'],
    to: ['in_arbitration'],
    who: ['consequence'],
    fields: [],
    starts: ['accept'],
  },
  {
    verb: 'arbitrate',
    from: ['in_arbitration'],
    to: ['dispatched', 'accepted'],
    who: [{ permission: 'matter.arbitrate', at: 'county' }],
    fields: ruling,
    when: [{ fact: 'hasRefusal', code: 'nothing_refused' }],
    stops: ['accept'],
  },
  {
    // An assist refused: the lead works on meanwhile.
    verb: 'arbitrate',
    from: WITH_UNITS,
    to: [],
    who: [{ permission: 'matter.arbitrate', at: 'county' }],
    fields: ruling,
    when: [{ fact: 'hasRefusal', code: 'nothing_refused' }],
  },
  {
    verb: 'approve',
    from: WITH_UNITS,
    to: [],
    who: [{ permission: 'matter.rule', at: 'county' }],
    fields: [{ name: 'request', kind: 'request', required: true }, words(false)],
    when: [{ fact: 'hasOpenRequest', code: 'nothing_requested' }],
  },
  {
    verb: 'deny',
    from: WITH_UNITS,
    to: [],
    who: [{ permission: 'matter.rule', at: 'county' }],
    fields: [{ name: 'request', kind: 'request', required: true }, words(true)],
    when: [{ fact: 'hasOpenRequest', code: 'nothing_requested' }],
  },
  {
    verb: 'finish',
    from: WITH_UNITS,
    to: ['concluded', 'closed'],
    who: ['consequence'],
    fields: [],
    starts: ['callback'],
  },
];

const judging: MatterEdge[] = [
  {
    verb: 'call_back',
    from: ['concluded', 'calling_back'],
    to: ['calling_back', 'closed', 'dispatched', 'accepted'],
    who: [{ permission: 'matter.callback', at: 'county' }],
    fields: [yesNo('reached'), yesNo('met', heard), yesNo('resolved', heard), yesNo('satisfied', heard), words(false)],
    when: [{ fact: 'reachable', code: 'reporter_unreachable' }],
  },
  {
    verb: 'judge',
    from: ['concluded', 'calling_back'],
    to: ['closed', 'dispatched', 'accepted'],
    who: ['reporter'],
    fields: [yesNo('met'), yesNo('resolved'), yesNo('satisfied'), words(false)],
  },
  {
    verb: 'redo',
    from: ['concluded', 'calling_back'],
    to: ['dispatched', 'accepted'],
    who: [{ permission: 'matter.redo', at: 'county' }],
    fields: [words(true)],
    stops: ['callback'],
  },
  {
    verb: 'close',
    from: ['concluded', 'calling_back'],
    to: ['closed'],
    who: [{ permission: 'matter.close', at: 'county' }],
    fields: [words(true)],
    when: [{ fact: 'mayCloseUnheard', code: 'callback_due' }],
    stops: ['callback'],
  },
  {
    verb: 'withdraw',
    from: [...IN_HAND, ...WITH_UNITS, 'in_arbitration'],
    to: ['withdrawn'],
    who: ['reporter'],
    fields: [words(false)],
  },
  {
    verb: 'reopen',
    from: ['closed'],
    to: ['raised'],
    who: ['reporter', { permission: 'matter.reopen', at: 'county' }],
    fields: [words(true)],
    when: [{ fact: 'withinReopenWindow', code: 'reopen_window_over' }],
    starts: ['accept'],
  },
];

const anytime: MatterEdge[] = [
  {
    verb: 'note',
    from: [...OPEN, 'closed'],
    to: [],
    who: [{ permission: 'matter.note', at: 'scope' }],
    fields: [words(true), pictures],
  },
  { verb: 'card', from: OPEN, to: [], who: ['consequence'], fields: [] },
];

export const matterLifecycle: Lifecycle<MatterState, MatterVerb, MatterFact> = {
  name: 'matter',
  states: MATTER_STATES,
  final: ['rejected', 'withdrawn'],
  edges: [...firstJudgement, ...handling, ...judging, ...anytime],
};
