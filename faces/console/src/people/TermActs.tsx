import { useState } from 'react';
import { api } from '../../../shared/api/client.ts';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo, type ComboRow } from '../../../shared/ui/Combo.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import type { HeldTerm, PersonCard, PersonView, TermAct } from './types.ts';
import { useCommand } from './use-command.ts';

const REASONS = ['leave', 'training', 'illness', 'review', 'own_wish'] as const;
const PATHS: Record<TermAct, string> = {
  hand_over: 'hand-over',
  suspend: 'suspend',
  resume: 'resume',
  prolong: 'prolong',
  dismiss: 'dismiss',
};

/** What the server offers for a term, each as a button with a form of its own. */
export function TermActs({ person, term, county }: { person: PersonView; term: HeldTerm; county: County }) {
  const [act, setAct] = useState<TermAct | null>(null);
  if (term.abilities.length === 0) return null;
  return (
    <div className="term-acts">
      {term.abilities.map((one) => (
        <Button key={one} onClick={() => setAct(one)} data-testid={`term-${one}`}>
          {t(`posts.act.${one}`)}
        </Button>
      ))}
      {act && <TermDialog person={person} term={term} act={act} county={county} onClose={() => setAct(null)} />}
    </div>
  );
}

type Form = { successor: ComboRow | null; lastDay: string; to: string; reason: string };

function bodyOf(term: HeldTerm, act: TermAct, form: Form): Record<string, unknown> {
  const seen = { term: term.term, version: term.version };
  const lastDay = form.lastDay ? { lastDay: form.lastDay } : {};
  const to = form.to ? { to: form.to } : {};
  if (act === 'dismiss') return { term: term.term, ...lastDay };
  if (act === 'suspend') return { ...seen, reason: form.reason };
  if (act === 'prolong') return { ...seen, ...to };
  if (act === 'hand_over') return { ...seen, successor: form.successor?.id ?? '', ...lastDay, ...to };
  return seen;
}

const personRows = (q: string, signal: AbortSignal): Promise<ComboRow[]> =>
  api<{ rows: PersonCard[] }>('/people', { query: { ...(q ? { q } : {}), limit: 12 }, signal }).then(({ rows }) =>
    rows.map((row) => ({
      id: row.id,
      name: row.name,
      note: row.posts.map((post) => `${both(post.word)} ${post.at.name}`).join('、') || t('people.noPost'),
    })),
  );

function TermDialog({
  person,
  term,
  act,
  county,
  onClose,
}: {
  person: PersonView;
  term: HeldTerm;
  act: TermAct;
  county: County;
  onClose: () => void;
}) {
  const [form, setForm] = useState<Form>({
    successor: null,
    lastDay: act === 'hand_over' ? county.today : '',
    to: '',
    reason: 'leave',
  });
  const send = useCommand(`/people/${person.id}/${PATHS[act]}`, `posts.done.${act}`, onClose);
  const wrong: Record<string, string> = Object.fromEntries(
    (send.error?.fields ?? []).map((field) => [field.path, field.message]),
  );
  const date = (name: 'lastDay' | 'to', label: string, hint?: string) => (
    <Field id={`term-${name}`} label={label} required={false} wrong={wrong[name]} {...(hint ? { hint } : {})}>
      <input
        className="hy-input"
        id={`term-${name}`}
        type="date"
        value={form[name]}
        onChange={(event) => setForm({ ...form, [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      dismissable={false}
      title={t(`posts.title.${act}`, { name: person.name, post: both(term.word), at: term.at.name })}
    >
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (act !== 'hand_over' || form.successor) send.mutate(bodyOf(term, act, form));
        }}
      >
        <p className="hy-soft">{t(`posts.what.${act}`)}</p>
        {act === 'hand_over' && (
          <Field id="term-successor" label={t('posts.successor')} wrong={wrong.successor}>
            <Combo
              id="term-successor"
              label={t('posts.successor')}
              value={form.successor}
              search={personRows}
              placeholder={t('people.search')}
              onChange={(successor) => setForm({ ...form, successor })}
            />
          </Field>
        )}
        {act === 'suspend' && (
          <Field id="term-reason" label={t('posts.reason')}>
            <select
              className="hy-input"
              id="term-reason"
              value={form.reason}
              onChange={(event) => setForm({ ...form, reason: event.target.value })}
            >
              {REASONS.map((reason) => (
                <option key={reason} value={reason}>
                  {t(`posts.reason.${reason}`)}
                </option>
              ))}
            </select>
          </Field>
        )}
        {act === 'hand_over' && date('lastDay', t('people.lastDay'), t('posts.lastDayHint'))}
        {act === 'dismiss' && date('lastDay', t('people.lastDay'), t('people.lastDayHint'))}
        {(act === 'hand_over' || act === 'prolong') && date('to', t('people.to'), t('posts.toHint'))}
        {send.error && <Wrong>{send.error.message}</Wrong>}
        <div className="hy-actions">
          <Button
            type="submit"
            look="primary"
            busy={send.isPending}
            disabled={act === 'hand_over' && !form.successor}
            data-testid="term-send"
          >
            {t(`posts.act.${act}`)}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
