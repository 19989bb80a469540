import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { type Clear, Unmask } from '../frame/Unmask.tsx';
import { AppointFields, appointmentBody, emptyAppointment } from './Appoint.tsx';
import { ResetPassword } from './ResetPassword.tsx';
import { TermActs } from './TermActs.tsx';
import type { PersonView } from './types.ts';
import { useCommand } from './use-command.ts';

const day = (value: string) => dayText(value, { year: true });

function AppointDialog({ person, county, onClose }: { person: PersonView; county: County; onClose: () => void }) {
  const [value, setValue] = useState(() => emptyAppointment(county));
  const [tried, setTried] = useState(false);
  const send = useCommand(`/people/${person.id}/appoint`, 'people.appointed', onClose);
  const wrong: Record<string, string> = Object.fromEntries(
    (send.error?.fields ?? []).map((field) => [field.path, field.message]),
  );
  if (tried && !value.post) wrong.post = t('error.field_required');
  if (tried && value.post && !value.at) wrong.at = t('error.field_required');
  return (
    <Dialog open onClose={onClose} title={t('people.appointNamed', { name: person.name })} dismissable={false}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (value.post && value.at) send.mutate(appointmentBody(value));
        }}
      >
        <AppointFields county={county} value={value} onChange={setValue} wrong={wrong} />
        {send.error && <Wrong>{send.error.message}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending}>
            {t('people.appoint')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function PersonSheet({ id, me, county }: { id: string; me: Me; county: County }) {
  const { data, error, refetch } = useQuery<PersonView, ProblemError>({
    queryKey: ['people', id],
    queryFn: ({ signal }) => api<PersonView>(`/people/${id}`, { signal }),
  });
  const [clear, setClear] = useState<Clear | null>(null);
  const [appointing, setAppointing] = useState(false);
  const [resetting, setResetting] = useState(false);
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  const edits = may(me, 'people.edit') && data.id !== me.person.id;
  const now = new Set(data.posts.map((post) => post.term));
  const planned = data.terms.filter((term) => term.state === 'planned');
  const past = data.terms.filter((term) => !now.has(term.term) && term.state !== 'planned');
  return (
    <article className="sheet" data-testid="person-sheet">
      <h2>{clear?.name ?? data.name}</h2>
      <p>
        <span className="hy-num">{clear?.phone ?? data.phone ?? t('people.noPhone')}</span>{' '}
        {data.phone && !clear && <Unmask path={`/people/${id}/unmask`} onClear={setClear} />}
      </p>
      {data.account && (
        <p className="hy-soft">
          {t('people.account', { username: data.account })}{' '}
          {edits && (
            <Button look="plain" onClick={() => setResetting(true)}>
              {t('account.reset')}
            </Button>
          )}
        </p>
      )}
      <h3>{t('people.posts')}</h3>
      {data.posts.length > 1 && <p className="hy-soft">{t('posts.concurrent', { n: data.posts.length })}</p>}
      {data.posts.length === 0 && <p className="hy-soft">{t('people.noPost')}</p>}
      <ul className="terms">
        {[...data.posts, ...planned].map((term) => (
          <li key={term.term} data-testid="term" data-state={term.state}>
            <div>
              <strong>{both(term.word)}</strong> {term.at.name}{' '}
              {term.state !== 'running' && <span className="hy-chip">{t(`posts.state.${term.state}`)}</span>}
              <span className="block hy-soft">
                {term.to
                  ? t('people.fromTo', { from: day(term.from), to: day(term.to) })
                  : t('people.since', { from: day(term.from) })}
                {term.filled && ` · ${t(`posts.filled.${term.filled}`)}`}
                {term.followed && ` · ${t('posts.followed')}`}
              </span>
              <TermActs person={data} term={term} county={county} />
            </div>
          </li>
        ))}
      </ul>
      {edits && (
        <Button look="soft" onClick={() => setAppointing(true)} data-testid="appoint">
          {t('people.appoint')}
        </Button>
      )}
      {past.length > 0 && (
        <>
          <h3>{t('people.past')}</h3>
          <ul className="terms">
            {past.map((term) => (
              <li key={term.term} className="hy-soft">
                {both(term.word)} {term.at.name} <span className="hy-chip">{t(`posts.state.${term.state}`)}</span>{' '}
                {t('people.fromTo', { from: day(term.from), to: term.to ? day(term.to) : '' })}
              </li>
            ))}
          </ul>
        </>
      )}
      {appointing && <AppointDialog person={data} county={county} onClose={() => setAppointing(false)} />}
      {resetting && <ResetPassword person={data} onClose={() => setResetting(false)} />}
    </article>
  );
}
