import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { t } from '../../../shared/words/i18n.ts';

/** A new password for somebody who forgot theirs. */
export function ResetPassword({ person, onClose }: { person: { id: string; name: string }; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const send = useMutation<unknown, ProblemError>({
    mutationFn: () => api(`/people/${person.id}/password`, { body: { password } }),
    onSuccess: () => {
      toast(t('account.resetDone'));
      onClose();
    },
  });
  const wrong = send.error && [send.error.fields[0]?.message ?? send.error.message].join('');
  return (
    <Dialog open onClose={onClose} title={t('account.resetNamed', { name: person.name })} dismissable={false}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (password) send.mutate();
        }}
      >
        <Field id="new-password" label={t('account.new')} hint={t('account.resetHint')} wrong={wrong}>
          <input
            className="hy-input"
            id="new-password"
            type="password"
            autoComplete="new-password"
            aria-describedby="new-password-note"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending}>
            {t('account.reset')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
