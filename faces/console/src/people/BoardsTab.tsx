import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Printer } from 'lucide-react';
import { useState } from 'react';
import { api, apiUrl, newId, type ProblemError } from '../../../shared/api/client.ts';
import type { Named } from '../../../shared/api/types.ts';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Choices } from '../../../shared/ui/Choices.tsx';
import { Combo, type ComboRow } from '../../../shared/ui/Combo.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { momentText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { PrintSheets } from './PrintSheets.tsx';

type Printing = {
  id: string;
  place: Named;
  format: 'board' | 'card';
  state: string;
  done: number;
  total: number;
  startedAt: string;
};

/** One card, one board: of one building at once, of all buildings of a place as one file that is found again below. */
export function BoardsTab() {
  const client = useQueryClient();
  const [place, setPlace] = useState<ComboRow | null>(null);
  const [format, setFormat] = useState('board');
  const [key, setKey] = useState(newId);
  const list = useQuery<{ rows: Printing[] }, ProblemError>({
    queryKey: ['boards'],
    queryFn: ({ signal }) => api<{ rows: Printing[] }>('/boards', { signal }),
    refetchInterval: (query) =>
      query.state.data?.rows.some((row) => row.state === 'waiting' || row.state === 'running') ? 1500 : false,
  });
  const send = useMutation<{ job: string }, ProblemError, string>({
    mutationFn: (at) => api('/boards', { body: { place: at, format }, key }),
    onSuccess: () => {
      setKey(newId());
      void client.invalidateQueries({ queryKey: ['boards'] });
    },
  });
  return (
    <>
      <section className="list boards" aria-label={t('posts.tab.boards')}>
        <form
          className="hy-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (place) send.mutate(place.id);
          }}
        >
          <Field id="board-place" label={t('posts.print.where')} hint={t('posts.print.whereHint')}>
            <Combo
              id="board-place"
              label={t('posts.print.where')}
              placeholder={t('picker.place')}
              value={place}
              search={placeRows}
              onChange={(row) => {
                setPlace(row);
                setKey(newId());
              }}
            />
          </Field>
          <FieldGroup id="board-format" label={t('posts.print.what')}>
            <Choices
              name="format"
              value={format}
              onChange={setFormat}
              options={['board', 'card'].map((value) => ({ value, label: t(`posts.print.${value}`) }))}
            />
          </FieldGroup>
          {send.error && <Wrong>{send.error.message}</Wrong>}
          <div className="hy-actions">
            <Button
              type="submit"
              look="primary"
              busy={send.isPending}
              disabled={!place}
              icon={<Printer size="1em" aria-hidden />}
              data-testid="print-all"
            >
              {t('posts.print.all')}
            </Button>
          </div>
        </form>
        {place?.note?.startsWith(t('place.building')) && <PrintSheets place={place.id} />}
        <h2>{t('posts.print.done')}</h2>
        {list.isPending && <Loading lines={3} />}
        {list.isError && !list.data && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.rows.length === 0 && (
          <EmptyState title={t('posts.print.none')}>{t('posts.print.noneHint')}</EmptyState>
        )}
        {(list.data?.rows.length ?? 0) > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('people.where')}</th>
                <th scope="col">{t('posts.print.what')}</th>
                <th scope="col">{t('posts.print.when')}</th>
                <th scope="col">{t('posts.print.file')}</th>
              </tr>
            </thead>
            <tbody>
              {list.data?.rows.map((row) => (
                <tr key={row.id} data-testid="printing" data-state={row.state}>
                  <td>{row.place.name}</td>
                  <td>{t(`posts.print.${row.format}`)}</td>
                  <td className="hy-soft">{momentText(row.startedAt)}</td>
                  <td>
                    {row.state === 'done' && (
                      <a href={apiUrl(`/boards/${row.id}/boards.pdf`)} download data-testid="printing-file">
                        <Download size="1em" aria-hidden /> PDF
                      </a>
                    )}
                    {row.state === 'failed' && t('posts.print.failed')}
                    {(row.state === 'waiting' || row.state === 'running') && (
                      <progress max={Math.max(1, row.total)} value={row.done} aria-label={t('jobs.progress')} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}
