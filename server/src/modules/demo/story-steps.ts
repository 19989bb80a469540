/** What the people of the loop do with one matter, step by step: shared by the demo's past and its fresh matters. */
import { type Permission, PLACE_KINDS, type PlaceKind, STORY_NEEDS, type ToldPack } from '@huying/domain/pack';
import type { Actor } from '../../access/actor.ts';
import { ancestors, type CountyRuntime, type ItemRow, leadFor, placeOf } from '../county/index.ts';
import type { Random } from './random.ts';
import type { Cast } from './story-cast.ts';
import { atWork, DAY, HOUR, MINUTE, paced } from './story-hours.ts';
import type { Part, Telling } from './story-telling.ts';
import type { WordsOf } from './story-words.ts';

/** A place on the county's ladder. */
export type Rung = { id: string; level: PlaceKind };

export type Scene = {
  telling: Telling;
  county: CountyRuntime;
  pack: ToldPack;
  cast: Cast;
  random: Random;
  item: ItemRow;
  condition: string;
  place: string;
  here: string;
  words: WordsOf;
  /** A picture of this stage for the actor, as the field of an act; none where the matter has no pictures. */
  picture(stage: 'before' | 'after', actor: Actor): Promise<{ pictures?: string[] }>;
};

export function say(scene: Scene, occasion: string, unit?: string): string {
  const { item, condition, county, random } = scene;
  const result = item.conditions.find((one) => one.id === condition)?.finish ?? item.name;
  const values = {
    here: scene.here,
    item: item.name,
    result,
    unit: unit ? (county.units.get(unit)?.name ?? unit) : '',
  };
  return scene.words(occasion, values, random);
}

/** The matter's own place and those above it, as far as they are on the county's ladder; lowest first. */
function rungs({ county, place }: Pick<Scene, 'county' | 'place'>): Rung[] {
  const line = ancestors(county, placeOf(county, place)).map((one) => ({ id: one.id, level: one.kind as PlaceKind }));
  return line.filter((one) => county.pack.raiseLadder.includes(one.level));
}

/** The higher of two levels. */
export function higher(a: PlaceKind, b: PlaceKind): PlaceKind {
  return PLACE_KINDS.indexOf(a) < PLACE_KINDS.indexOf(b) ? a : b;
}

/** The place of that level at or above the matter's own; the next one up where there is none. */
export function placeAt(scene: Pick<Scene, 'county' | 'place'>, level: PlaceKind): Rung {
  const found = rungs(scene).find((one) => higher(one.level, level) === one.level);
  return found ?? { id: scene.county.root.id, level: 'county' };
}

/** The place to which a matter goes up from that one. */
export function placeAbove(scene: Scene, at: Rung): Rung {
  const line = rungs(scene);
  return line[line.findIndex((one) => one.id === at.id) + 1] ?? { id: scene.county.root.id, level: 'county' };
}

/** How often whoever holds the pack's first kind of post there acts; the others do the rest. */
const FIRST: Partial<Record<PlaceKind, number>> = { grid: 0.7, community: 0.5 };

/** Whoever judges and settles at a place, or may do what else is named. */
export function handlerAt(
  { cast, random }: Pick<Scene, 'cast' | 'random'>,
  at: Rung,
  may: readonly Permission[] = STORY_NEEDS.handle,
): Actor {
  const [first, second] = cast.kinds(at.id, may);
  const other = !random.chance(FIRST[at.level] ?? 1);
  const kind = other && second ? second : first;
  return kind ? cast.at(kind, at.id, random) : cast.who(at.id, may, random);
}

/** The desk of the centre that does this. */
export function centre(scene: Scene, desk: 'arbitrate' | 'rule' | 'callBack'): Actor {
  return scene.cast.who(scene.county.root.id, STORY_NEEDS[desk], scene.random);
}

export function classified({ item, condition }: Scene): { item: string; condition?: string } {
  return { item: item.id, ...(condition ? { condition } : {}) };
}

/** Some working time after the last act. */
export function soon({ telling, county, random }: Scene, from: number, to: number): number {
  return atWork(county.rules.calendar, telling.now() + Math.floor(random.between(from, to)), random);
}

/** When the running clock of that kind is acted on; some hours on where it stands. */
export function due(
  scene: Scene,
  kind: 'accept' | 'take_on' | 'arrive' | 'conclude' | 'callback',
  part: number | null = null,
): number {
  const { telling, county, pack, random } = scene;
  const clock = telling.clock(kind, part);
  if (!clock || clock.dueAt === null) return soon(scene, HOUR, 5 * HOUR);
  return paced(
    { startedAt: clock.startedAt, dueAt: clock.dueAt },
    pack.story.pace[kind],
    county.rules.calendar,
    random,
  );
}

/** Accepts and hands up from level to level until the matter lies in hand at `level`, judged there. */
export async function bringTo(scene: Scene, from: PlaceKind, level: PlaceKind): Promise<Rung> {
  const { telling } = scene;
  let at = placeAt(scene, from);
  const target = placeAt(scene, level);
  if (at.id !== target.id) {
    const first = handlerAt(scene, at);
    await telling.act('accept', first, due(scene, 'accept'), classified(scene));
    await telling.act('raise', first, soon(scene, 20 * MINUTE, 3 * HOUR), { words: say(scene, 'raise') });
    at = placeAbove(scene, at);
    while (at.id !== target.id) {
      await telling.act('raise', handlerAt(scene, at), due(scene, 'accept'), { words: say(scene, 'raise') });
      at = placeAbove(scene, at);
    }
  }
  return at;
}

