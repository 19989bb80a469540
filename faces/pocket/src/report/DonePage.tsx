import { CircleCheck, Copy, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { faceBase } from '../../../shared/api/county.ts';
import { useMatter } from '../../../shared/api/hooks.ts';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Loading } from '../../../shared/ui/Stages.tsx';
import { dueText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { useSession } from '../account/session.ts';
import { Title } from '../frame/Frame.tsx';
import { EntryChoices, EntryState, EntryWhy } from '../queue/EntryFate.tsx';
import { useEntry } from '../queue/hooks.ts';
import type { Entry, Sent } from '../queue/types.ts';

/** After a report: its number, what happens next and by when; or that it is safe on the phone. */
export function DonePage({ county }: { county: County }) {
  const { entry: id = '' } = useParams();
  const entry = useEntry(id);
  if (entry === undefined) return <Loading />;
  if (entry === null) {
    return (
      <>
        <Title back="/">{t('pocket.done.gone')}</Title>
        <EmptyState title={t('pocket.done.gone')} action={<Link to="/mine">{t('pocket.tab.mine')}</Link>} />
      </>
    );
  }
  return (
    <div className="pk-done" data-testid="report-done" data-state={entry.state}>
      {entry.state === 'sent' && entry.result ? (
        <Gone result={entry.result} county={county} />
      ) : (
        <NotYet entry={entry} />
      )}
    </div>
  );
}

function Gone({ result, county }: { result: Sent; county: County }) {
  const matter = useMatter(result.id, result.follow ?? undefined).data;
  const named = useSession()?.me;
  const due = matter?.clock?.dueAt;
  return (
    <>
      <Title>{t('pocket.done.title')}</Title>
      <p className="pk-done-mark">
        <CircleCheck size={56} strokeWidth={1.5} aria-hidden />
      </p>
      <dl className="pk-facts">
        <div>
          <dt>{t('pocket.done.number')}</dt>
          <dd className="hy-num" data-testid="report-number">
            {result.number}
          </dd>
        </div>
        {matter && (
          <div>
            <dt>{t('pocket.part.place')}</dt>
            <dd>
              {[...matter.placeNames, matter.place.name].filter((name, at, all) => all.indexOf(name) === at).join(' ')}
            </dd>
          </div>
        )}
      </dl>
      <section className="pk-section">
        <h2>{t('pocket.done.next')}</h2>
        <ol className="pk-steps">
          <li>
            <strong>{t('pocket.done.next.accept', { holder: matter?.holder?.name ?? t('pocket.done.holder') })}</strong>
            {due && <span>{t('pocket.done.by', { due: dueText(due) })}</span>}
          </li>
          <li>
            <strong>{t('pocket.done.next.work')}</strong>
            <span>{t('pocket.done.next.work.more')}</span>
          </li>
          <li>
            <strong>{t('pocket.done.next.judge')}</strong>
            <span>{t('pocket.how.judge.more', { days: county.reopenDays })}</span>
          </li>
        </ol>
      </section>
      {result.follow && <SecretLink result={result} />}
      <div className="pk-keys">
        <Link
          className="hy-button"
          data-look="primary"
          data-size="large"
          data-wide
          to={result.follow ? `/follow/${result.id}/${result.follow}` : named ? `/matter/${result.id}` : '/mine'}
        >
          {t('pocket.done.look')}
        </Link>
        <Link className="hy-button" data-size="large" data-wide to="/">
          {t('pocket.tab.home')}
        </Link>
      </div>
    </>
  );
}

/** Without a name there is only this link; losing it loses the way back. */
function SecretLink({ result }: { result: Sent }) {
  const link = `${location.origin}${faceBase('pocket')}/follow/${result.id}/${result.follow}`;
  const [copied, setCopied] = useState(false);
  return (
    <section className="pk-section pk-secret">
      <h2>{t('pocket.secret')}</h2>
      <p>{t('pocket.secret.more')}</p>
      <label className="hy-sr" htmlFor="secret-link">
        {t('pocket.secret')}
      </label>
      <input
        id="secret-link"
        className="hy-input"
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
        data-testid="secret-link"
      />
      <Button
        icon={<Copy size="1.1em" aria-hidden />}
        onClick={() => {
          void navigator.clipboard?.writeText(link).then(() => setCopied(true));
          (document.getElementById('secret-link') as HTMLInputElement).select();
        }}
      >
        {t(copied ? 'pocket.secret.copied' : 'pocket.secret.copy')}
      </Button>
    </section>
  );
}

function NotYet({ entry }: { entry: Entry }) {
  return (
    <>
      <Title back="/">
        {t(
          entry.state === 'refused'
            ? 'pocket.done.refused'
            : entry.state === 'sending'
              ? 'pocket.done.sending'
              : 'pocket.done.kept',
        )}
      </Title>
      <p className="pk-done-mark">
        <Smartphone size={52} strokeWidth={1.5} aria-hidden />
      </p>
      <p className="pk-queue-title">{entry.title}</p>
      <EntryState entry={entry} />
      <EntryWhy entry={entry} />
      <EntryChoices entry={entry} />
      <div className="pk-keys">
        <Link className="hy-button" data-wide to="/queue">
          {t('pocket.queue.title')}
        </Link>
        <Link className="hy-button" data-wide to="/">
          {t('pocket.tab.home')}
        </Link>
      </div>
    </>
  );
}
