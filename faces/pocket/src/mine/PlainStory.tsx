import type { MatterView, StoryEntry } from '../../../shared/api/types.ts';
import { Gallery } from '../../../shared/matter/Pictures.tsx';
import { dayText, dueText, limitText, timeText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { isLate, nowKeys, plainStory, sentenceOf } from './plain.ts';

export function whoOf(entry: StoryEntry): string {
  if (entry.who.kind === 'reporter') return t('pocket.you');
  return (
    [entry.who.at, entry.who.post && tOr([`post.${entry.who.post}`], entry.who.post)].filter(Boolean).join(' ') ||
    t('story.who.program')
  );
}

export function sayEntry(entry: StoryEntry, matter: Pick<MatterView, 'clocks'>): string {
  const { keys, clock, unit, lead, holder, outcome, reason } = sentenceOf(entry, matter);
  return tOr(keys, entry.kind, {
    who: whoOf(entry),
    lead: lead ?? t('pocket.theUnit'),
    holder: holder ?? t('pocket.above'),
    unit: unit ?? t('pocket.theUnit'),
    limit: clock ? limitText(clock.limit) : '',
    due: clock?.dueAt ? dueText(clock.dueAt) : '',
    outcome: outcome ? t(`option.outcome.${outcome}`) : '',
    reason: reason ? t(`option.reason.${reason}`) : '',
  });
}

function verdictOf(entry: StoryEntry): string[] {
  return (['met', 'resolved', 'satisfied'] as const).flatMap((name) =>
    typeof entry.input[name] === 'boolean' ? [t(`verdict.${name}.${entry.input[name] ? 'yes' : 'no'}`)] : [],
  );
}

export function StorySentence({ entry, matter }: { entry: StoryEntry; matter: MatterView }) {
  const verdict = verdictOf(entry);
  return (
    <p>
      <span className="pk-day">{dayText(entry.at)}</span> {sayEntry(entry, matter)}
      {verdict.length > 0 && <span className="hy-soft"> {verdict.join(t('pocket.comma'))}</span>}
    </p>
  );
}

/** What became of it, newest first: the person wants to know what is new. */
export function PlainStory({ matter, follow }: { matter: MatterView; follow?: string | undefined }) {
  return (
    <ol className="hy-story pk-story" data-testid="story">
      {[...plainStory(matter)].reverse().map((entry) => (
        <li key={entry.seq} data-who={entry.who.kind} data-kind={entry.kind}>
          <span className="hy-story-dot" aria-hidden="true" />
          <div>
            <StorySentence entry={entry} matter={matter} />
            <time className="hy-sr" dateTime={entry.at}>
              {timeText(entry.at)}
            </time>
            {entry.words && entry.kind !== 'matter.submit' && <blockquote>{entry.words}</blockquote>}
            {entry.kind !== 'matter.submit' && <Gallery pictures={entry.pictures} follow={follow} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** One sentence on where it stands and by when. */
export function sayNow(matter: MatterView): string {
  const now = tOr(nowKeys(matter), t(`state.${matter.state}`), {
    holder: matter.holder?.name ?? t('pocket.theHolder'),
    lead: matter.lead?.name ?? t('pocket.theUnit'),
    due: matter.clock?.dueAt ? dueText(matter.clock.dueAt) : '',
    outcome: matter.outcome ? t(`option.outcome.${matter.outcome}`) : '',
  });
  return isLate(matter) && matter.clock?.dueAt
    ? `${now} ${t('pocket.now.late', { due: dueText(matter.clock.dueAt) })}`
    : now;
}
