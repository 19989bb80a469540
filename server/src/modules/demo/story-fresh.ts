/**
 * Matters of these days, so that every face has something to do: some in every state, with clocks that have just begun, show
 * yellow, or are overdue. Each is told backwards in thought: the act that starts the clock to be seen stands where that clock
 * shows its card now, and the acts before it follow from there.
 */
import type { Limit } from '@huying/domain/clocks';
import type { ClockKind } from '@huying/domain/kernel';
import { type Pack, type PlaceKind, type Story, switchedOn, type ToldPack } from '@huying/domain/pack';
import type { CountyRuntime, ItemRow } from '../county/index.ts';
import { type Random, randomOf } from './random.ts';
import type { Cast } from './story-cast.ts';
import type { Ground } from './story-ground.ts';
import { type Card, canBeYellow, DAY, HOUR, lastWork, MINUTE, startFor } from './story-hours.ts';
import { higher } from './story-steps.ts';
import { reports } from './story-words.ts';

export type FreshState =
  | 'submitted'
  | 'accepted'
  | 'raised'
  | 'dispatched'
  | 'taken_on'
  | 'arrived'
  | 'in_arbitration'
  | 'concluded'
  | 'calling_back'
  | 'closed'
  | 'rejected'
  | 'withdrawn'
  | 'reopened';

/** `at`: the lowest place it lies in, `level`: how high it is in hand, `unit`: whose part it is. */
export type Fresh = {
  name: string;
  state: FreshState;
  card: Card;
  at: string;
  level: PlaceKind;
  channel: 'resident' | 'hotline' | 'grid_member';
  unit: string | null;
  /** Reported by the resident with an account, else by one of the others. */
  own: boolean;
  anonymous: boolean;
  /** Further along: asks for a pause or more time, stands still, waits for the resident's own word. */
  more: 'pause' | 'extension' | 'paused' | 'message' | null;
};

/** `at`: `away`, anywhere in the towns, or the place it lies in or below. */
type Line = { state: FreshState; cards: Card[] } & Partial<Omit<Fresh, 'name' | 'state' | 'card'>>;

/**
 * What the demo accounts find, from where they sit: the lowest place with those above it, three units that answer, and
 * places of the ladder that lie aside of the first.
 */
export type Desks = { home: string; units: string[]; aside: string[] };

/** Seats of the demo's accounts; a pack without one of them leaves the first place or unit that fits. */
export function desksOf(pack: Pack, cast: Cast, ground: Ground): Desks {
  const seats = new Set(pack.demo.accounts.flatMap((one) => (one.at === null ? [] : [one.at])));
  const units = [...seats].filter((unit) => cast.units.includes(unit));
  const homes = ground.lived.urban.map((one) => one.id);
  const home = [...seats].find((seat) => homes.includes(seat)) ?? homes[0] ?? '';
  const above = ground.line(home).map((one) => one.id);
  const aside = pack.territory.nodes
    .filter(({ id, kind }) => seats.has(id) && pack.county.raiseLadder.includes(kind) && !above.includes(id))
    .map(({ id }) => id);
  return { home, units: units.length > 0 ? units : cast.units.slice(0, 3), aside };
}

const FEW = 1000;

function many(card: Card, n: number): Card[] {
  return Array<Card>(n).fill(card);
}

/** Places from which something comes up to a level above the desks' own. */
function reachOf(home: string, level: Fresh['level'], ground: Ground): string[] {
  const within = ground.line(home).find((one) => higher(one.kind, level) === one.kind)?.id;
  return ground.lived.urban.map(({ id }) => id).filter((id) => ground.line(id).some((one) => one.id === within));
}

