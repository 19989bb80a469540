/** The acts that bring a fresh matter to its state. */
import type { Input } from '@huying/domain/kernel';
import { type PlaceKind, STORY_NEEDS } from '@huying/domain/pack';
import type { Actor } from '../../access/actor.ts';
import { type Fresh, GAP } from './story-fresh.ts';
import { DAY } from './story-hours.ts';
import {
  centre,
  classified,
  handlerAt,
  higher,
  placeAbove,
  placeAt,
  responder,
  type Scene,
  say,
} from './story-steps.ts';

/** `part`: the number of the assignment acted on. */
export type Act = { verb: string; actor: Actor; fields: () => Promise<Input>; part?: number; gap: number };

/** `shown`: index of the act that starts the clock to be seen; -1: the report itself does. */
export type Acts = { acts: Act[]; shown: number };

type Draft = Omit<Scene, 'telling'>;

function act(verb: string, actor: Actor, fields: Input | (() => Promise<Input>), gap: number, part?: number): Act {
  return {
    verb,
    actor,
    fields: typeof fields === 'function' ? fields : async () => fields,
    gap,
    ...(part === undefined ? {} : { part }),
  };
}

/**
 * Somebody has it in hand for a while before the next act: some of the time there is to conclude it, well before its yellow
 * card. Where all went on at once, everything in these days would have been reported today.
 */
function whileInHand({ county, item, condition, random }: Scene): number {
  const limits = item.conditions.find((one) => one.id === condition)?.limits;
  const { n, unit } = limits?.conclude ?? county.rules.limits.conclude;
  const most = unit === 'working_day' || unit === 'calendar_day' ? 0.4 * n * DAY : GAP.half;
  return Math.floor(random.between(GAP.short, Math.max(GAP.half, most)));
}

/** From the first holder up to `level`, in hand there as `raised`. */
function raising(scene: Scene, from: PlaceKind, to: PlaceKind): Act[] {
  const acts: Act[] = [];
  const target = placeAt(scene, to);
  for (let at = placeAt(scene, from); at.id !== target.id; at = placeAbove(scene, at)) {
    const actor = handlerAt(scene, at);
    const first = acts.length === 0;
    if (first) acts.push(act('accept', actor, classified(scene), GAP.short));
    acts.push(act('raise', actor, { words: say(scene, 'raise') }, first ? whileInHand(scene) : GAP.short));
  }
  return acts;
}

function verdict(good: boolean): Input {
  return { met: true, resolved: good, satisfied: good };
}

/** What is done to the matter after its report. */
export function actsFor(draft: Draft, fresh: Fresh, reporter: Actor): Acts {
  // The steps read the scene's people and words only; nothing has been told yet.
  const scene = draft as Scene;
  const first = scene.county.pack.firstHolder[fresh.channel] ?? 'county';
  const level = higher(first, fresh.level);
  const handler = handlerAt(scene, placeAt(scene, level), fresh.unit ? STORY_NEEDS.dispatch : STORY_NEEDS.handle);
  const up = raising(scene, first, level);
  const unit = fresh.unit ?? '';
  const sent = () => [
    ...up,
    act('dispatch', handler, { lead: unit, ...classified(scene), words: say(scene, 'dispatch', unit) }, GAP.short),
  ];
  const takenOn = (gap = GAP.short) =>
    act('take_on', responder(scene, unit), { words: say(scene, 'take_on', unit) }, gap, 1);
  const arrived = () => act('arrive', responder(scene, unit), { words: say(scene, 'arrive', unit) }, GAP.half, 1);
  const stepped = () => act('step', responder(scene, unit), { words: say(scene, 'step', unit) }, GAP.half, 1);
  const done = (): Act[] => {
    const actor = fresh.unit ? responder(scene, unit) : handler;
    const occasion = fresh.unit ? 'conclude.resolved' : 'settle.resolved';
    const fields = async () => ({
      outcome: 'resolved',
      words: say(scene, occasion, unit),
      ...(await scene.picture('after', actor)),
    });
    if (fresh.unit) return [...sent(), takenOn(), arrived(), act('conclude', actor, fields, whileInHand(scene), 1)];
    return [
      ...up,
      act('accept', handler, classified(scene), GAP.short),
      act('settle', handler, fields, whileInHand(scene)),
    ];
  };
  const heard = (good: boolean) =>
    act(
      'call_back',
      centre(scene, 'callBack'),
      { reached: true, ...verdict(good), words: say(scene, good ? 'call_back.satisfied' : 'call_back.unsatisfied') },
      GAP.half,
    );
  const last = (acts: Act[]): Acts => ({ acts, shown: acts.length - 1 });
  switch (fresh.state) {
    case 'submitted':
      return { acts: [], shown: -1 };
    case 'accepted':
      return last([...up, act('accept', handler, classified(scene), GAP.short)]);
    case 'raised':
      return last(up);
    case 'dispatched':
      return last(sent());
    case 'taken_on':
    case 'arrived': {
      const before = sent();
      const after = [
        takenOn(),
        ...(fresh.state === 'arrived' ? [arrived(), stepped()] : []),
        ...asking(scene, fresh, unit),
      ];
      return { acts: [...before, ...after], shown: before.length - 1 };
    }
    case 'in_arbitration':
      return last([
        ...sent(),
        act(
          'refuse',
          responder(scene, unit),
          { reason: 'not_our_duty', words: say(scene, 'refuse.not_our_duty', unit) },
          GAP.short,
          1,
        ),
      ]);
    case 'concluded':
      return last(done());
    case 'calling_back': {
      const acts = done();
      const missed = act(
        'call_back',
        centre(scene, 'callBack'),
        { reached: false, words: say(scene, 'call_back.unreachable') },
        GAP.half,
      );
      return { acts: [...acts, missed], shown: acts.length - 1 };
    }
    case 'closed': {
      if (!fresh.own) return last([...done(), heard(true)]);
      // The resident's own closed one was done twice.
      const again = act('settle', handler, { outcome: 'resolved', words: say(scene, 'settle.resolved') }, GAP.long);
      const judged = act('judge', reporter, { ...verdict(true), words: say(scene, 'judge.satisfied') }, GAP.half);
      return last([...done(), heard(false), again, judged]);
    }
    case 'reopened':
      return last([...done(), heard(true), act('reopen', reporter, { words: say(scene, 'reopen') }, GAP.long)]);
    case 'rejected': {
      const actor = scene.cast.who(placeAt(scene, first).id, STORY_NEEDS.reject, scene.random);
      return last([
        act('reject', actor, { reason: 'not_a_matter', words: say(scene, 'reject.not_a_matter') }, GAP.short),
      ]);
    }
    case 'withdrawn':
      return last([
        act('accept', handler, classified(scene), GAP.short),
        act('withdraw', reporter, { words: say(scene, 'withdraw') }, GAP.half),
      ]);
  }
}

function asking(scene: Scene, { more }: Fresh, unit: string): Act[] {
  if (more !== 'pause' && more !== 'extension' && more !== 'paused') return [];
  const kind = more === 'extension' ? 'extension' : 'pause';
  const amount = kind === 'extension' ? { amount: { n: 2, unit: 'working_day' } } : {};
  const asked = act(
    'request',
    responder(scene, unit),
    { kind, ...amount, words: say(scene, `request.${kind}`) },
    GAP.short,
    1,
  );
  if (more !== 'paused') return [asked];
  return [asked, act('approve', centre(scene, 'rule'), { request: 1, words: say(scene, 'approve') }, GAP.short)];
}
