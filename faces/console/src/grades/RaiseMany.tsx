import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import type { DueRow } from '../../../shared/grades/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';

type Raised = { risen: number; people: { person: string; grade: number | null; code: string | null }[] };

/** Everybody chosen rises; whoever cannot any more is named, with the reason. */
export function RaiseMany({ rows, day, onClose }: { rows: DueRow[]; day: string; onClose: () => void }) {
  const client = useQueryClient();
  const key = useRef(newId());
  // The list behind changes as soon as they have risen; the dialog goes on speaking of those it was opened for.
  const asked = useRef(rows);
  const send = useMutation<Raised, ProblemError>({
    mutationFn: () =>
      api<Raised>('/grades/raise', {
        key: key.current,
        body: {
          day,
          people: asked.current.map(({ person, version, to }) => ({ person: person.id, version, grade: to })),
        },
      }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['grades'] }),
  });
  const left = send.data?.people.filter((one) => one.code !== null) ?? [];
  const nameOf = (id: string) => asked.current.find((row) => row.person.id === id)?.person.name ?? id;
  return (
    <Dialog open onClose={onClose} title={t('grades.confirmTitle', { n: asked.current.length })} dismissable={false}>
      {send.data ? (
        <div className="hy-form" data-testid="raised">
          <p role="status">{t('grades.confirmed', { n: send.data.risen })}</p>
          {left.length > 0 && (
            <>
              <p>{t('grades.leftOut', { n: left.length })}</p>
              <ul className="grade-why">
                {left.map((one) => (
                  <li key={one.person}>
                    {nameOf(one.person)}：{tOr([`error.${one.code}`], one.code ?? '')}
                  </li>
                ))}
              </ul>
            </>
          )}
          <div className="hy-actions">
            <Button look="primary" onClick={onClose} data-testid="raised-close">
              {t('act.dismiss')}
            </Button>
          </div>
        </div>
      ) : (
        <form
          className="hy-form"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate();
          }}
        >
          <p className="hy-soft">{t('grades.confirmText', { day: dayText(day, { year: true }) })}</p>
          <ul className="grade-chosen">
            {asked.current.map((row) => (
              <li key={row.person.id}>
                <span>{row.person.name}</span>
                <span className="hy-num">
                  {t('grades.nth', { n: row.grade })} → <strong>{t('grades.nth', { n: row.to ?? row.grade })}</strong>
                </span>
              </li>
            ))}
          </ul>
          {send.error && <Wrong>{send.error.message}</Wrong>}
          <div className="hy-actions">
            <Button type="submit" look="primary" busy={send.isPending} data-testid="raise-send">
              {t('grades.confirm')}
            </Button>
            <Button look="plain" onClick={onClose}>
              {t('act.cancel')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
