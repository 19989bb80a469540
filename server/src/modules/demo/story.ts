/**
 * The demo's history: fresh matters first, then the past twelve months, each through the real commands at its own time.
 * Everything follows from the pack, a seed and the instant it is told up to, and a matter is told wholly or not at all: an
 * interrupted telling goes on where it stopped and never doubles.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { STORY_NEEDS, type ToldPack } from '@huying/domain/pack';
import { type Actor, ANONYMOUS } from '../../access/actor.ts';
import { sql, type Tx } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/index.ts';
import { makeSubmit, type Submit, type SubmitBody } from '../matters/index.ts';
import { idAt, type Random, randomOf } from './random.ts';
import { type Cast, castOf } from './story-cast.ts';
import { chooseItem, desksOf, type Fresh, freshList, randomFor, schedule, startOf } from './story-fresh.ts';
import { actsFor } from './story-fresh-acts.ts';
import { type Ground, groundOf } from './story-ground.ts';
import { tellPast } from './story-past.ts';
import { type Plan, planStory } from './story-plan.ts';
import { drawScenes, keepScene, SCENE_COUNT, type Scenes } from './story-scenes.ts';
import { handlerAt, placeAt, type Scene } from './story-steps.ts';
import { beginTelling, Cut } from './story-telling.ts';
import { phrases, reports, type WordsOf } from './story-words.ts';

export type StoryOptions = {
  pack: ToldPack;
  /** Where the past ends; the same again for every try of one telling. */
  until: number;
  seed: string;
  /** Only so many of the past's matters, for tests; the plan stays the whole. */
  most?: number;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

export type Told = { fresh: number; past: number; told: number };

type Teller = {
  services: Services;
  county: CountyRuntime;
  options: StoryOptions;
  submit: Submit;
  cast: Cast;
  ground: Ground;
  words: WordsOf;
  scenes: Scenes;
};

const AT_ONCE = 2;
const PICTURED = 0.07;

/** @returns how many matters there are, and how many were told by this call */
export async function tellStory(services: Services, county: CountyRuntime, options: StoryOptions): Promise<Told> {
  const { pack, seed, until, most = Number.POSITIVE_INFINITY } = options;
  const ground = groundOf(pack);
  const teller: Teller = {
    services,
    county,
    options,
    submit: makeSubmit(services),
    cast: await castOf(services, county, pack.demo),
    ground,
    words: phrases(pack.story),
    scenes: await drawScenes(),
  };
  const fresh = freshList(desksOf(pack, teller.cast, ground), ground, teller.cast, county, pack.story).map((one) => ({
    id: idAt(seed, `${county.id}/${one.name}`, until),
    tell: (tx: Tx, id: string) => tellFresh(teller, tx, one, id),
  }));
  const plans = planStory(pack, county, ground, { seed, until }).slice(0, most);
  const past = plans.map((plan) => ({ id: plan.id, tell: (tx: Tx) => tellPlanned(teller, tx, plan, plans) }));
  const all = [...fresh, ...past];
  const there = await told(
    services,
    county.id,
    all.map(({ id }) => id),
  );
  let done = all.filter(({ id }) => there.has(id)).length;
  let count = 0;
  const waiting = all.filter(({ id }) => !there.has(id)).reverse();
  options.onProgress?.(done, all.length);
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      options.signal?.throwIfAborted();
      const { id, tell } = next;
      await services.db.tx((tx) => tell(tx, id));
      services.wake(county.id);
      done += 1;
      count += 1;
      options.onProgress?.(done, all.length);
      // Requests of people go first.
      await nextTurn();
    }
  };
  // All stop before the first trouble is told: nothing may be under way when a job is tried again.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return { fresh: fresh.length, past: past.length, told: count };
}

async function told(services: Services, county: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await services.db.rows<{ id: string }>(sql`
    SELECT matter_id AS id FROM matter WHERE county_id = ${county} AND matter_id = ANY(${ids}::uuid[])`);
  return new Set(rows.map((row) => row.id));
}

type Setting = {
  item: string;
  condition: string;
  place: string;
  here: string;
  random: Random;
  pictured: boolean;
  name: string;
};

function sceneOf(teller: Teller, tx: Tx, setting: Setting): Omit<Scene, 'telling'> {
  const { county, options, cast, words } = teller;
  const item = county.items.get(setting.item);
  if (!item) throw new RangeError(`the story tells of item ${setting.item}, which the list in force lacks`);
  const shown = setting.random.below(SCENE_COUNT);
  let taken = 0;
  return {
    county,
    pack: options.pack,
    cast,
    words,
    item,
    random: setting.random,
    condition: setting.condition,
    place: setting.place,
    here: setting.here,
    async picture(stage, actor) {
      if (!setting.pictured || !actor.person) return {};
      // What was done again is pictured again, perhaps by somebody else.
      taken += 1;
      return { pictures: [await pictureFor(teller, tx, `${setting.name}/${taken}`, stage, shown, actor.person.id)] };
    },
  };
}

async function pictureFor(
  { services, county, options, scenes }: Teller,
  db: Tx | Services['db'],
  name: string,
  stage: 'before' | 'after',
  shown: number,
  owner: string,
): Promise<string> {
  const id = idAt(options.seed, `${county.id}/${name}/${stage}`, options.until);
  const picture = scenes[stage][shown] as Scenes['before'][number];
  await keepScene(services, db, county.id, picture, { id, owner, now: services.clock() });
  return id;
}

