import type { StoryEntry } from '../api/types.ts';
import { limitText } from '../words/format.ts';
import { t, tOr } from '../words/i18n.ts';

function nameOf(value: unknown): string | null {
  const name = (value as { name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' ? name : null;
}

function inputWords({ kind, input }: StoryEntry): string[] {
  const said: (string | null)[] = [];
  for (const name of ['reason', 'outcome', 'decision', 'kind'] as const) {
    const value = input[name];
    if (typeof value === 'string') said.push(tOr([`option.${name}.${value}`], value));
  }
  const amount = input.amount as { n: number; unit: string } | undefined;
  if (amount?.unit) said.push(limitText(amount));
  const lead = nameOf(input.lead);
  if (lead) said.push(t('story.leadUnit', { unit: lead }));
  const assists = Array.isArray(input.assists) ? input.assists.map(nameOf).filter(Boolean) : [];
  if (assists.length > 0) said.push(t('story.assistUnits', { units: assists.join('、') }));
  const holder = kind === 'matter.raise' ? nameOf(input.holder) : null;
  if (holder) said.push(t('story.raisedTo', { place: holder }));
  said.push(nameOf(input.unit), nameOf(input.item), nameOf(input.place));
  return said.filter((one) => one !== null);
}

function verdictWords(entry: StoryEntry): string[] {
  if (entry.input.reached === false) return [t('story.notReached')];
  return (['met', 'resolved', 'satisfied'] as const).flatMap((name) =>
    typeof entry.input[name] === 'boolean' ? [t(`verdict.${name}.${entry.input[name] ? 'yes' : 'no'}`)] : [],
  );
}

/** What happened, in plain words: the sentence of the kind, and the particulars of its input. */
export function storyWords(entry: StoryEntry): { what: string; more: string[] } {
  const card = typeof entry.input.card === 'string' ? [`story.${entry.kind}.${entry.input.card}`] : [];
  return {
    what: tOr([...card, `story.${entry.kind}`], entry.kind, { unit: entry.unit?.name ?? '' }),
    more: [...inputWords(entry), ...verdictWords(entry)],
  };
}

/** Who did it: post and place, and the person's name where it may be seen. */
export function storyWho({ who }: StoryEntry): string {
  if (who.kind === 'reporter') return who.name ?? t('story.who.reporter');
  if (who.kind === 'program') return t('story.who.program');
  return [who.at, who.post && tOr([`post.${who.post}`], who.post), who.name].filter(Boolean).join(' · ');
}
