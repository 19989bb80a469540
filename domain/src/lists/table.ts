/**
 * The lifecycle of one version of a list, the same for both kinds: written as a draft, submitted with the day on which it
 * takes force, approved by two people who did not write it, in force from its day until the next one's.
 * Source of the two approvals: the mission's row A6 and docs/decisions/0011.
 */
import type { Edge, Field, Lifecycle } from '../kernel/index.ts';

export const LIST_STATES = ['draft', 'submitted', 'approved', 'in_force', 'superseded', 'withdrawn'] as const;
export type ListState = (typeof LIST_STATES)[number];

export const LIST_VERBS = ['edit', 'submit', 'recall', 'approve', 'return', 'withdraw', 'begin', 'supersede'] as const;
export type ListVerb = (typeof LIST_VERBS)[number];

export type ListFact = 'author' | 'approvedAlready' | 'dayAhead' | 'filled';

/** How many people must say yes. */
export const APPROVALS = 2;

type ListEdge = Edge<ListState, ListVerb, ListFact>;

const editor = [{ permission: 'items.edit', at: 'county' }] as const;
const approver = [{ permission: 'items.approve', at: 'county' }] as const;
const words = (required: boolean): Field => ({ name: 'words', kind: 'longtext', required, maxLength: 500 });
const ahead = { fact: 'dayAhead', code: 'list_day_over' } as const;

const edges: ListEdge[] = [
  { verb: 'edit', from: ['draft'], to: [], who: editor, fields: [] },
  {
    verb: 'submit',
    from: ['draft'],
    to: ['submitted'],
    who: editor,
    fields: [{ name: 'effective_from', kind: 'day', required: true }],
    when: [{ fact: 'filled', code: 'list_without_rows' }],
  },
  { verb: 'recall', from: ['submitted'], to: ['draft'], who: editor, fields: [] },
  {
    verb: 'approve',
    from: ['submitted'],
    to: ['submitted', 'approved'],
    who: approver,
    fields: [],
    when: [
      { fact: '!author', code: 'list_own_approval' },
      { fact: '!approvedAlready', code: 'list_approved_already' },
      ahead,
    ],
  },
  { verb: 'return', from: ['submitted'], to: ['draft'], who: approver, fields: [words(true)] },
  { verb: 'withdraw', from: ['draft', 'submitted'], to: ['withdrawn'], who: editor, fields: [words(false)] },
  {
    // What two people agreed to is called off by those who agree, and only before its day.
    verb: 'withdraw',
    from: ['approved'],
    to: ['withdrawn'],
    who: approver,
    fields: [words(true)],
    when: [ahead],
  },
  { verb: 'begin', from: ['approved'], to: ['in_force'], who: ['consequence'], fields: [] },
  { verb: 'supersede', from: ['in_force'], to: ['superseded'], who: ['consequence'], fields: [] },
];

export const listLifecycle: Lifecycle<ListState, ListVerb, ListFact> = {
  name: 'list version',
  states: LIST_STATES,
  final: ['superseded', 'withdrawn'],
  edges,
};
