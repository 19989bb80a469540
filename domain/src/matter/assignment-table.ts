/** The lifecycle of one unit's part in a matter. */
import type { Field, Lifecycle } from '../kernel/index.ts';
import { ASSIGNMENT_STATES, type AssignmentState, OUTCOMES, REFUSE_REASONS } from './states.ts';

export const ASSIGNMENT_VERBS = [
  'take_on',
  'refuse',
  'arrive',
  'step',
  'conclude',
  'request',
  'resume',
  'call_off',
] as const;
export type AssignmentVerb = (typeof ASSIGNMENT_VERBS)[number];

export type AssignmentFact = 'binding' | 'needsArrival' | 'paused' | 'asking';

const words = (required: boolean): Field => ({ name: 'words', kind: 'longtext', required });
const pictures: Field = { name: 'pictures', kind: 'pictures', required: false };
const outcome: Field = { name: 'outcome', kind: 'choice', required: true, options: OUTCOMES };
const atUnit = (permission: string) => ({ permission, at: 'unit' }) as const;

export const assignmentLifecycle: Lifecycle<AssignmentState, AssignmentVerb, AssignmentFact> = {
  name: 'assignment',
  states: ASSIGNMENT_STATES,
  final: ['concluded', 'refused', 'called_off'],
  edges: [
    {
      verb: 'take_on',
      from: ['sent'],
      to: ['taken_on'],
      who: [atUnit('assignment.take_on')],
      fields: [words(false)],
      stops: ['take_on'],
    },
    {
      verb: 'refuse',
      from: ['sent'],
      to: ['refused'],
      who: [atUnit('assignment.refuse')],
      fields: [{ name: 'reason', kind: 'choice', required: true, options: REFUSE_REASONS }, words(true)],
      when: [{ fact: '!binding', code: 'dispatch_upheld' }],
      stops: ['take_on', 'arrive', 'conclude'],
    },
    {
      verb: 'arrive',
      from: ['taken_on'],
      to: ['arrived'],
      who: [atUnit('assignment.arrive')],
      fields: [{ name: 'point', kind: 'point', required: false }, words(false), pictures],
      stops: ['arrive'],
    },
    {
      verb: 'step',
      from: ['taken_on', 'arrived'],
      to: [],
      who: [atUnit('assignment.step')],
      fields: [words(true), pictures],
    },
    {
      verb: 'conclude',
      from: ['taken_on'],
      to: ['concluded'],
      who: [atUnit('assignment.conclude')],
      fields: [outcome, words(true), pictures],
      when: [{ fact: '!needsArrival', code: 'arrival_first' }],
      stops: ['arrive', 'conclude'],
    },
    {
      verb: 'conclude',
      from: ['arrived'],
      to: ['concluded'],
      who: [atUnit('assignment.conclude')],
      fields: [outcome, words(true), pictures],
      stops: ['conclude'],
    },
    {
      verb: 'request',
      from: ['taken_on', 'arrived'],
      to: [],
      who: [atUnit('assignment.request')],
      fields: [
        { name: 'kind', kind: 'choice', required: true, options: ['pause', 'extension'] },
        { name: 'amount', kind: 'limit', required: true, when: { field: 'kind', is: 'extension' } },
        words(true),
      ],
      when: [{ fact: '!asking', code: 'request_pending' }],
    },
    {
      verb: 'resume',
      from: ['taken_on', 'arrived'],
      to: [],
      who: [atUnit('assignment.request'), { permission: 'matter.rule', at: 'county' }],
      fields: [words(false)],
      when: [{ fact: 'paused', code: 'not_paused' }],
    },
    { verb: 'call_off', from: ['sent', 'taken_on', 'arrived'], to: ['called_off'], who: ['consequence'], fields: [] },
  ],
};
