import { useState } from 'react';
import { useCounty } from '../../../shared/api/hooks.ts';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { VersionView } from './types.ts';
import { faultsOf, useChange } from './use-lists.ts';

const DAY = 86_400_000;

function tomorrow(today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/** What one act asks for, and its button. */
function ActDialog({ view, verb, onClose }: { view: VersionView; verb: string; onClose: () => void }) {
  const today = useCounty().data?.today ?? '';
  const earliest = today ? tomorrow(today) : '';
  const [day, setDay] = useState(view.effectiveFrom && view.effectiveFrom > today ? view.effectiveFrom : earliest);
  const [words, setWords] = useState('');
  const fields = view.abilities.find((one) => one.verb === verb)?.fields ?? [];
  // What is agreed to is what was looked at when the dialog opened.
  const [seen] = useState(view.revision);
  const change = useChange(view, onClose, seen);
  const faults = faultsOf(change.error);
  const asked = (name: string) => fields.find((field) => field.name === name);
  const wordsField = asked('words');
  const others = (change.error?.fields ?? []).filter((field) => !['effective_from', 'words'].includes(field.path));
  return (
    <Dialog open onClose={onClose} title={t(`lists.verb.${verb}`)} dismissable={false}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({
            path: verb,
            body: {
              ...(asked('effective_from') ? { effective_from: day } : {}),
              ...(wordsField && words.trim() ? { words: words.trim() } : {}),
            },
            done: t(`lists.done.${verb}`),
          });
        }}
      >
        {asked('effective_from') && (
          <>
            <Field id="act-day" label={t('lists.day')} hint={t('lists.dayHint')} wrong={faults.effective_from}>
              <input
                className="hy-input"
                id="act-day"
                type="date"
                min={earliest}
                value={day}
                onChange={(event) => setDay(event.target.value)}
              />
            </Field>
            <p className="hy-notice">{t('lists.submitHint')}</p>
          </>
        )}
        {wordsField && (
          <Field id="act-words" label={t('lists.reason')} wrong={faults.words} required={wordsField.required}>
            <textarea
              className="hy-input"
              id="act-words"
              rows={3}
              maxLength={wordsField.maxLength ?? 500}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </Field>
        )}
        {verb === 'approve' && view.effectiveFrom && (
          <p className="hy-notice">{t('lists.approveHint', { day: dayText(view.effectiveFrom, { year: true }) })}</p>
        )}
        {change.error && <Wrong>{change.error.message}</Wrong>}
        {others.slice(0, 10).map((field) => (
          <Wrong key={field.path}>{`${field.path}: ${field.message}`}</Wrong>
        ))}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={change.isPending} data-testid="act-send">
            {t(`lists.verb.${verb}`)}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The acts this person may do now. Whoever approves looks at the differences first: the button is beside them. */
export function Acts({
  view,
  onReview,
  reviewing,
}: {
  view: VersionView;
  me: Me;
  onReview: () => void;
  reviewing: boolean;
}) {
  const [open, setOpen] = useState<string | null>(null);
  const verbs = view.abilities.map((one) => one.verb).filter((verb) => verb !== 'edit');
  const primary = verbs.includes('approve') ? 'approve' : verbs.includes('submit') ? 'submit' : null;
  return (
    <>
      {verbs
        .filter((verb) => verb !== primary)
        .map((verb) => (
          <Button key={verb} onClick={() => setOpen(verb)} data-testid={`act-${verb}`}>
            {t(`lists.verb.${verb}`)}
          </Button>
        ))}
      {primary === 'approve' && !reviewing && (
        <Button look="primary" onClick={onReview} data-testid="review">
          {t('lists.review')}
        </Button>
      )}
      {primary && (primary !== 'approve' || reviewing) && (
        <Button look="primary" onClick={() => setOpen(primary)} data-testid={`act-${primary}`}>
          {t(`lists.verb.${primary}`)}
        </Button>
      )}
      {open && <ActDialog view={view} verb={open} onClose={() => setOpen(null)} />}
    </>
  );
}
