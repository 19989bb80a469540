import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import { useSwitch } from '../../../shared/api/hooks.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Choices } from '../../../shared/ui/Choices.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Hands a workbook over; the import itself is long work that can be watched. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const devices = useSwitch('devices');
  const [what, setWhat] = useState('matters');
  const [file, setFile] = useState<File | null>(null);
  const [key] = useState(newId);
  const send = useMutation<{ job: string }, ProblemError, File>({
    // A file's own type is a guess of the browser; the server looks inside.
    mutationFn: (chosen) =>
      api(`/imports/${what}`, { method: 'POST', body: new Blob([chosen], { type: XLSX }), key, timeout: 300_000 }),
    onSuccess: ({ job }) => {
      void client.invalidateQueries({ queryKey: ['jobs'] });
      onClose();
      navigate(`/jobs/${job}`);
    },
  });
  return (
    <Dialog open onClose={onClose} title={t('imports.title')} dismissable={false}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (file) send.mutate(file);
        }}
      >
        <FieldGroup id="import-what" label={t('imports.what')}>
          <Choices
            name="what"
            value={what}
            onChange={setWhat}
            options={['matters', 'items', ...(devices ? ['devices'] : [])].map((value) => ({
              value,
              label: t(`export.${value}`),
            }))}
          />
        </FieldGroup>
        <Field id="import-file" label={t('imports.file')} hint={t('imports.fileHint')}>
          <input
            className="hy-input"
            id="import-file"
            type="file"
            accept=".xlsx"
            onChange={(event) => setFile(event.target.files?.[0] ?? null)}
          />
        </Field>
        {send.error && <Wrong>{[send.error.message, send.error.detail].filter(Boolean).join(' · ')}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending} disabled={!file}>
            {t('imports.send')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
