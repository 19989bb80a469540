/** The life of a swap: asked, agreed by the other, approved where the rule says so. The table is the whole rule. */
import { Refusal } from '../kernel/index.ts';

export const SWAP_STATES = ['asked', 'agreed', 'done', 'declined', 'refused', 'withdrawn', 'lapsed'] as const;
export type SwapState = (typeof SWAP_STATES)[number];

export const SWAP_VERBS = ['agree', 'decline', 'withdraw', 'approve', 'refuse', 'lapse'] as const;
export type SwapVerb = (typeof SWAP_VERBS)[number];

/** `asker` gives the duty away, `asked` is to take it, `keeper` keeps the roster, `program`: the duty begins. */
export type SwapParty = 'asker' | 'asked' | 'keeper' | 'program';

type Row = { verb: SwapVerb; from: readonly SwapState[]; to: (approval: boolean) => SwapState; who: SwapParty };

export const SWAP_TABLE: readonly Row[] = [
  { verb: 'agree', from: ['asked'], to: (approval) => (approval ? 'agreed' : 'done'), who: 'asked' },
  { verb: 'decline', from: ['asked'], to: () => 'declined', who: 'asked' },
  { verb: 'withdraw', from: ['asked', 'agreed'], to: () => 'withdrawn', who: 'asker' },
  { verb: 'approve', from: ['agreed'], to: () => 'done', who: 'keeper' },
  { verb: 'refuse', from: ['agreed'], to: () => 'refused', who: 'keeper' },
  { verb: 'lapse', from: ['asked', 'agreed'], to: () => 'lapsed', who: 'program' },
];

/** What somebody may do with a swap now. */
export function swapAbilities(state: SwapState, parties: ReadonlySet<SwapParty>): SwapVerb[] {
  return SWAP_TABLE.filter((row) => row.from.includes(state) && parties.has(row.who)).map((row) => row.verb);
}

/**
 * @param approval whether the roster's keeper must approve what the two agreed
 * @throws Refusal `verb_unknown`, `not_permitted`, `state_forbids`
 */
export function stepSwap(
  state: SwapState,
  verb: string,
  parties: ReadonlySet<SwapParty>,
  approval: boolean,
): SwapState {
  const row = SWAP_TABLE.find((one) => one.verb === verb);
  if (!row) throw new Refusal('verb_unknown', { verb, thing: 'swap' });
  if (!parties.has(row.who)) throw new Refusal('not_permitted', { verb });
  if (!row.from.includes(state)) throw new Refusal('state_forbids', { verb, state });
  return row.to(approval);
}
