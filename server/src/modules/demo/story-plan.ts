/**
 * The demo's past as a list: what was reported when, where, by which channel, and how it goes. All of it follows from the
 * pack, the seed and the instant up to which it is told.
 */
import { type Story, type StorySort, shareOut, type ToldPack } from '@huying/domain/pack';
import type { CountyRuntime } from '../county/index.ts';
import { idAt, type Random, randomOf } from './random.ts';
import type { Ground, Spot } from './story-ground.ts';
import { atWork, DAY, HOUR, MINUTE } from './story-hours.ts';
import { reports } from './story-words.ts';

/** `level`: where it is settled, or, with `units`, from where units are called. */
export type Path = { level: 'grid' | 'community' | 'town' | 'county'; units: boolean };

export type Plan = {
  n: number;
  id: string;
  at: number;
  channel: string;
  /** The item's id in the county's list. */
  item: string;
  condition: string;
  spot: Spot;
  words: string;
  anonymous: boolean;
  /** Number of the resident, or of the caller behind a channel; the cast has fewer and counts round. */
  reporter: number;
  end: 'settled' | 'rejected' | 'withdrawn';
  path: Path;
  /** One of the hard ones that units were called for; `unhappy`: never to the resident's satisfaction. */
  hard: boolean;
  unhappy: boolean;
  reopened: boolean;
};

const HARD_BEFORE = 40 * DAY;
/** Back from the end: long enough to be judged and sent back, too short to be settled. */
const UNHAPPY_BEFORE = 11 * DAY;
const WITHDRAWN = 0.008;
const REOPENED = 0.006;

/** Months of the county's calendar back from `until`, as an instant. */
function monthsBack(until: number, months: number): number {
  const date = new Date(until);
  date.setUTCMonth(date.getUTCMonth() - months);
  return date.getTime();
}

function monthOf(instant: number, offsetMinutes: number): number {
  return new Date(instant + offsetMinutes * MINUTE).getUTCMonth();
}

type Almanac = {
  /** A moment of reporting, by the season of all items, the weekday and the hour. */
  moment(random: Random, from: number, to: number): number;
  /** An item's code for the month and the sort of place. */
  item(random: Random, month: number, urban: boolean): string;
};

function almanacOf(story: Story, offsetMinutes: number, says: ReturnType<typeof reports>): Almanac {
  const weight = (item: Story['weights'][number], month: number) =>
    item.base * (story.seasons[item.season]?.[month] ?? 1);
  const months = Array.from({ length: 12 }, (_, month) =>
    story.weights.reduce((sum, item) => sum + weight(item, month), 0),
  );
  const top = Math.max(...months);
  const topDay = Math.max(...story.weekdays);
  const hours = Object.fromEntries(story.hours.map((share, hour) => [String(hour), share]));
  const tables = new Map<string, [string, number][]>();
  const tableOf = (month: number, urban: boolean) => {
    const key = `${month} ${urban}`;
    const found = tables.get(key);
    if (found) return found;
    const made = story.weights
      .filter(({ item }) => says.has(item, urban))
      .map((item): [string, number] => [item.item, weight(item, month)]);
    tables.set(key, made);
    return made;
  };
  return {
    moment(random, from, to) {
      for (;;) {
        const drawn = random.between(from, to);
        const local = new Date(drawn + offsetMinutes * MINUTE);
        const weekday = (local.getUTCDay() + 6) % 7;
        const share = ((months[local.getUTCMonth()] as number) / top) * ((story.weekdays[weekday] as number) / topDay);
        if (!random.chance(share)) continue;
        const midnight = Math.floor((drawn + offsetMinutes * MINUTE) / DAY) * DAY - offsetMinutes * MINUTE;
        const at = Math.floor(midnight + Number(random.weighted(hours)) * HOUR + random.next() * HOUR);
        if (at >= from && at < to) return at;
      }
    },
    item: (random, month, urban) => random.weighted(tableOf(month, urban)),
  };
}

function pathOf(story: Story, first: string, random: Random): Path {
  const { paths } = story.matters;
  if (first === 'county') return { level: 'county', units: random.chance(0.75) };
  const way = random.weighted(paths);
  if (way === 'dispatched') return { level: random.chance(0.5) ? 'town' : 'county', units: true };
  if (first === 'town') return { level: 'town', units: false };
  return {
    level: way === 'settledAtGrid' ? 'grid' : way === 'settledAtCommunity' ? 'community' : 'town',
    units: false,
  };
}