/** The list; its order is the order of telling, so that each desk has something soon. */
export function freshList(
  desks: Desks,
  ground: Ground,
  cast: Cast,
  { pack, units }: CountyRuntime,
  story: Story,
): Fresh[] {
  const isOffice = (unit: string) => units.get(unit)?.kind === 'town_office';
  const [one = '', two = one, three = one] = desks.units;
  const others = cast.units.filter((unit) => !desks.units.includes(unit) && !isOffice(unit)).slice(0, 6);
  // Where a year has few, as many as elsewhere in these days would look like a flood.
  const few = Object.values(story.matters.channels).reduce((sum, n) => sum + n, 0) < FEW;
  const part = (n: number) => (few ? Math.ceil(n / 4) : n);
  const mix = (none: number, yellow: number, red: number) => [
    ...many('none', part(none)),
    ...many('yellow', part(yellow)),
    ...many('red', part(red)),
  ];
  const lines: Line[] = [
    { state: 'submitted', cards: ['none'], own: true },
    { state: 'concluded', cards: ['none', 'none'], own: true, more: 'message', unit: one },
    { state: 'arrived', cards: ['none'], own: true, unit: one },
    { state: 'closed', cards: ['none'], own: true },
    { state: 'submitted', cards: ['none', 'none', 'yellow', 'red'] },
    { state: 'accepted', cards: ['none', 'yellow', 'red'] },
    { state: 'raised', cards: mix(9, 4, 2), level: 'county' },
    { state: 'submitted', cards: mix(12, 4, 2), channel: 'hotline', level: 'county' },
    { state: 'accepted', cards: mix(3, 1, 1), channel: 'hotline', level: 'county' },
    { state: 'dispatched', cards: mix(3, 1, 1), unit: one, level: 'county' },
    { state: 'taken_on', cards: ['none'], unit: one, level: 'county', more: 'pause' },
    { state: 'taken_on', cards: ['yellow'], unit: one, level: 'county', more: 'extension' },
    { state: 'arrived', cards: mix(1, 1, 1), unit: one, level: 'town' },
    { state: 'arrived', cards: ['none'], unit: one, level: 'county', more: 'paused' },
    { state: 'concluded', cards: mix(5, 1, 1), level: 'town' },
    { state: 'calling_back', cards: mix(3, 1, 1), unit: one, level: 'county' },
    { state: 'in_arbitration', cards: mix(2, 1, 1), unit: one, level: 'county' },
    { state: 'raised', cards: mix(3, 1, 1), level: 'community' },
    { state: 'raised', cards: mix(3, 1, 1), level: 'town' },
    { state: 'accepted', cards: ['none'], level: 'community' },
    { state: 'accepted', cards: ['yellow'], level: 'town' },
    { state: 'dispatched', cards: mix(1, 1, 0), unit: two, level: 'town' },
    { state: 'arrived', cards: mix(1, 0, 1), unit: two, level: 'county' },
    { state: 'dispatched', cards: mix(2, 0, 0), unit: three, level: 'county' },
    { state: 'taken_on', cards: mix(1, 1, 0), unit: three, level: 'county', more: 'extension' },
    { state: 'reopened', cards: mix(1, 1, 0), unit: two, level: 'county' },
    { state: 'rejected', cards: many('none', 3) },
    { state: 'withdrawn', cards: many('none', 3) },
    { state: 'withdrawn', cards: ['none'], own: true },
    { state: 'closed', cards: many('none', 4) },
    { state: 'closed', cards: many('none', 2), unit: two, level: 'town' },
    { state: 'submitted', cards: ['none', 'yellow'], anonymous: true },
    { state: 'concluded', cards: ['none'], anonymous: true },
    { state: 'submitted', cards: mix(3, 1, 0), at: 'away' },
    { state: 'accepted', cards: mix(2, 1, 0), at: 'away', channel: 'grid_member' },
    ...others.flatMap((unit): Line[] => [
      { state: 'dispatched', cards: ['none'], unit, level: 'county', at: 'away' },
      { state: 'arrived', cards: ['none'], unit, level: 'town', at: 'away' },
    ]),
    ...desks.aside.flatMap((at): Line[] => [
      { state: 'raised', cards: mix(2, 1, 1), level: ground.node(at).kind, at },
      { state: 'accepted', cards: mix(1, 1, 0), level: ground.node(at).kind, at },
    ]),
  ];
  const tells = ({ channel = 'resident', anonymous = false }: Line) =>
    pack.channels.some(({ code }) => code === channel) && (!anonymous || switchedOn(pack, 'anonymousReports'));
  let n = 0;
  return lines.filter(tells).flatMap(({ cards, at, ...line }) =>
    cards.map((card): Fresh => {
      n += 1;
      // A town's own office answers for that town alone.
      const level = line.unit && isOffice(line.unit) ? 'town' : (line.level ?? 'grid');
      const reach = at === 'away' ? 'county' : line.own ? 'grid' : level;
      const within = at && at !== 'away' ? ground.below(at) : reachOf(desks.home, reach, ground);
      return {
        level: 'grid',
        channel: 'resident',
        unit: null,
        own: false,
        anonymous: false,
        more: null,
        ...line,
        // Units are called from the town or the county.
        ...(line.unit && !line.level ? { level: 'town' as const } : {}),
        name: `fresh/${n}`,
        card,
        at: within[(n * 13) % within.length] ?? desks.home,
      };
    }),
  );
}

