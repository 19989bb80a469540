import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { momentText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { Change } from './types.ts';
import { changeText, whoText } from './words.ts';

type Page = { rows: Change[]; next: string | null };

export function usePlanned() {
  return useQuery<Page, ProblemError>({
    queryKey: ['places', 'changes', 'planned'],
    queryFn: ({ signal }) => api<Page>('/place-changes', { query: { state: 'planned' }, signal }),
  });
}

export function ChangeRow({ change }: { change: Change }) {
  const client = useQueryClient();
  const cancel = useMutation<unknown, ProblemError, string>({
    mutationFn: (key) => api(`/place-changes/${change.id}/cancel`, { body: {}, key }),
    onSuccess: () => {
      toast(t('territory.cancelled'));
      void client.invalidateQueries({ queryKey: ['places'] });
      void client.invalidateQueries({ queryKey: ['shapes'] });
    },
  });
  return (
    <li className="change" data-state={change.state}>
      <div>
        <strong>{t('territory.fromDay', { day: change.from })}</strong> {changeText(change)}
        <span className="block hy-soft">
          {t(`territory.state.${change.state}`)} · <span className="hy-num">{momentText(change.madeAt)}</span> ·{' '}
          {whoText(change.by)}
        </span>
        <span className="links">
          {[...change.places, ...change.heirs].slice(0, 6).map((one) => (
            <Link key={one.id} to={`/territory/${one.id}`}>
              {one.name}
            </Link>
          ))}
          {change.job && <Link to={`/jobs/${change.job}`}>{t('territory.jobOf')}</Link>}
        </span>
        {cancel.error && <Wrong>{cancel.error.message}</Wrong>}
      </div>
      {change.mayCancel && (
        <Button busy={cancel.isPending} onClick={() => cancel.mutate(newId())} data-testid="change-cancel">
          {t('territory.cancel')}
        </Button>
      )}
    </li>
  );
}

/** What is planned, then all that was changed. */
export function Changes() {
  const planned = usePlanned();
  const all = useInfiniteQuery<Page, ProblemError, { pages: Page[] }, readonly unknown[], string | null>({
    queryKey: ['places', 'changes', 'all'],
    initialPageParam: null,
    queryFn: ({ pageParam, signal }) => api<Page>('/place-changes', { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
  if (planned.error) return <Failed error={planned.error} onRetry={() => void planned.refetch()} />;
  if (!planned.data || !all.data) return <Loading lines={6} />;
  const rest = all.data.pages.flatMap((page) => page.rows).filter((one) => one.state !== 'planned');
  return (
    <article className="sheet" data-testid="changes">
      <h2>{t('territory.changes')}</h2>
      <h3>{t('territory.planned')}</h3>
      {planned.data.rows.length === 0 && <p className="hy-soft">{t('territory.nonePlanned')}</p>}
      <ul className="changes">
        {planned.data.rows.map((change) => (
          <ChangeRow key={change.id} change={change} />
        ))}
      </ul>
      <h3>{t('territory.past')}</h3>
      {rest.length === 0 && (
        <EmptyState title={t('territory.noneChanged')}>{t('territory.noneChangedHint')}</EmptyState>
      )}
      <ul className="changes">
        {rest.map((change) => (
          <ChangeRow key={change.id} change={change} />
        ))}
      </ul>
      {all.hasNextPage && (
        <Button busy={all.isFetchingNextPage} onClick={() => void all.fetchNextPage()}>
          {t('territory.more')}
        </Button>
      )}
    </article>
  );
}