/** Every matter of the past, in the order of time. */
export function planStory(
  pack: ToldPack,
  county: CountyRuntime,
  ground: Ground,
  { seed, until }: { seed: string; until: number },
): Plan[] {
  const { story } = pack;
  const { matters } = story;
  const random = randomOf(`${seed}/plan`);
  const says = reports(story);
  const byCode = new Map([...county.items.values()].map((item) => [item.code, item]));
  const offset = pack.county.utcOffsetMinutes;
  const almanac = almanacOf(story, offset, says);
  const from = monthsBack(until, story.months);
  const last = until - 20 * MINUTE;
  const channels = random.shuffled(
    Object.entries(matters.channels).flatMap(([channel, n]) => Array<string>(n).fill(channel)),
  );
  const moments = channels.map(() => almanac.moment(random, from, last)).sort((a, b) => a - b);
  const residents = random.shuffled(channels.flatMap((channel, n) => (channel === 'resident' ? [n] : [])));
  const rejected = new Set(residents.splice(0, residents.length - matters.takenUp));
  const early = residents.filter((n) => (moments[n] as number) < until - HARD_BEFORE);
  const hard = new Set(early.slice(0, matters.hard.satisfied));
  const unhappy = new Set(
    residents
      .filter((n) => !hard.has(n))
      .sort(
        (a, b) =>
          Math.abs((moments[a] as number) - until + UNHAPPY_BEFORE) -
          Math.abs((moments[b] as number) - until + UNHAPPY_BEFORE),
      )
      .slice(0, matters.hard.total - matters.hard.satisfied),
  );
  const sorts = placeSorts(matters.places, channels.length, random);
  return channels.map((channel, n): Plan => {
    const own = randomOf(`${seed}/${n}`);
    const isHard = hard.has(n) || unhappy.has(n);
    const isRejected = rejected.has(n);
    // Who judges first in a village cannot always reject; what is rejected lies in the town.
    const sort = isHard || isRejected ? 'urban' : (sorts[n] as StorySort);
    const place = own.pick(ground.lived[sort]);
    const spot = ground.spotIn(place, own);
    const byResident = channel === 'resident';
    const drawn = moments[n] as number;
    const at = byResident || channel === 'device' ? drawn : Math.min(atWork(county.rules.calendar, drawn, own), last);
    const hardItems = matters.hard.items.filter((item) => says.has(item, spot.urban));
    const code =
      isHard && hardItems.length > 0 ? own.pick(hardItems) : almanac.item(own, monthOf(at, offset), spot.urban);
    const item = byCode.get(code);
    const conditions = item?.conditions ?? [];
    const anonymous = byResident && !isHard && own.chance(matters.anonymous);
    const first = pack.county.firstHolder[channel] ?? 'county';
    return {
      n,
      id: idAt(seed, `${county.id}/${n}`, at),
      at,
      channel,
      item: item?.id ?? code,
      condition: conditions.length > 0 ? own.pick(conditions).id : '',
      spot,
      words: says.say(code, spot.urban, { here: spot.here, item: item?.name ?? '' }, own),
      anonymous,
      reporter: own.below(RESIDENT_NUMBERS),
      end: isRejected
        ? 'rejected'
        : byResident && !anonymous && !isHard && own.chance(WITHDRAWN)
          ? 'withdrawn'
          : 'settled',
      path: isHard ? { level: 'town', units: true } : pathOf(story, first, own),
      hard: isHard,
      unhappy: unhappy.has(n),
      reopened: byResident && !anonymous && !isHard && own.chance(REOPENED),
    };
  });
}

const RESIDENT_NUMBERS = 1_000_000;

function placeSorts(shares: Story['matters']['places'], total: number, random: Random): string[] {
  const keys = Object.keys(shares) as StorySort[];
  const parts = shareOut(
    total,
    keys.map((key) => shares[key]),
  );
  return random.shuffled(keys.flatMap((key, i) => Array<string>(parts[i] as number).fill(key)));
}
