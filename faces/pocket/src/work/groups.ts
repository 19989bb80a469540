/** Tasks by what is urgent and by state, from the server's counts of each state and card. Pure. */
export type Counts = { count: number; counted: boolean; groups: { state: string; card: string; n: number }[] };
/** `filter` narrows the list; `word` is the key of its name. */
export type Group = { id: string; word: string; filter: Record<string, string>; n: number };

const CARDS = ['red', 'yellow'];

/** Red, yellow, then the states in the order given; empty ones are left out. */
export function groupsOf({ groups }: Counts): Group[] {
  const sum = (fits: (one: Counts['groups'][number]) => boolean) =>
    groups.filter(fits).reduce((total, one) => total + one.n, 0);
  const states = [...new Set(groups.map((one) => one.state))];
  return [
    ...CARDS.map((card) =>
      group(
        'card',
        card,
        sum((one) => one.card === card),
      ),
    ),
    ...states.map((state) =>
      group(
        'state',
        state,
        sum((one) => one.state === state),
      ),
    ),
  ].filter((one) => one.n > 0);
}

function group(by: string, value: string, n: number): Group {
  return { id: `${by}:${value}`, word: `${by}.${value}`, filter: { [by]: value }, n };
}
