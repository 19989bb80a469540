/** One act on a version of a list: which edge is taken and what changes. */
import { type Input, Refusal, readFields, type Standing, takeEdge } from '../kernel/index.ts';
import { APPROVALS, type ListFact, type ListState, type ListVerb, listLifecycle } from './table.ts';

export type ListVersion = {
  state: ListState;
  /** 'YYYY-MM-DD'; null while it is a draft that was never submitted. */
  effectiveFrom: string | null;
  /** Whoever wrote any of it: none of them may approve it. */
  authors: readonly string[];
  /** Whoever said yes since it was last submitted. */
  approvals: readonly string[];
  /** Items, or duties. */
  rows: number;
};

export type ListContext = {
  /** The county's day, 'YYYY-MM-DD'. */
  today: string;
  standing: Standing;
  /** Person who acts; null: the program. */
  person: string | null;
  /** Days on which other versions of this list, approved or in force, take force. */
  taken: readonly string[];
};

export function listFacts(version: ListVersion, { today, person }: Pick<ListContext, 'today' | 'person'>) {
  return {
    author: person !== null && version.authors.includes(person),
    approvedAlready: person !== null && version.approvals.includes(person),
    dayAhead: version.effectiveFrom !== null && version.effectiveFrom > today,
    filled: version.rows > 0,
  } satisfies Record<ListFact, boolean>;
}

/** A day ahead that no other version has. @throws Refusal `invalid_fields` with `day_not_ahead` or `day_taken` */
function effectiveDay(input: Input, { today, taken }: ListContext): string {
  const day = input.effective_from as string;
  if (day <= today)
    throw new Refusal('invalid_fields', {}, [{ path: 'effective_from', code: 'day_not_ahead', params: { today } }]);
  if (taken.includes(day))
    throw new Refusal('invalid_fields', {}, [{ path: 'effective_from', code: 'day_taken', params: { day } }]);
  return day;
}

type Change = Partial<Pick<ListVersion, 'effectiveFrom' | 'authors' | 'approvals'>> & { state: ListState };
type Effect = (version: ListVersion, input: Input, ctx: ListContext) => Change;

const back: Effect = () => ({ state: 'draft', approvals: [] });

const EFFECTS: Record<ListVerb, Effect> = {
  edit: (version, _input, { person }) => ({
    state: 'draft',
    authors: person === null || version.authors.includes(person) ? version.authors : [...version.authors, person],
  }),
  submit: (_version, input, ctx) => ({ state: 'submitted', effectiveFrom: effectiveDay(input, ctx), approvals: [] }),
  recall: back,
  approve(version, _input, ctx) {
    // Another version may have been given its day meanwhile.
    effectiveDay({ effective_from: version.effectiveFrom }, ctx);
    const approvals = [...version.approvals, ctx.person as string];
    return { approvals, state: approvals.length >= APPROVALS ? 'approved' : 'submitted' };
  },
  return: back,
  withdraw: () => ({ state: 'withdrawn' }),
  begin: () => ({ state: 'in_force' }),
  supersede: () => ({ state: 'superseded' }),
};

export type ListDecision = { next: ListVersion; from: ListState; input: Input };

/** @throws Refusal as `takeEdge` and `readFields` say; `invalid_fields` where the day cannot be. `version` is not changed. */
export function actOnList(version: ListVersion, verb: ListVerb, given: Input, ctx: ListContext): ListDecision {
  const edge = takeEdge(listLifecycle, version.state, verb, ctx.standing, listFacts(version, ctx));
  const input = readFields(edge.fields, given);
  const next = { ...version, ...EFFECTS[verb](version, input, ctx) };
  const stays = next.state === version.state;
  if (!(stays && edge.to.length === 0) && !edge.to.includes(next.state))
    throw new Error(`the table does not lead from ${version.state} by ${verb} to ${next.state}`);
  return { next, from: version.state, input };
}
