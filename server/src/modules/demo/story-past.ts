/** How one matter of the past goes, from its report to the reporter's word. Ends with `Cut` where the past ends. */
import { type PlaceKind, STORY_NEEDS } from '@huying/domain/pack';
import type { Actor } from '../../access/actor.ts';
import { follower } from './story-cast.ts';
import { HOUR, MINUTE } from './story-hours.ts';
import type { Plan } from './story-plan.ts';
import {
  arrive,
  askForTime,
  assistUnits,
  bringTo,
  centre,
  classified,
  conclude,
  dispatch,
  due,
  handlerAt,
  higher,
  leadUnit,
  placeAt,
  type Rung,
  responder,
  type Scene,
  say,
  settle,
  soon,
  step,
  takeOn,
} from './story-steps.ts';
import type { Part } from './story-telling.ts';

export type Past = Scene & {
  plan: Plan;
  reporter: Actor;
  /** Number of an earlier matter, where one is needed to be a duplicate of. */
  earlier(): Promise<string | null>;
};

type Verdict = { met: boolean; resolved: boolean; satisfied: boolean };

export async function tellPast(past: Past): Promise<void> {
  const { plan, county, pack, random } = past;
  const first = placeAt(past, pack.county.firstHolder[plan.channel] ?? 'county');
  if (plan.end === 'rejected') return reject(past, first.level);
  if (plan.end === 'withdrawn') return withdraw(past, first.level);
  if (random.chance(0.02)) {
    await past.telling.act('note', handlerAt(past, first), soon(past, 20 * MINUTE, HOUR), { words: say(past, 'note') });
  }
  const at = await bringTo(past, first.level, higher(first.level, plan.path.level));
  const outcome = plan.hard ? 'resolved' : random.weighted(pack.story.outcomes);
  if (plan.path.units) await withUnits(past, at, outcome);
  else await settle(past, at, outcome);
  await hear(past, at, outcome);
  if (!plan.reopened || past.telling.state() !== 'closed') return;
  await past.telling.act('reopen', past.reporter, past.telling.now() + Math.floor(random.between(1, 9) * 24 * HOUR), {
    words: say(past, 'reopen'),
  });
  const centreAt: Rung = { id: county.root.id, level: 'county' };
  await withUnits(past, centreAt, 'resolved');
  await hear(past, centreAt, 'resolved');
}

async function reject(past: Past, level: PlaceKind): Promise<void> {
  const { telling, random, cast } = past;
  const actor = cast.who(placeAt(past, level).id, STORY_NEEDS.reject, random);
  const drawn = random.weighted({ not_a_matter: 0.5, duplicate: 0.4, abusive: 0.1 });
  const duplicate = drawn === 'duplicate' ? await past.earlier() : null;
  const reason = drawn === 'duplicate' && !duplicate ? 'not_a_matter' : drawn;
  await telling.act('reject', actor, due(past, 'accept'), {
    reason,
    ...(duplicate ? { duplicate_of: duplicate } : {}),
    words: say(past, `reject.${reason}`),
  });
}

async function withdraw(past: Past, level: PlaceKind): Promise<void> {
  const { telling, random, reporter } = past;
  const at = placeAt(past, level);
  if (random.chance(0.6)) await telling.act('accept', handlerAt(past, at), due(past, 'accept'), classified(past));
  await telling.act('withdraw', reporter, telling.now() + Math.floor(random.between(10, 180) * MINUTE), {
    words: say(past, 'withdraw'),
  });
}

/** Units called for: sent out, perhaps refused and ruled on, handled part by part, the lead last. */
async function withUnits(past: Past, at: Rung, outcome: string): Promise<void> {
  const { telling, random, pack, plan } = past;
  const lead = leadUnit(past);
  const assists =
    plan.hard || random.chance(pack.story.matters.withAssist) ? assistUnits(past, lead, plan.hard ? 3 : 2) : [];
  await dispatch(past, at, lead, assists);
  if (!plan.hard && random.chance(pack.story.matters.refused)) await refuse(past, at);
  await handleParts(past, outcome);
  if (telling.state() !== 'concluded' && telling.state() !== 'closed')
    throw new Error(`units have done and the matter is ${telling.state()}`);
}

