import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, asProblem } from '../../../shared/api/client.ts';
import type { DutyView } from '../../../shared/facilities/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { dayText, timeText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';

type Taker = { id: string; name: string; busy: boolean; away: boolean };

const takes = (one: Taker) => !one.busy && !one.away;

function takerText({ name, busy, away }: Taker): string {
  if (busy) return t('facilities.pocket.busy', { name });
  return away ? t('facilities.pocket.away', { name }) : name;
}

/** One planned duty to somebody else of its roster, or off it; those concerned are told by the program. */
export function MoveDuty({ duty, onClose, onDone }: { duty: DutyView; onClose: () => void; onDone: () => void }) {
  const [to, setTo] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const takers = useQuery({
    queryKey: ['duties', duty.id, 'takers'],
    queryFn: ({ signal }) => api<{ rows: Taker[] }>(`/duties/${duty.id}/takers`, { signal }),
  });
  const rows = takers.data?.rows ?? [];
  // Whoever can take it stands first.
  const people = [...rows.filter(takes), ...rows.filter((one) => !takes(one))];
  const nobody = takers.data !== undefined && !rows.some(takes);
  const from = duty.person.id;
  const when = `${dayText(duty.startsAt, { year: false, weekday: true })} ${timeText(duty.startsAt)}–${timeText(duty.endsAt)}`;
  const act = async (verb: 'reassign' | 'cancel', body: object, done: string) => {
    setBusy(true);
    try {
      await api(`/duties/${duty.id}/${verb}`, { body });
      toast(done);
      onDone();
      onClose();
    } catch (error) {
      setFailed(asProblem(error).message);
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={`${when} ${duty.person.name}`}>
      <div className="hy-form">
        {duty.abilities.includes('reassign') && (
          <>
            <Field id="duty-to" label={t('facilities.duty.reassign')} hint={t('facilities.duty.reassignWhat')}>
              <select
                className="hy-input"
                id="duty-to"
                value={to}
                aria-describedby="duty-to-note"
                onChange={(event) => setTo(event.target.value)}
              >
                <option value="">{t(nobody ? 'facilities.duty.nobody' : 'facilities.duty.choose')}</option>
                {people.map((one) => (
                  <option key={one.id} value={one.id} disabled={!takes(one)}>
                    {takerText(one)}
                  </option>
                ))}
              </select>
            </Field>
            {takers.isError && <Wrong>{asProblem(takers.error).message}</Wrong>}
            <div className="hy-actions">
              <Button
                look="primary"
                busy={busy}
                disabled={!to}
                onClick={() =>
                  void act(
                    'reassign',
                    { from, to },
                    t('facilities.duty.reassigned', { name: rows.find((one) => one.id === to)?.name ?? '' }),
                  )
                }
                data-testid="duty-reassign"
              >
                {t('facilities.duty.reassign')}
              </Button>
            </div>
          </>
        )}
        {duty.abilities.includes('cancel') && (
          <>
            <p className="hy-soft">{t('facilities.duty.cancelWhat', { name: duty.person.name })}</p>
            <div className="hy-actions">
              <Button
                busy={busy}
                onClick={() => void act('cancel', { from }, t('facilities.duty.taken'))}
                data-testid="duty-cancel"
              >
                {t('facilities.duty.cancel')}
              </Button>
            </div>
          </>
        )}
        {failed && <Wrong>{failed}</Wrong>}
      </div>
    </Dialog>
  );
}
