/** What the people of the loop do with one matter, step by step: shared by the demo's past and its fresh matters. */
import type { ToldPack } from '@huying/domain/pack';
import type { Actor } from '../../access/actor.ts';
import { ancestors, type CountyRuntime, type ItemRow, leadFor, placeOf } from '../county/index.ts';
import type { Random } from './random.ts';
import type { Cast } from './story-cast.ts';
import { atWork, DAY, HOUR, MINUTE, paced } from './story-hours.ts';
import type { Part, Telling } from './story-telling.ts';
import type { WordsOf } from './story-words.ts';

export type Level = 'grid' | 'community' | 'town' | 'county';

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

const LEVELS: Level[] = ['grid', 'community', 'town', 'county'];

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

/** The place of that level at or above the matter's own; the next one up where there is none. */
export function placeAt(scene: Scene, level: Level): { id: string; level: Level } {
  const line = ancestors(scene.county, placeOf(scene.county, scene.place));
  const wanted = LEVELS.indexOf(level);
  const found = line.find((one) => LEVELS.indexOf(one.kind as Level) >= wanted) ?? scene.county.root;
  return { id: found.id, level: found.kind as Level };
}

/** Whoever judges and settles at a place. */
export function handlerAt(scene: Scene, at: { id: string; level: Level }): Actor {
  const { cast, random } = scene;
  const kinds = {
    grid: random.chance(0.7) ? ['grid_leader'] : ['grid_member', 'grid_leader'],
    community: random.chance(0.5)
      ? ['community_secretary', 'community_worker']
      : ['community_worker', 'community_secretary'],
    town: ['town_caller'],
    county: ['centre_dispatcher'],
  }[at.level];
  const kind = kinds.find((one) => cast.has(one, at.id)) ?? (kinds[0] as string);
  return cast.at(kind, at.id, random);
}

export function centre(scene: Scene, kind: 'centre_dispatcher' | 'centre_arbiter' | 'centre_callback'): Actor {
  return scene.cast.at(kind, scene.county.root.id, scene.random);
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
export async function bringTo(scene: Scene, from: Level, level: Level): Promise<{ id: string; level: Level }> {
  const { telling } = scene;
  let at = placeAt(scene, from);
  const target = placeAt(scene, level);
  if (at.level !== target.level) {
    const first = handlerAt(scene, at);
    await telling.act('accept', first, due(scene, 'accept'), classified(scene));
    await telling.act('raise', first, soon(scene, 20 * MINUTE, 3 * HOUR), { words: say(scene, 'raise') });
    at = placeAt(scene, above(at.level));
    while (at.level !== target.level) {
      await telling.act('raise', handlerAt(scene, at), due(scene, 'accept'), { words: say(scene, 'raise') });
      at = placeAt(scene, above(at.level));
    }
  }
  return at;
}

function above(level: Level): Level {
  return LEVELS[Math.min(LEVELS.indexOf(level) + 1, LEVELS.length - 1)] as Level;
}

/** Settled where it lies: accepted, perhaps visited, done. */
export async function settle(scene: Scene, at: { id: string; level: Level }, outcome: string): Promise<void> {
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
  return cast.at('responder', unit, random);
}

export async function dispatch(
  scene: Scene,
  at: { id: string; level: Level },
  lead: string,
  assists: string[],
): Promise<void> {
  const { telling } = scene;
  const caller = handlerAt(scene, at);
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
  const arbiter = centre(scene, 'centre_arbiter');
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
