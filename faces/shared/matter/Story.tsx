import type { MatterView, StoryEntry } from '../api/types.ts';
import { momentText } from '../words/format.ts';
import { Gallery } from './Pictures.tsx';
import { storyWho, storyWords } from './story-words.ts';

/** The story of a matter, a timeline in plain words; newest last, as one tells it. */
export function Story({
  matter,
  entries = matter.story,
  follow,
}: {
  matter: MatterView;
  entries?: StoryEntry[];
  follow?: string;
}) {
  return (
    <ol className="hy-story" data-testid="story">
      {entries.map((entry) => {
        const { what, more } = storyWords(entry);
        return (
          <li key={entry.seq} data-who={entry.who.kind} data-kind={entry.kind}>
            <span className="hy-story-dot" aria-hidden="true" />
            <div>
              <p className="hy-story-what">
                {what}
                {more.length > 0 && <span className="hy-soft"> · {more.join(' · ')}</span>}
              </p>
              <p className="hy-story-who">
                <time dateTime={entry.at}>{momentText(entry.at)}</time> {storyWho(entry)}
              </p>
              {entry.words && entry.words !== matter.words && <blockquote>{entry.words}</blockquote>}
              <Gallery pictures={entry.pictures} follow={follow} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}
