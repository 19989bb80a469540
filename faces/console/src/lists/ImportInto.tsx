import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { Acted, VersionView } from './types.ts';
import { pathOf } from './use-lists.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

type Taken = {
  draft: Acted | null;
  figures: Record<string, number>;
  refused: { sheet: string; row: number; key: string; reason: string }[];
};

function Refused({ taken }: { taken: Taken }) {
  return (
    <>
      <Wrong>{t('lists.importRefused', { n: numberText(taken.figures.refused ?? 0) })}</Wrong>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="refused-rows" aria-label={t('lists.importRows')} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('lists.importRow')}</th>
              <th scope="col">{t('lists.importKey')}</th>
              <th scope="col">{t('lists.importReason')}</th>
            </tr>
          </thead>
          <tbody>
            {taken.refused.map((one) => (
              <tr key={`${one.sheet}/${one.row}`} data-testid="refused-row">
                <td className="hy-num">{one.row}</td>
                <td>{one.key}</td>
                <td>{one.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** A workbook in the place of all that stands in the draft; what is wrong with it is told row by row and changes nothing. */
export function ImportInto({ view }: { view: VersionView }) {
  const client = useQueryClient();
  // The revision seen when the dialog was opened; null: it is closed.
  const [seen, setSeen] = useState<number | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const send = useMutation<Taken, ProblemError, File>({
    mutationFn: (chosen) =>
      api(`${pathOf(view.list, view.version)}/workbook`, {
        method: 'POST',
        query: { seen: seen ?? view.revision },
        body: new Blob([chosen], { type: XLSX }),
        key: newId(),
      }),
    onSuccess: (taken) => {
      if (!taken.draft) return;
      toast(t('lists.importDone', { n: numberText(taken.figures.rows ?? 0) }));
      setSeen(null);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['lists'] }),
  });
  const close = () => {
    setSeen(null);
    setFile(null);
    send.reset();
  };
  return (
    <>
      <Button icon={<Upload size="1em" aria-hidden />} onClick={() => setSeen(view.revision)} data-testid="import-into">
        {t('lists.importXlsx')}
      </Button>
      <Dialog open={seen !== null} onClose={close} title={t('lists.importXlsx')} dismissable={false} size="wide">
        <form
          className="hy-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (file) send.mutate(file);
          }}
        >
          <Field id="list-file" label={t('imports.file')} hint={t('lists.importHint')}>
            <input
              className="hy-input"
              id="list-file"
              type="file"
              accept=".xlsx"
              onChange={(event) => {
                setFile(event.target.files?.[0] ?? null);
                send.reset();
              }}
            />
          </Field>
          {send.data && !send.data.draft && <Refused taken={send.data} />}
          {send.error && <Wrong>{send.error.message}</Wrong>}
          {(send.error?.fields ?? []).slice(0, 20).map((field) => (
            <Wrong key={field.path}>{`${field.path}: ${field.message}`}</Wrong>
          ))}
          <div className="hy-actions">
            <Button type="submit" look="primary" busy={send.isPending} disabled={!file} data-testid="import-send">
              {t('lists.importXlsx')}
            </Button>
            <Button look="plain" onClick={close}>
              {t('act.cancel')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
