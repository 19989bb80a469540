import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, asProblem, newId } from '../../../shared/api/client.ts';
import { keys } from '../../../shared/api/hooks.ts';
import type { MatterCard } from '../../../shared/api/types.ts';
import { ItemPicker, UnitPicker, UnitsPicker } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { matterTitle } from './MatterRow.tsx';

type Result = {
  id: string;
  ok: boolean;
  problem?: { title?: string; detail?: string; fields?: { message: string }[] };
};

function Results({ matters, results }: { matters: MatterCard[]; results: Result[] }) {
  const failed = results.filter((one) => !one.ok).length;
  return (
    <>
      <p role="status">{t('bulk.result', { done: results.length - failed, failed })}</p>
      <ul className="bulk-results" data-testid="bulk-results">
        {results.map((result) => {
          const card = matters.find((one) => one.id === result.id);
          const why = [result.problem?.title, ...(result.problem?.fields ?? []).map((field) => field.message)].filter(
            Boolean,
          );
          return (
            <li key={result.id} data-ok={result.ok}>
              {result.ok ? <CircleCheck size="1.1em" aria-hidden /> : <CircleAlert size="1.1em" aria-hidden />}
              <span className="hy-num">{card?.number}</span>
              <span className="clip">{card ? matterTitle(card) : ''}</span>
              <span>{result.ok ? t('done.dispatch') : why.join('；')}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Many matters to the same unit at once; each is decided on its own and says how it went. */
export function BulkDispatch({
  matters,
  onClose,
  onDone,
}: {
  matters: MatterCard[];
  onClose: () => void;
  onDone: (ids: string[]) => void;
}) {
  const client = useQueryClient();
  const [chosen] = useState(matters);
  const [lead, setLead] = useState<string | null>(null);
  const [assists, setAssists] = useState<string[]>([]);
  const [item, setItem] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<Result[] | null>(null);
  const key = useRef(newId());

  const send = async () => {
    if (!lead) return setWrong(t('error.field_required'));
    setBusy(true);
    setFailed(null);
    try {
      const done = await api<{ results: Result[] }>('/matters/bulk/dispatch', {
        key: key.current,
        timeout: 120_000,
        body: {
          matters: chosen.map(({ id, version }) => ({ id, version })),
          lead,
          ...(assists.length > 0 ? { assists } : {}),
          ...(item ? { item } : {}),
          ...(words.trim() ? { words: words.trim() } : {}),
        },
      });
      setResults(done.results);
      onDone(done.results.filter((one) => one.ok).map((one) => one.id));
      void client.invalidateQueries({ queryKey: keys.matters });
      void client.invalidateQueries({ queryKey: ['matter'] });
    } catch (error) {
      setFailed(asProblem(error).message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('bulk.dispatchTitle', { n: chosen.length })}
      size="wide"
      dismissable={false}
    >
      {results ? (
        <>
          <Results matters={chosen} results={results} />
          <div className="hy-actions">
            <Button look="primary" onClick={onClose}>
              {t('act.dismiss')}
            </Button>
          </div>
        </>
      ) : (
        <form
          className="hy-form"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Field id="bulk-lead" label={t('field.lead')} wrong={wrong}>
            <UnitPicker
              id="bulk-lead"
              label={t('field.lead')}
              value={lead}
              wrong={wrong !== null}
              onChange={(id) => {
                setLead(id);
                setWrong(null);
              }}
            />
          </Field>
          <Field id="bulk-assists" label={t('field.assists')} required={false}>
            <UnitsPicker
              id="bulk-assists"
              label={t('field.assists')}
              value={assists}
              onChange={setAssists}
              names={new Map()}
            />
          </Field>
          <Field id="bulk-item" label={t('field.item')} required={false} hint={t('bulk.itemHint')}>
            <ItemPicker id="bulk-item" label={t('field.item')} value={item} onChange={(id) => setItem(id)} />
          </Field>
          <Field id="bulk-words" label={t('field.dispatch.words')} required={false}>
            <textarea
              className="hy-input"
              id="bulk-words"
              rows={2}
              maxLength={2000}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </Field>
          {failed && <Wrong>{failed}</Wrong>}
          <div className="hy-actions">
            <Button type="submit" look="primary" busy={busy} data-testid="bulk-send">
              {t('bulk.send', { n: chosen.length })}
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
