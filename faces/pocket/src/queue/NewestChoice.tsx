import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../../shared/api/client.ts';
import type { MatterView } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { sayProblem } from '../account/PhoneCode.tsx';
import { StorySentence } from '../mine/PlainStory.tsx';
import { retryOn } from './sender.ts';
import type { Entry } from './types.ts';

/** Somebody acted since the person looked: shows what changed, and lets them send what they wrote on top of it, if that can still be done. */
export function NewestChoice({ entry }: { entry: Entry }) {
  const [matter, setMatter] = useState<MatterView | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const { task } = entry;
  if (task.kind !== 'act') return null;
  const look = async () => {
    setBusy(true);
    setWrong(null);
    try {
      setMatter(await api<MatterView>(`/matters/${task.matter}`, { query: { follow: task.follow } }));
    } catch (error) {
      setWrong(sayProblem(error));
    } finally {
      setBusy(false);
    }
  };
  if (!matter) {
    return (
      <>
        <Button look="primary" busy={busy} onClick={() => void look()} data-testid="queue-newest">
          {t('pocket.queue.newest')}
        </Button>
        {wrong && <p className="hy-wrong">{wrong}</p>}
      </>
    );
  }
  const still = matter.abilities.some((one) => one.verb === task.verb && one.assignment === task.assignment);
  const last = matter.story.at(-1);
  return (
    <div className="pk-newest" role="status">
      <p>
        {t('pocket.queue.now')} <strong>{t(`state.${matter.state}`)}</strong>
      </p>
      {last && <StorySentence entry={last} matter={matter} />}
      {still ? (
        <Button look="primary" onClick={() => void retryOn(entry.id, matter.version)} data-testid="queue-on-newest">
          {t('pocket.queue.onNewest')}
        </Button>
      ) : (
        <p>{t('pocket.queue.noLonger')}</p>
      )}
      <Link to={`/matter/${task.matter}`}>{t('pocket.queue.open')}</Link>
    </div>
  );
}
