/** How matters come to stand where the matrix needs them: by real commands, each of which must succeed. */
import { acting, type Made, newId, type Role, type Scene } from './roles.ts';

type Step = (scene: Scene, made: Made) => Promise<void>;

async function must(
  scene: Scene,
  role: Role,
  made: Made,
  path: string,
  fields: Record<string, unknown>,
): Promise<void> {
  const answer = await scene.house.ask('POST', `/matters/${made.id}/${path}`, {
    as: acting(scene, role, made),
    body: { version: made.version, ...fields },
  });
  if (answer.status !== 200) throw new Error(`${role} could not ${path}: ${answer.text}`);
  made.version = answer.body.version;
}

const on =
  (role: Role, verb: string, fields: Record<string, unknown> = {}): Step =>
  (scene, made) =>
    must(scene, role, made, verb, fields);

/** An act on the part at hand. */
const part =
  (role: Role, verb: string, fields: Record<string, unknown> = {}): Step =>
  (scene, made) =>
    must(scene, role, made, `assignments/${made.part ?? 1}/${verb}`, fields);

const words = '演示文字';
const toCommunity = on('grid_leader', 'raise', { words });
const toTown = [toCommunity, on('community_secretary', 'raise', { words })];
const toCounty = [...toTown, on('town_caller', 'raise', { words })];
const send =
  (more: (scene: Scene) => Record<string, unknown> = () => ({})): Step =>
  async (scene, made) => {
    await must(scene, 'town_caller', made, 'dispatch', { lead: scene.lead, ...more(scene) });
    made.part = 1;
  };
const dispatched = [...toTown, send()];
const withAssist = [...toTown, send(({ assist }) => ({ assists: [assist] }))];
const refuse = part('lead_responder', 'refuse', { reason: 'not_our_duty', words });
const underWay = [...dispatched, part('lead_responder', 'take_on')];
const asked = [...underWay, part('lead_responder', 'request', { kind: 'pause', words })];
const concluded = [...underWay, part('lead_responder', 'conclude', { outcome: 'resolved', words })];
const unreached = on('centre_callback', 'call_back', { reached: false });
const satisfied = on('reporter', 'judge', { met: true, resolved: true, satisfied: true });
const onPart =
  (no: number): Step =>
  async (_scene, made) => {
    made.part = no;
  };
const assistRefuses: Step = async (scene, made) => {
  await must(scene, 'assist_responder', made, 'assignments/2/refuse', { reason: 'other', words });
};
const later =
  (days: number): Step =>
  async (scene) => {
    scene.house.clock.now += days * 86_400_000;
  };

/** Stages, and the way there. A stage named `x.y` is state x with something more to it. */
export const STAGES: Record<string, { anonymous?: boolean; steps: Step[] }> = {
  submitted: { steps: [] },
  accepted: { steps: [on('grid_leader', 'accept')] },
  'raised.community': { steps: [toCommunity] },
  'raised.town': { steps: toTown },
  'raised.county': { steps: toCounty },
  dispatched: { steps: dispatched },
  'dispatched.assist_at_hand': { steps: [...withAssist, onPart(2)] },
  'dispatched.assist_refused': { steps: [...withAssist, assistRefuses, onPart(2)] },
  'dispatched.upheld': {
    steps: [
      ...dispatched,
      refuse,
      on('centre_arbiter', 'arbitrate', { assignment: 1, decision: 'uphold', words }),
      onPart(2),
    ],
  },
  in_arbitration: { steps: [...dispatched, refuse] },
  in_progress: { steps: underWay },
  'in_progress.arrived': { steps: [...underWay, part('lead_responder', 'arrive')] },
  'in_progress.arrival_first': {
    steps: [...toTown, send(({ arrivalItem }) => arrivalItem), part('lead_responder', 'take_on')],
  },
  'in_progress.asked': { steps: asked },
  'in_progress.paused': { steps: [...asked, on('centre_arbiter', 'approve', { request: 1 })] },
  concluded: { steps: concluded },
  'concluded.at_grid': { steps: [on('grid_leader', 'settle', { outcome: 'resolved', words })] },
  'concluded.anonymous': { anonymous: true, steps: concluded },
  calling_back: { steps: [...concluded, unreached] },
  'calling_back.thrice': { steps: [...concluded, unreached, unreached, unreached] },
  closed: { steps: [...concluded, satisfied] },
  'closed.long_ago': { steps: [...concluded, satisfied, later(40)] },
  rejected: { steps: [on('grid_leader', 'reject', { reason: 'not_a_matter', words })] },
  withdrawn: { steps: [...dispatched, on('reporter', 'withdraw')] },
};

/** A new matter in the stage. */
export async function make(scene: Scene, stage: string): Promise<Made> {
  const { anonymous = false, steps } = STAGES[stage] as (typeof STAGES)[string];
  const id = newId();
  const answer = await scene.house.ask('POST', '/matters', {
    as: anonymous ? scene.roles.anonymous : scene.roles.reporter,
    body: { id, words: '演示：路灯不亮', point: scene.point },
  });
  if (answer.status !== 201) throw new Error(`no matter could be made: ${answer.text}`);
  const made: Made = {
    id,
    version: answer.body.version,
    follow: answer.body.follow,
    part: null,
    number: answer.body.number,
  };
  for (const step of steps) await step(scene, made);
  return made;
}

/** Valid fields of every verb, as the stage allows. */
export function fieldsFor(scene: Scene, stage: string, verb: string, duplicate: string): Record<string, unknown> {
  const fields: Record<string, Record<string, unknown>> = {
    accept: {},
    classify: { item: scene.arrivalItem.item },
    reject: { reason: 'duplicate', duplicate_of: duplicate, words },
    visit: { words },
    settle: { outcome: 'explained', words },
    raise: { words },
    dispatch: { lead: scene.lead },
    arbitrate: { assignment: stage === 'dispatched.assist_refused' ? 2 : 1, decision: 'uphold', words },
    approve: { request: 1 },
    deny: { request: 1, words },
    call_back: { reached: true, met: true, resolved: true, satisfied: true },
    judge: { met: true, resolved: true, satisfied: true },
    redo: { words },
    close: { words },
    withdraw: {},
    reopen: { words },
    note: { words },
    take_on: {},
    refuse: { reason: 'other', words },
    arrive: {},
    step: { words },
    conclude: { outcome: 'resolved', words },
    request: { kind: 'extension', amount: { n: 1, unit: 'working_day' }, words },
    resume: {},
  };
  return fields[verb] ?? {};
}

export const MATTER_VERBS_TRIED = [
  ...[
    'accept',
    'classify',
    'reject',
    'visit',
    'settle',
    'raise',
    'dispatch',
    'arbitrate',
    'approve',
    'deny',
    'call_back',
  ],
  ...['judge', 'redo', 'close', 'withdraw', 'reopen', 'note', 'begin', 'dispute', 'finish', 'card'],
];
export const PART_VERBS_TRIED = ['take_on', 'refuse', 'arrive', 'step', 'conclude', 'request', 'resume', 'call_off'];
