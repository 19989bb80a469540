/**
 * The staircase. A lifecycle is a table of edges: in which states a verb may be called, by whom, with which fields,
 * where it leads and which clocks it stops and starts. The same table makes the server's checks, the `abilities` that
 * faces show, the exhaustive tests and the diagrams in the docs; nothing else in the program asks for a state by hand.
 */
import { Refusal } from './refusal.ts';

export type FieldKind =
  | 'text'
  | 'longtext'
  | 'choice'
  | 'boolean'
  | 'unit'
  | 'units'
  | 'place'
  | 'item'
  | 'condition'
  | 'point'
  | 'pictures'
  | 'limit'
  | 'day'
  | 'assignment'
  | 'request'
  | 'matter';

/** One input of a verb. `when` makes it apply only where another field has that value. */
export type Field = {
  name: string;
  kind: FieldKind;
  required: boolean;
  options?: readonly string[];
  maxLength?: number;
  when?: { field: string; is: string | boolean };
};

/**
 * Who may take an edge: a permission held at a spot of the thing (`holder`: the place that has it in hand; `unit`: the unit of
 * the assignment; `county`: the county itself; `scope`: anybody who sees it), the person who reported it, or the program
 * itself as a consequence of another act.
 */
export type Who = { permission: string; at: 'holder' | 'unit' | 'county' | 'scope' } | 'reporter' | 'consequence';

export type ClockKind = 'accept' | 'take_on' | 'arrive' | 'conclude' | 'callback';

export type Edge<S extends string, V extends string, F extends string> = {
  verb: V;
  from: readonly S[];
  /** States it may lead to; one name where the table alone decides, several where the fields decide. Empty: it stays. */
  to: readonly S[];
  who: readonly Who[];
  fields: readonly Field[];
  /** Facts that must hold besides the state (`!fact`: must not hold), each with the code of its refusal. */
  when?: readonly { fact: F | `!${F}`; code: string }[];
  stops?: readonly ClockKind[];
  starts?: readonly ClockKind[];
};

export type Lifecycle<S extends string, V extends string, F extends string> = {
  name: string;
  states: readonly S[];
  final: readonly S[];
  edges: readonly Edge<S, V, F>[];
};

/** How an actor stands to one thing; made by the access rooms, read here. */
export type Standing = {
  holds(permission: string, at: 'holder' | 'unit' | 'county' | 'scope'): boolean;
  reporter: boolean;
  consequence: boolean;
};

/** The edges that leave `state` by `verb`. */
export function edgesOf<S extends string, V extends string, F extends string>(
  lifecycle: Lifecycle<S, V, F>,
  state: S,
  verb: V,
): Edge<S, V, F>[] {
  return lifecycle.edges.filter((edge) => edge.verb === verb && edge.from.includes(state));
}

export function mayTake(who: readonly Who[], standing: Standing): boolean {
  return who.some((one) => {
    if (one === 'reporter') return standing.reporter;
    if (one === 'consequence') return standing.consequence;
    return standing.holds(one.permission, one.at);
  });
}

function failing<S extends string, V extends string, F extends string>(
  edge: Edge<S, V, F>,
  facts: Record<F, boolean>,
): string | null {
  for (const { fact, code } of edge.when ?? []) {
    const negated = fact.startsWith('!');
    const held = facts[(negated ? fact.slice(1) : fact) as F];
    if (held === negated) return code;
  }
  return null;
}

/** Every edge the actor may take now, for the faces to show. */
export function abilities<S extends string, V extends string, F extends string>(
  lifecycle: Lifecycle<S, V, F>,
  state: S,
  standing: Standing,
  facts: Record<F, boolean>,
): Edge<S, V, F>[] {
  return lifecycle.edges.filter(
    (edge) =>
      edge.from.includes(state) &&
      !edge.who.includes('consequence') &&
      mayTake(edge.who, standing) &&
      failing(edge, facts) === null,
  );
}

/**
 * The one edge the actor takes with `verb` from `state`.
 * @throws Refusal `verb_unknown`, `not_permitted` (no right to the verb from any state), `state_forbids` (the verb does not
 * leave this state), or the edge's own code where one of its facts fails.
 */
export function takeEdge<S extends string, V extends string, F extends string>(
  lifecycle: Lifecycle<S, V, F>,
  state: S,
  verb: V,
  standing: Standing,
  facts: Record<F, boolean>,
): Edge<S, V, F> {
  const named = lifecycle.edges.filter((edge) => edge.verb === verb);
  if (named.length === 0) throw new Refusal('verb_unknown', { verb, thing: lifecycle.name });
  if (!named.some((edge) => mayTake(edge.who, standing))) throw new Refusal('not_permitted', { verb });
  const here = named.filter((edge) => edge.from.includes(state));
  if (here.length === 0) throw new Refusal('state_forbids', { verb, state });
  const mine = here.filter((edge) => mayTake(edge.who, standing));
  if (mine.length === 0) throw new Refusal('not_permitted', { verb });
  const codes = mine.map((edge) => failing(edge, facts));
  const open = mine[codes.indexOf(null)];
  if (!open) throw new Refusal(codes[0] as string, { verb, state });
  return open;
}

/** Faults of a table, for the structure test: states never entered or left, unknown states, doubled edges. */
export function lifecycleFaults<S extends string, V extends string, F extends string>(
  lifecycle: Lifecycle<S, V, F>,
  initial: S,
): string[] {
  const faults: string[] = [];
  const known = new Set<string>(lifecycle.states);
  for (const edge of lifecycle.edges) {
    for (const state of [...edge.from, ...edge.to]) {
      if (!known.has(state)) faults.push(`${edge.verb}: unknown state ${state}`);
    }
    for (const state of edge.from) {
      if (lifecycle.final.includes(state)) faults.push(`${edge.verb}: leaves final state ${state}`);
    }
  }
  for (const state of lifecycle.states) {
    const entered = state === initial || lifecycle.edges.some((edge) => edge.to.includes(state));
    const left = lifecycle.edges.some((edge) => edge.from.includes(state) && edge.to.some((to) => to !== state));
    if (!entered) faults.push(`${state}: never entered`);
    if (!left && !lifecycle.final.includes(state)) faults.push(`${state}: never left`);
  }
  return faults;
}