async function refuse(past: Past, at: Rung): Promise<void> {
  const { telling, random, pack, cast } = past;
  const [lead] = await telling.parts();
  if (!lead) return;
  const decision = random.weighted(pack.story.matters.arbitration);
  const reason =
    decision === 'return' ? 'lacks_facts' : random.weighted({ not_our_duty: 0.7, wrong_place: 0.2, other: 0.1 });
  await telling.act(
    'refuse',
    responder(past, lead.unit),
    due(past, 'take_on', lead.no),
    { reason, words: say(past, `refuse.${reason}`, lead.unit) },
    lead.no,
  );
  const busy = new Set((await telling.parts()).map((part) => part.unit));
  const others = [...past.item.assists, ...cast.units].filter(
    (unit) => unit !== lead.unit && !busy.has(unit) && cast.units.includes(unit),
  );
  const unit = decision === 'redirect' ? (others[0] as string) : lead.unit;
  await telling.act('arbitrate', centre(past, 'arbitrate'), due(past, 'accept'), {
    assignment: lead.no,
    decision,
    ...(decision === 'redirect' ? { unit } : {}),
    words: say(past, `arbitrate.${decision}`, unit),
  });
  if (decision === 'return') await dispatch(past, at, lead.unit, []);
}

/** Every part under way, assists first; the matter is concluded with the lead's. */
async function handleParts(past: Past, outcome: string): Promise<void> {
  const { random, pack, telling } = past;
  const parts = [...(await telling.parts())].sort((a, b) =>
    a.role === b.role ? a.no - b.no : a.role === 'lead' ? -1 : 1,
  );
  for (const part of parts) await takeOn(past, part);
  for (const part of parts) if (part.arrival || random.chance(0.5)) await arrive(past, part);
  const lead = parts.find((part) => part.role === 'lead') as Part;
  if (random.chance(0.5)) await step(past, lead);
  const { requests } = pack.story.matters;
  if (random.chance(requests.pause)) await askForTime(past, lead, 'pause');
  else if (random.chance(requests.extension)) await askForTime(past, lead, 'extension');
  for (const part of [...parts].reverse()) await conclude(past, part, part.role === 'lead' ? outcome : 'resolved');
}

/** The reporter's word, asked for by the desk or given by themselves; unsatisfied, it is done again. */
async function hear(past: Past, at: Rung, outcome: string): Promise<void> {
  const { telling, random, pack, plan } = past;
  const { judgement } = pack.story;
  for (let round = 0; telling.state() === 'concluded'; round += 1) {
    const satisfiedShare = round === 0 ? judgement.satisfied : round === 1 ? judgement.satisfiedAfterRedo : 1;
    const satisfied = plan.unhappy ? false : plan.hard ? true : random.chance(satisfiedShare);
    const verdict: Verdict = {
      met: random.chance(judgement.met),
      resolved: satisfied && (round > 0 || random.chance(judgement.resolved)),
      satisfied,
    };
    if (plan.hard && satisfied) verdict.resolved = true;
    await hearOnce(past, verdict);
    if (telling.state() === 'dispatched') await handleParts(past, outcome);
    else if (telling.state() === 'accepted') await settle(past, at, outcome);
  }
}

async function hearOnce(past: Past, verdict: Verdict): Promise<void> {
  const { telling, random, pack, plan, item } = past;
  const desk = centre(past, 'callBack');
  const good = verdict.resolved && verdict.satisfied;
  const mood = good ? 'satisfied' : 'unsatisfied';
  if (plan.anonymous) {
    if (random.chance(0.4) || !good) {
      await telling.act('judge', follower(telling.id), due(past, 'callback'), {
        ...verdict,
        words: say(past, `judge.${mood}`),
      });
    } else await telling.act('close', desk, due(past, 'callback'), { words: say(past, 'close') });
    return;
  }
  const judges = plan.channel === 'resident' && random.chance(item.callback === 'message' ? 0.75 : 0.2);
  if (judges) {
    await telling.act('judge', past.reporter, due(past, 'callback'), { ...verdict, words: say(past, `judge.${mood}`) });
    return;
  }
  const { judgement } = pack.story;
  const misses = random.chance(judgement.unreachable)
    ? pack.county.callback.attempts
    : random.chance(judgement.reached)
      ? 0
      : random.chance(0.7)
        ? 1
        : 2;
  for (let n = 0; n < misses; n += 1) {
    const when = n === 0 ? due(past, 'callback') : soon(past, 2 * HOUR, 20 * HOUR);
    await telling.act('call_back', desk, when, { reached: false, words: say(past, 'call_back.unreachable') });
  }
  if (misses >= pack.county.callback.attempts) {
    await telling.act('close', desk, soon(past, 10 * MINUTE, HOUR), { words: say(past, 'close') });
    return;
  }
  const when = misses === 0 ? due(past, 'callback') : soon(past, 2 * HOUR, 8 * HOUR);
  await telling.act('call_back', desk, when, { reached: true, ...verdict, words: say(past, `call_back.${mood}`) });
}
