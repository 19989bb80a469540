/**
 * What should come of every try, written by hand from the loop's words and the posts' duties and not from the tables
 * the program runs on: the two must agree. `matrix.expected.json` is this, spelled out; reading its differences is how a
 * change of the loop is reviewed.
 */
import { ROLES, type Role } from './roles.ts';
import { MATTER_VERBS_TRIED, PART_VERBS_TRIED, STAGES } from './scenes.ts';

type Level = 0 | 1 | 2 | 3;

/** Posts at the matter's own place: how high, and which verbs their duties give them over what their level has in hand. */
const AT_PLACE: Partial<Record<Role, { level: Level; hand: string; noted?: boolean }>> = {
  grid_leader: { level: 0, hand: 'accept classify settle visit raise reject' },
  grid_member: { level: 0, hand: 'accept classify settle visit raise' },
  linked_cadre: { level: 0, hand: '' },
  community_secretary: { level: 1, hand: 'accept classify settle visit raise reject' },
  first_secretary: { level: 1, hand: 'raise' },
  town_caller: { level: 2, hand: 'accept classify settle visit raise reject dispatch' },
  town_leader: { level: 2, hand: 'accept classify settle visit raise reject dispatch' },
  centre_dispatcher: { level: 3, hand: 'accept classify settle visit reject dispatch' },
  centre_arbiter: { level: 3, hand: 'accept classify dispatch' },
  centre_callback: { level: 3, hand: '' },
  county_leader: { level: 3, hand: '', noted: false },
};

/** The centre's own verbs. */
const CENTRE: Partial<Record<Role, string>> = {
  centre_arbiter: 'arbitrate approve deny reopen',
  centre_callback: 'call_back redo close reopen',
};

const REPORTER = 'judge withdraw reopen';
const UNIT = 'take_on refuse arrive step conclude request resume';

/** Who has a matter of this stage in hand: level of the place; null when units or nobody have. */
function handOf(stage: string): Level | null {
  switch (stage) {
    case 'submitted':
    case 'accepted':
      return 0;
    case 'raised.community':
      return 1;
    case 'raised.town':
      return 2;
    case 'raised.county':
    case 'in_arbitration':
      return 3;
    default:
      return /^(concluded|calling_back)/.test(stage) ? 3 : null;
  }
}

function unitsOf(stage: string): ('lead' | 'assist')[] {
  if (/^(submitted|accepted|raised|rejected|concluded\.at_grid)/.test(stage)) return [];
  return /assist/.test(stage) ? ['lead', 'assist'] : ['lead'];
}

/** The unit of the part that is acted on, and the state of that part. */
function partOf(stage: string): { unit: 'lead' | 'assist'; state: string } | null {
  if (unitsOf(stage).length === 0) return null;
  const states: Record<string, string> = {
    dispatched: 'sent',
    'dispatched.assist_at_hand': 'sent',
    'dispatched.assist_refused': 'refused',
    'dispatched.upheld': 'sent',
    in_arbitration: 'refused',
    in_progress: 'taken_on',
    'in_progress.arrived': 'arrived',
    'in_progress.arrival_first': 'taken_on',
    'in_progress.asked': 'taken_on',
    'in_progress.paused': 'taken_on',
    withdrawn: 'called_off',
  };
  return { unit: /assist/.test(stage) ? 'assist' : 'lead', state: states[stage] ?? 'concluded' };
}

function unitOfRole(role: Role): 'lead' | 'assist' | null {
  if (role === 'lead_responder' || role === 'lead_head') return 'lead';
  return role === 'assist_responder' ? 'assist' : null;
}

function isReporter(role: Role, stage: string): boolean {
  return role === (stage === 'concluded.anonymous' ? 'follower' : 'reporter');
}

function seesIt(role: Role, stage: string): boolean {
  const unit = unitOfRole(role);
  return AT_PLACE[role] !== undefined || isReporter(role, stage) || (unit !== null && unitsOf(stage).includes(unit));
}

const has = (list: string | undefined, verb: string): boolean => (list ?? '').split(' ').includes(verb);

function mayDo(role: Role, stage: string, verb: string): boolean {
  const own = AT_PLACE[role];
  const hand = handOf(stage);
  if (verb === 'note') return own ? own.noted !== false : unitOfRole(role) !== null;
  if (own && hand !== null && own.level >= hand && has(own.hand, verb)) return true;
  if (has(CENTRE[role], verb)) return true;
  return isReporter(role, stage) && has(REPORTER, verb);
}