/** Which clock shows the card, and whether the item's own limit for it is preferred to run in working time. */
const SHOWN: Record<FreshState, ClockKind | null> = {
  submitted: 'accept',
  accepted: 'conclude',
  raised: 'accept',
  reopened: 'accept',
  dispatched: 'take_on',
  taken_on: 'conclude',
  arrived: 'conclude',
  in_arbitration: 'accept',
  concluded: 'callback',
  calling_back: 'callback',
  closed: null,
  rejected: null,
  withdrawn: null,
};

export type Chosen = { item: ItemRow; condition: string; limit: Limit | null };

const CALM = new Set(['working_hour', 'working_day', 'calendar_day']);

/** An item of the unit that somebody in that place would report, with limits that can show the card. */
export function chooseItem(
  county: CountyRuntime,
  pack: ToldPack,
  fresh: Fresh,
  urban: boolean,
  now: number,
  random: Random,
): Chosen {
  const says = reports(pack.story);
  const kind = SHOWN[fresh.state];
  const all = [...county.items.values()].filter((item) => says.has(item.code, urban) && item.conditions.length > 0);
  const wantsCallback =
    fresh.more === 'message'
      ? ['message']
      : ['concluded', 'calling_back', 'closed', 'reopened'].includes(fresh.state)
        ? ['call']
        : ['call', 'message'];
  const fits = all.filter((item) => wantsCallback.includes(item.callback));
  const ofUnit = fits.filter((item) =>
    county.units.get(fresh.unit ?? '')?.kind === 'town_office' ? item.lead === null : item.lead === fresh.unit,
  );
  const choices = (fresh.unit && ofUnit.length > 0 ? ofUnit : fits.length > 0 ? fits : all).flatMap((item) =>
    item.conditions.map((condition) => ({
      item,
      condition: condition.id,
      limit: kind ? (condition.limits[kind] ?? county.rules.limits[kind]) : null,
    })),
  );
  const calm = choices.filter(({ item, condition, limit }) => {
    const limits = item.conditions.find((one) => one.id === condition)?.limits ?? {};
    const waits = fresh.state === 'dispatched' || fresh.state === 'taken_on';
    return [limit, limits.take_on, waits ? limits.arrive : null].every((one) => !one || CALM.has(one.unit));
  });
  const able = calm.length > 0 ? calm : choices;
  const known = new Map<string, boolean>();
  const canShow = (one: Limit): boolean => {
    const key = `${one.n} ${one.unit}`;
    const can = known.get(key) ?? canBeYellow(one, county.rules, now);
    known.set(key, can);
    return can;
  };
  const yellow = fresh.card === 'yellow' ? able.filter(({ limit }) => limit !== null && canShow(limit)) : [];
  return random.pick(yellow.length > 0 ? yellow : able);
}

/**
 * When the acts happen: the `shown`-th starts the clock that is to be seen and stands where its card shows; those before it
 * come earlier by their gaps, in working time, those after it later, up to now.
 * @returns the instant of the report and of each act
 */
export function schedule(
  county: CountyRuntime,
  acts: readonly { gap: number }[],
  shown: number,
  start: number,
  now: number,
): { at: number; acts: number[] } {
  const times: number[] = Array(acts.length).fill(start);
  let at = start;
  for (let n = shown; n >= 0; n -= 1) {
    times[n] = at;
    at = lastWork(county.rules.calendar, at - (acts[n]?.gap ?? 0));
  }
  let last = start;
  for (let n = shown + 1; n < acts.length; n += 1) {
    const gap = acts[n]?.gap ?? 0;
    const worked = lastWork(county.rules.calendar, last + gap);
    last = Math.min(worked > last ? worked : last + gap, now - (acts.length - n) * MINUTE);
    times[n] = last;
  }
  return { at: shown < 0 ? start : at, acts: times };
}

/** How long ago the last act of a fresh matter that has ended may be. */
const ENDED_WITHIN = 12 * DAY;

export const GAP = { short: 25 * MINUTE, half: 90 * MINUTE, long: 5 * HOUR };

export function startOf(county: CountyRuntime, fresh: Fresh, limit: Limit | null, now: number, random: Random): number {
  // No clock runs any more: it may have ended on any of the last days, not all of them today.
  if (limit === null)
    return lastWork(county.rules.calendar, now - Math.floor(random.between(20 * MINUTE, ENDED_WITHIN)));
  return startFor(fresh.card, limit, county.rules, now, random);
}

export function randomFor(seed: string, fresh: Fresh): Random {
  return randomOf(`${seed}/${fresh.name}`);
}
