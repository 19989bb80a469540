import { CircleAlert, CircleCheck, Clock, LoaderCircle } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../shared/ui/Button.tsx';
import { agoText, momentText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { useSession } from '../account/session.ts';
import { useLine } from '../lib/line.ts';
import { EditReport } from './EditReport.tsx';
import { NewestChoice } from './NewestChoice.tsx';
import { type Choice, choicesFor } from './rules.ts';
import { adopt, giveUp, retry, retryWithoutPictures } from './sender.ts';
import { type Entry, GUEST } from './types.ts';

const SHAPES = { waiting: Clock, sending: LoaderCircle, sent: CircleCheck, refused: CircleAlert };

/** How one entry stands, in words with a shape. */
export function EntryState({ entry }: { entry: Entry }) {
  const Shape = SHAPES[entry.state];
  return (
    <span className="pk-fate" data-state={entry.state} data-testid="queue-state" role="status">
      <Shape size="1.2em" className={entry.state === 'sending' ? 'hy-spin' : ''} aria-hidden />
      {t(`pocket.queue.${entry.state}`)}
    </span>
  );
}

/** Why it stands so, and what happens next. */
export function EntryWhy({ entry }: { entry: Entry }) {
  const up = useLine();
  if (entry.state === 'sent') {
    const when = momentText(entry.sentAt ?? entry.createdAt);
    return (
      <p>
        {t(entry.result?.number ? 'pocket.queue.sent.report' : 'pocket.queue.sent.act', {
          number: entry.result?.number,
          when,
        })}
      </p>
    );
  }
  if (entry.state === 'refused' && entry.refusal) {
    const { code, words, fields } = entry.refusal;
    return (
      <div className="pk-why">
        <p>{words || tOr([`pocket.refused.${code}`, `error.${code}`], t('pocket.refused.other'))}</p>
        {fields.map((field) => (
          <p key={field.path}>{field.message}</p>
        ))}
      </div>
    );
  }
  if (entry.account === GUEST) return <p>{t('pocket.queue.guest')}</p>;
  if (entry.after !== null) return <p>{t('pocket.queue.after')}</p>;
  if (entry.state === 'sending') return <p>{t('pocket.queue.sending.more')}</p>;
  return <p>{t(`pocket.queue.hold.${entry.hold ?? (up ? 'none' : 'offline')}`)}</p>;
}

/** What the person may do with it now. Giving up asks once more, in place. */
export function EntryChoices({ entry }: { entry: Entry }) {
  const [asking, setAsking] = useState(false);
  const session = useSession();
  const choices = choicesFor(entry);
  if (choices.length === 0) return null;
  if (asking) {
    return (
      <div className="pk-ask" role="alert">
        <p>{t(entry.uncertain ? 'pocket.queue.drop.uncertain' : 'pocket.queue.drop.sure')}</p>
        <div className="hy-actions">
          <Button look="primary" onClick={() => void giveUp(entry.id)} data-testid="queue-drop-yes">
            {t('pocket.queue.drop')}
          </Button>
          <Button onClick={() => setAsking(false)}>{t('pocket.queue.keep')}</Button>
        </div>
      </div>
    );
  }
  const me = session?.me;
  if (entry.account === GUEST) {
    return (
      <div className="hy-actions">
        {me ? (
          <Button look="primary" onClick={() => void adopt(entry.id, me.person.id)}>
            {t('pocket.queue.adopt', { name: me.person.name })}
          </Button>
        ) : (
          <Link className="hy-button" data-look="primary" to="/sign-in?to=/queue">
            {t('pocket.queue.signIn')}
          </Link>
        )}
        <EditReport entry={entry} />
        <Button onClick={() => setAsking(true)}>{t('pocket.queue.drop')}</Button>
      </div>
    );
  }
  return (
    <div className="hy-actions">
      {choices.map((choice) => (
        <OneChoice key={choice} choice={choice} entry={entry} onDrop={() => setAsking(true)} />
      ))}
    </div>
  );
}

function OneChoice({ choice, entry, onDrop }: { choice: Choice; entry: Entry; onDrop: () => void }) {
  if (choice === 'newest') return <NewestChoice entry={entry} />;
  if (choice === 'edit') return <EditReport entry={entry} />;
  if (choice === 'sign_in') {
    return (
      <Link className="hy-button" data-look="primary" to="/sign-in?to=/queue">
        {t('pocket.signIn')}
      </Link>
    );
  }
  const acts = {
    again: () => void retry(entry.id),
    without_pictures: () => void retryWithoutPictures(entry),
    drop: onDrop,
  };
  return (
    <Button look={choice === 'drop' ? 'line' : 'soft'} onClick={acts[choice]} data-testid={`queue-${choice}`}>
      {t(`pocket.queue.${choice}`)}
    </Button>
  );
}

export function EntryWhen({ entry }: { entry: Entry }) {
  return <time dateTime={new Date(entry.createdAt).toISOString()}>{agoText(entry.createdAt)}</time>;
}
