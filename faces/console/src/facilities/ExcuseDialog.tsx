import { useState } from 'react';
import { api, asProblem } from '../../../shared/api/client.ts';
import type { DutyView } from '../../../shared/facilities/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Choices } from '../../../shared/ui/Choices.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { momentText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { useRules } from './rules.ts';

/** Why a missed duty is no fault. */
export function ExcuseDialog({ duty, onClose, onDone }: { duty: DutyView; onClose: () => void; onDone: () => void }) {
  const rules = useRules().data;
  const [reason, setReason] = useState('');
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    try {
      await api(`/duties/${duty.id}/excuse`, { body: { reason } });
      toast(t('facilities.excused'));
      onDone();
      onClose();
    } catch (error) {
      setFailed(asProblem(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('facilities.excuseTitle')}>
      <div className="hy-form">
        <p>
          {duty.facility.name} <span className="hy-num">{momentText(duty.startsAt)}</span> {duty.person.name}
        </p>
        <FieldGroup id="excuse" label={t('facilities.excuseReason')}>
          <Choices
            name="excuse"
            value={reason}
            onChange={setReason}
            options={(rules?.excuses ?? []).map((one) => ({ value: one.code, label: both(one.word) }))}
          />
        </FieldGroup>
        {failed && <Wrong>{failed}</Wrong>}
        <div className="hy-actions">
          <Button look="primary" busy={busy} disabled={!reason} onClick={() => void send()} data-testid="excuse-send">
            {t('facilities.excuse')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