/** States a verb may be called in, by the first word of the stage. */
const STATES: Record<string, string> = {
  accept: 'submitted raised',
  classify: 'submitted accepted raised',
  reject: 'submitted accepted raised',
  visit: 'accepted',
  settle: 'submitted accepted raised',
  raise: 'submitted accepted raised',
  dispatch: 'submitted accepted raised',
  arbitrate: 'in_arbitration dispatched in_progress',
  approve: 'dispatched in_progress',
  deny: 'dispatched in_progress',
  call_back: 'concluded calling_back',
  judge: 'concluded calling_back',
  redo: 'concluded calling_back',
  close: 'concluded calling_back',
  withdraw: 'submitted accepted raised dispatched in_progress in_arbitration',
  reopen: 'closed',
  note: 'submitted accepted raised dispatched in_progress in_arbitration concluded calling_back closed',
};

const PART_STATES: Record<string, string> = {
  take_on: 'sent',
  refuse: 'sent',
  arrive: 'taken_on',
  step: 'taken_on arrived',
  conclude: 'taken_on arrived',
  request: 'taken_on arrived',
  resume: 'taken_on arrived',
};

/** What beside the state stands in the way. */
function hindrance(stage: string, verb: string): string | null {
  if (verb === 'arbitrate' && !['in_arbitration', 'dispatched.assist_refused'].includes(stage))
    return 'nothing_refused';
  if ((verb === 'approve' || verb === 'deny') && stage !== 'in_progress.asked') return 'nothing_requested';
  if (verb === 'call_back' && stage === 'concluded.anonymous') return 'reporter_unreachable';
  if (verb === 'close' && !['concluded.anonymous', 'calling_back.thrice'].includes(stage)) return 'callback_due';
  if (verb === 'reopen' && stage === 'closed.long_ago') return 'reopen_window_over';
  if (verb === 'refuse' && stage === 'dispatched.upheld') return 'dispatch_upheld';
  if (verb === 'conclude' && stage === 'in_progress.arrival_first') return 'arrival_first';
  if (verb === 'request' && stage === 'in_progress.asked') return 'request_pending';
  if (verb === 'resume' && stage !== 'in_progress.paused') return 'not_paused';
  return null;
}

export type Outcome = string;

export function expectedOf(stage: string, verb: string, role: Role): Outcome {
  if (!seesIt(role, stage)) return '404 not_found';
  if (!mayDo(role, stage, verb)) return '403 not_permitted';
  if (!has(STATES[verb], stage.split('.')[0] as string)) return '409 state_forbids';
  const why = hindrance(stage, verb);
  return why ? `422 ${why}` : '200';
}

export function expectedOfPart(stage: string, verb: string, role: Role): Outcome {
  const part = partOf(stage);
  if (!part || !seesIt(role, stage)) return '404 not_found';
  const may = (unitOfRole(role) === part.unit && has(UNIT, verb)) || (role === 'centre_arbiter' && verb === 'resume');
  if (!may) return '403 not_permitted';
  if (!has(PART_STATES[verb], part.state)) return '409 state_forbids';
  const why = hindrance(stage, verb);
  return why ? `422 ${why}` : '200';
}

/** stage -> verb (of a part: `part/verb`) -> outcome -> the roles it comes to. */
export type Expectation = Record<string, Record<string, Record<Outcome, string>>>;

function byOutcome(outcome: (role: Role) => Outcome): Record<Outcome, string> {
  const groups = Map.groupBy(ROLES, outcome);
  return Object.fromEntries(
    [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, roles]) => [name, roles.join(' ')]),
  );
}

export function expectation(): Expectation {
  const all: Expectation = {};
  for (const stage of Object.keys(STAGES)) {
    const verbs: Expectation[string] = {};
    for (const verb of MATTER_VERBS_TRIED) verbs[verb] = byOutcome((role) => expectedOf(stage, verb, role));
    if (partOf(stage))
      for (const verb of PART_VERBS_TRIED)
        verbs[`part/${verb}`] = byOutcome((role) => expectedOfPart(stage, verb, role));
    all[stage] = verbs;
  }
  return all;
}
