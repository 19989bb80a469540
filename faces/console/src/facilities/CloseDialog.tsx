import { useState } from 'react';
import { api, asProblem, type ProblemError } from '../../../shared/api/client.ts';
import { useCounty } from '../../../shared/api/hooks.ts';
import type { FacilityView } from '../../../shared/facilities/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';

/** Until when it is open, and what falls away with it. */
export function CloseDialog({
  facility,
  onClose,
  onDone,
}: {
  facility: FacilityView;
  onClose: () => void;
  onDone: () => void;
}) {
  const today = useCounty().data?.today ?? '';
  const [chosen, setChosen] = useState<string | null>(null);
  const [failed, setFailed] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);
  const lastDay = chosen ?? today;
  const coming = facility.duty?.coming ?? 0;
  const send = async () => {
    setBusy(true);
    try {
      await api(`/facilities/${facility.id}/close`, { body: { version: facility.version, lastDay } });
      toast(t('facilities.done.close', { name: facility.name }));
      onDone();
      onClose();
    } catch (error) {
      setFailed(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  const wrong = failed?.fields.find((field) => field.path === 'lastDay')?.message;
  return (
    <Dialog open onClose={onClose} title={t('facilities.closeTitle', { name: facility.name })}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field id="close-day" label={t('facilities.lastDay')} wrong={wrong}>
          <input
            className="hy-input hy-num"
            id="close-day"
            type="date"
            value={lastDay}
            onChange={(event) => setChosen(event.target.value)}
          />
        </Field>
        {coming > 0 && <p className="hy-notice">{t('facilities.closeDuties', { n: numberText(coming) })}</p>}
        {failed && !wrong && <Wrong>{failed.message}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={busy} disabled={!lastDay} data-testid="close-send">
            {t('facilities.close')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