async function tellPlanned(teller: Teller, tx: Tx, plan: Plan, plans: readonly Plan[]): Promise<void> {
  const { services, county, options, cast, submit } = teller;
  const random = randomOf(`${options.seed}/${plan.n}/acts`);
  const pictured = !plan.anonymous && random.chance(PICTURED);
  const reporter = await reporterOf(teller, plan, random);
  const { spot } = plan;
  const setting = { ...plan, place: spot.place, here: spot.here, random, pictured, name: String(plan.n) };
  const scene = sceneOf(teller, tx, setting);
  const before =
    pictured && reporter.person
      ? [await pictureFor(teller, services.db, setting.name, 'before', random.below(SCENE_COUNT), reporter.person.id)]
      : [];
  const person = options.pack.county.channels.find((one) => one.code === plan.channel)?.person ?? false;
  const body: SubmitBody = {
    ...bodyOf(plan.id, plan.words, spot),
    ...(plan.channel === 'resident' ? {} : { channel: plan.channel }),
    ...(plan.channel !== 'resident' && person ? { contact: cast.caller(plan.reporter % cast.residents) } : {}),
    ...(plan.channel === 'resident' && random.chance(0.3)
      ? { item: plan.item, ...(plan.condition ? { condition: plan.condition } : {}) }
      : {}),
    ...(plan.anonymous ? { anonymous: true } : {}),
    ...(before.length > 0 ? { pictures: before } : {}),
  };
  const telling = await beginTelling(tx, {
    services,
    county,
    submit,
    actor: reporter,
    at: plan.at,
    until: options.until,
    body,
  });
  const earlier = async () => numberOf(tx, county.id, plans[plan.n - 8]?.id);
  await upToCut(async () => tellPast({ ...scene, telling, plan, reporter, earlier }));
  await telling.finish();
}

/** The end of the past is where a matter that is under way stays as it is. */
async function upToCut(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
  }
}

async function numberOf(tx: Tx, county: string, id: string | undefined): Promise<string | null> {
  if (!id) return null;
  const row = await tx.row<{ number: string }>(
    sql`SELECT number FROM matter WHERE county_id = ${county} AND matter_id = ${id}`,
  );
  return row?.number ?? null;
}

function bodyOf(id: string, words: string, spot: Plan['spot']): SubmitBody {
  return {
    id,
    words,
    place: spot.place,
    ...(spot.point ? { point: spot.point } : {}),
    ...(spot.address ? { address: spot.address } : {}),
  };
}

/** Whoever brings it in: the resident, the grid member on the round, the desk that took the call. */
async function reporterOf(teller: Teller, plan: Plan, random: Random): Promise<Actor> {
  const { cast } = teller;
  if (plan.anonymous) return ANONYMOUS;
  if (plan.channel === 'resident') return cast.resident(plan.reporter % cast.residents, plan.at);
  return takerOf(teller, plan.channel, plan.spot.place, random);
}

/** Of the staff: who goes round there, of several kinds of post the pack's last, or the desk that judges first. */
function takerOf({ cast, county }: Teller, channel: string, place: string, random: Random): Actor {
  const at = placeAt({ county, place }, county.pack.firstHolder[channel] ?? 'county');
  const round = channel === 'grid_member' ? cast.kinds(at.id, STORY_NEEDS.handle).at(-1) : undefined;
  return round ? cast.at(round, at.id, random) : handlerAt({ cast, random }, at);
}

async function tellFresh(teller: Teller, tx: Tx, fresh: Fresh, id: string): Promise<void> {
  const { services, county, options, cast, ground, submit } = teller;
  const { until, pack } = options;
  const random = randomFor(options.seed, fresh);
  const node = ground.node(fresh.at);
  const spot = ground.spotIn(node, random);
  const { item, condition, limit } = chooseItem(county, pack, fresh, spot.urban, until, random);
  const pictured = !fresh.anonymous && random.chance(0.3);
  const resident = fresh.own ? await cast.account(until) : await cast.resident(random.below(cast.residents), until);
  const actor = fresh.anonymous
    ? ANONYMOUS
    : fresh.channel === 'resident'
      ? resident
      : takerOf(teller, fresh.channel, node.id, random);
  const setting = { item: item.id, condition, place: spot.place, here: spot.here, random, pictured, name: fresh.name };
  const scene = sceneOf(teller, tx, setting);
  const { acts, shown } = actsFor(scene, fresh, resident);
  const times = schedule(county, acts, shown, startOf(county, fresh, limit, until, random), until);
  const before =
    pictured && actor.person
      ? [await pictureFor(teller, services.db, fresh.name, 'before', random.below(SCENE_COUNT), actor.person.id)]
      : [];
  const words = reports(pack.story).say(item.code, spot.urban, { here: spot.here, item: item.name }, random);
  const body: SubmitBody = {
    ...bodyOf(id, words, spot),
    ...(fresh.state === 'submitted' && shown === -1 && limit ? { item: item.id, condition } : {}),
    ...(actor.kind === 'staff' ? { channel: fresh.channel } : {}),
    ...(fresh.channel === 'hotline' ? { contact: cast.caller(random.below(cast.residents)) } : {}),
    ...(fresh.anonymous ? { anonymous: true } : {}),
    ...(before.length > 0 ? { pictures: before } : {}),
  };
  const telling = await beginTelling(tx, { services, county, submit, actor, at: times.at, until, body });
  await upToCut(async () => {
    for (const [n, act] of acts.entries()) {
      await telling.act(act.verb, act.actor, times.acts[n] as number, await act.fields(), act.part);
    }
  });
  await telling.finish();
}
