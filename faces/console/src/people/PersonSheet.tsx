import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { type Clear, Unmask } from '../frame/Unmask.tsx';
import { AppointFields, appointmentBody, emptyAppointment } from './Appoint.tsx';
import { ResetPassword } from './ResetPassword.tsx';
import type { HeldTerm, PersonView } from './types.ts';

const day = (value: string) => dayText(value, { year: true });

/** A dialog around one command on a person; says what was wrong and where. */
function useCommand(path: string, done: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation<unknown, ProblemError, unknown>({
    mutationFn: (body) => api(path, { body }),
    onSuccess: () => {
      toast(t(done));
      void client.invalidateQueries({ queryKey: ['people'] });
      onDone();
    },
  });
}

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

function DismissDialog({ person, term, onClose }: { person: PersonView; term: HeldTerm; onClose: () => void }) {
  const [lastDay, setLastDay] = useState('');
  const send = useCommand(`/people/${person.id}/dismiss`, 'people.dismissed', onClose);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('people.dismissNamed', { name: person.name, post: both(term.word), at: term.at.name })}
    >
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ term: term.term, ...(lastDay ? { lastDay } : {}) });
        }}
      >
        <Field id="last-day" label={t('people.lastDay')} required={false} hint={t('people.lastDayHint')}>
          <input
            className="hy-input"
            id="last-day"
            type="date"
            value={lastDay}
            onChange={(event) => setLastDay(event.target.value)}
          />
        </Field>
        {send.error && (
          <Wrong>{[send.error.message, ...send.error.fields.map((field) => field.message)].join(' · ')}</Wrong>
        )}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending}>
            {t('people.dismiss')}
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
  const [ending, setEnding] = useState<HeldTerm | null>(null);
  const [resetting, setResetting] = useState(false);
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  const edits = may(me, 'people.edit') && data.id !== me.person.id;
  const now = new Set(data.posts.map((post) => post.term));
  const past = data.terms.filter((term) => !now.has(term.term));
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
      {data.posts.length === 0 && <p className="hy-soft">{t('people.noPost')}</p>}
      <ul className="terms">
        {data.posts.map((term) => (
          <li key={term.term}>
            <div>
              <strong>{both(term.word)}</strong> {term.at.name}
              <span className="block hy-soft">
                {term.to
                  ? t('people.fromTo', { from: day(term.from), to: day(term.to) })
                  : t('people.since', { from: day(term.from) })}
              </span>
            </div>
            {edits && <Button onClick={() => setEnding(term)}>{t('people.dismiss')}</Button>}
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
                {both(term.word)} {term.at.name}{' '}
                {t('people.fromTo', { from: day(term.from), to: term.to ? day(term.to) : '' })}
              </li>
            ))}
          </ul>
        </>
      )}
      {appointing && <AppointDialog person={data} county={county} onClose={() => setAppointing(false)} />}
      {resetting && <ResetPassword person={data} onClose={() => setResetting(false)} />}
      {ending && <DismissDialog person={data} term={ending} onClose={() => setEnding(null)} />}
    </article>
  );
}
