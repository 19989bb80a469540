/**
 * A matter told to the person who said it, in plain words: `6月3日 网格长已受理，答应 2 个工作日内办结`.
 * Pure: chooses the sentence and its values; the words stand in the catalogue under `pocket.story.` and `pocket.now.`.
 */
import type { ClockView, MatterView, StoryEntry } from '../../../shared/api/types.ts';

/** The program's own steps and inner paperwork: true, but no answer to "what about my matter?". */
const INNER = [
  'matter.classify',
  'matter.begin',
  'matter.dispute',
  'matter.finish',
  'matter.card',
  'matter.deny',
  'assignment.resume',
  'assignment.call_off',
];

export function plainStory(matter: Pick<MatterView, 'story'>): StoryEntry[] {
  return matter.story.filter((entry) => !INNER.includes(entry.kind));
}

/** The clock whose limit was promised by this entry: started with it, and not one that only counts inside an office. */
export function promiseOf(entry: StoryEntry, clocks: ClockView[]): ClockView | null {
  const at = Date.parse(entry.at);
  const started = clocks.filter((clock) => Date.parse(clock.startedAt) === at && clock.verdict !== 'void');
  return started.find((clock) => clock.kind === 'conclude') ?? started.find((clock) => clock.kind === 'accept') ?? null;
}

export type Sentence = {
  keys: string[];
  clock: ClockView | null;
  unit: string | null;
  lead: string | null;
  holder: string | null;
  outcome: string | null;
  reason: string | null;
};

/** Keys from the most particular to the plain one. */
export function sentenceOf(entry: StoryEntry, matter: Pick<MatterView, 'clocks'>): Sentence {
  const base = `pocket.story.${entry.kind}`;
  const clock = promiseOf(entry, matter.clocks);
  const text = (name: string) => (typeof entry.input[name] === 'string' ? (entry.input[name] as string) : null);
  const particular =
    entry.kind === 'matter.call_back' && entry.input.reached === false
      ? [`${base}.missed`]
      : entry.kind === 'matter.judge' && entry.to !== 'closed'
        ? [`${base}.redo`]
        : entry.kind === 'assignment.request' && text('kind')
          ? [`${base}.${text('kind')}`]
          : [];
  return {
    keys: [...particular, ...(clock ? [`${base}.${clock.kind}`] : []), base, `story.${entry.kind}`],
    clock,
    unit: entry.unit?.name ?? null,
    lead: nameIn(entry.input.lead),
    holder: nameIn(entry.input.holder),
    outcome: text('outcome'),
    reason: text('reason'),
  };
}

/** Units and places of the input come with their names. */
function nameIn(value: unknown): string | null {
  const name = (value as { name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' ? name : null;
}

/** The deadline that runs has passed: the person is told so, not shown an old promise. */
export function isLate(matter: Pick<MatterView, 'clock'>): boolean {
  return matter.clock !== null && !matter.clock.stoppedAt && (matter.clock.left?.overdue ?? false);
}

/** The last answer that was given: somebody says it is done. */
export function answerOf(matter: Pick<MatterView, 'story'>): StoryEntry | null {
  return (
    [...matter.story].reverse().find((one) => one.kind === 'matter.settle' || one.kind === 'assignment.conclude') ??
    null
  );
}

/** Where it stands now: the key, with `.due` where a deadline runs and `.mine` where the person's own answer is wanted. */
export function nowKeys(matter: Pick<MatterView, 'state' | 'clock' | 'abilities'>): string[] {
  const base = `pocket.now.${matter.state}`;
  const mine = matter.abilities.some((one) => one.verb === 'judge');
  const due = matter.clock?.dueAt && !matter.clock.stoppedAt && !isLate(matter);
  return [...(mine ? [`${base}.mine`] : []), ...(due ? [`${base}.due`] : []), base];
}
