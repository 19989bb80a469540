import { Eye } from 'lucide-react';
import { useState } from 'react';
import { api, asProblem } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';

export type Clear = { name: string | null; phone: string | null; address?: string | null };

/** Lifts the mask from personal data for a reason, which is kept beside the reader's name. */
export function Unmask({ path, onClear }: { path: string; onClear: (clear: Clear) => void }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const read = async () => {
    if (reason.trim().length < 2) return setWrong(t('error.field_required'));
    setBusy(true);
    try {
      onClear(await api<Clear>(path, { body: { reason: reason.trim() } }));
      setOpen(false);
    } catch (error) {
      setWrong(asProblem(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button look="plain" icon={<Eye size="1em" aria-hidden />} data-testid="unmask" onClick={() => setOpen(true)}>
        {t('matter.unmask')}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('matter.unmaskTitle')}>
        <form
          className="hy-form"
          onSubmit={(event) => {
            event.preventDefault();
            void read();
          }}
        >
          <Field id="unmask-reason" label={t('matter.unmaskReason')} hint={t('matter.unmaskHint')} wrong={wrong}>
            <input
              className="hy-input"
              id="unmask-reason"
              maxLength={200}
              value={reason}
              onChange={(event) => {
                setReason(event.target.value);
                setWrong(null);
              }}
            />
          </Field>
          <div className="hy-actions">
            {['matter.reasonCallback', 'matter.reasonVisit', 'matter.reasonCheck'].map((word) => (
              <button type="button" className="hy-chip" data-tone="line" key={word} onClick={() => setReason(t(word))}>
                {t(word)}
              </button>
            ))}
          </div>
          <div className="hy-actions">
            <Button type="submit" look="primary" busy={busy}>
              {t('matter.unmask')}
            </Button>
            <Button look="plain" onClick={() => setOpen(false)}>
              {t('act.cancel')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