/** Settled where it lies: accepted, perhaps visited, done. */
export async function settle(scene: Scene, at: Rung, outcome: string): Promise<void> {
  const { telling, random } = scene;
  const handler = handlerAt(scene, at);
  if (telling.state() !== 'accepted') await telling.act('accept', handler, due(scene, 'accept'), classified(scene));
  if (at.level !== 'county' && random.chance(0.35)) {
    await telling.act('visit', handler, soon(scene, 30 * MINUTE, 4 * HOUR), { words: say(scene, 'visit') });
  }
  const when = Math.max(due(scene, 'conclude'), telling.now() + 10 * MINUTE);
  await telling.act('settle', handler, when, {
    outcome,
    words: say(scene, `settle.${outcome}`),
    ...(await scene.picture('after', handler)),
  });
}

/** The unit answerable by the list, if somebody there responds; else the town's own office. */
export function leadUnit(scene: Scene): string {
  const { cast, county, item, place } = scene;
  const lead = leadFor(county, item, placeOf(county, place))?.id;
  if (lead && cast.units.includes(lead)) return lead;
  const town = placeAt(scene, 'town').id;
  const office = [...county.units.values()].find(
    (unit) => unit.kind === 'town_office' && unit.jurisdiction === town,
  )?.id;
  return office && cast.units.includes(office) ? office : (cast.units[0] as string);
}

export function assistUnits({ cast, item, random }: Scene, lead: string, most: number): string[] {
  const able = item.assists.filter((unit) => unit !== lead && cast.units.includes(unit));
  return random.shuffled(able).slice(0, most);
}

export function responder({ cast, random }: Scene, unit: string): Actor {
  return cast.who(unit, STORY_NEEDS.respond, random);
}

export async function dispatch(scene: Scene, at: Rung, lead: string, assists: string[]): Promise<void> {
  const { telling } = scene;
  const caller = handlerAt(scene, at, STORY_NEEDS.dispatch);
  const when = telling.clock('accept') ? due(scene, 'accept') : soon(scene, 20 * MINUTE, 2 * HOUR);
  await telling.act('dispatch', caller, when, {
    lead,
    ...(assists.length > 0 ? { assists } : {}),
    ...classified(scene),
    words: say(scene, 'dispatch', lead),
  });
}

/** Takes the part on and comes to the place where the item asks for it. */
export async function takeOn(scene: Scene, part: Part): Promise<void> {
  const { telling } = scene;
  const actor = responder(scene, part.unit);
  await telling.act(
    'take_on',
    actor,
    due(scene, 'take_on', part.no),
    { words: say(scene, 'take_on', part.unit) },
    part.no,
  );
}

export async function arrive(scene: Scene, part: Part): Promise<void> {
  const { telling } = scene;
  const actor = responder(scene, part.unit);
  const when = telling.clock('arrive', part.no) ? due(scene, 'arrive', part.no) : soon(scene, HOUR, 5 * HOUR);
  await telling.act('arrive', actor, when, { words: say(scene, 'arrive', part.unit) }, part.no);
}

/** Asks for a pause or a longer limit, and is ruled on; a granted pause ends after some days. */
export async function askForTime(scene: Scene, part: Part, kind: 'pause' | 'extension'): Promise<void> {
  const { telling, random, pack, county } = scene;
  const actor = responder(scene, part.unit);
  await telling.act(
    'request',
    actor,
    soon(scene, HOUR, 6 * HOUR),
    {
      kind,
      words: say(scene, `request.${kind}`),
      ...(kind === 'extension' ? { amount: { n: random.below(3) + 1, unit: 'working_day' } } : {}),
    },
    part.no,
  );
  const arbiter = centre(scene, 'rule');
  const granted = random.chance(pack.story.matters.requests.approved);
  const verb = granted ? 'approve' : 'deny';
  await telling.act(verb, arbiter, soon(scene, 30 * MINUTE, 5 * HOUR), {
    request: await telling.openRequest(),
    words: say(scene, verb),
  });
  if (!granted || kind !== 'pause') return;
  const back = atWork(county.rules.calendar, telling.now() + Math.floor(random.between(DAY, 4 * DAY)), random);
  await telling.act('resume', actor, back, {}, part.no);
}

export async function step(scene: Scene, part: Part): Promise<void> {
  const { telling } = scene;
  await telling.act(
    'step',
    responder(scene, part.unit),
    soon(scene, HOUR, 8 * HOUR),
    { words: say(scene, 'step', part.unit) },
    part.no,
  );
}

export async function conclude(scene: Scene, part: Part, outcome: string): Promise<void> {
  const { telling } = scene;
  const actor = responder(scene, part.unit);
  const when = Math.max(due(scene, 'conclude', part.no), telling.now() + 15 * MINUTE);
  await telling.act(
    'conclude',
    actor,
    when,
    {
      outcome,
      words: say(scene, `conclude.${outcome}`, part.unit),
      ...(part.role === 'lead' ? await scene.picture('after', actor) : {}),
    },
    part.no,
  );
}
