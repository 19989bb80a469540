import { useQuery } from '@tanstack/react-query';
import { ClipboardList, Download, History, Search } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { useItem } from '../../../shared/api/hooks.ts';
import type { ItemView, Page } from '../../../shared/api/types.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText, limitText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { useCategories } from '../matters/FilterBar.tsx';
import { ItemSheet } from './ItemSheet.tsx';

function Sheet({ id }: { id: string }) {
  const { data, error, refetch } = useItem(id);
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  return (
    <ItemSheet item={data}>
      <Link className="hy-soft" to={`/lists/${data.list.id}/${data.list.version}`}>
        {t('items.version', { version: data.list.version, day: dayText(data.list.effectiveFrom, { year: true }) })}
      </Link>
    </ItemSheet>
  );
}

/** The responsibility list: which unit answers for what, by which conditions, in what time. */
export default function ItemsPage() {
  const { id } = useParams();
  const [search, setSearch] = useSearchParams();
  const category = search.get('category');
  const [q, setQ] = useState('');
  const categories = useCategories().data?.rows ?? [];
  const all = useQuery<Page<ItemView>, ProblemError>({
    queryKey: ['items', 'all', category],
    queryFn: ({ signal }) => api<Page<ItemView>>('/items', { query: { category, limit: 200 }, signal }),
    staleTime: 300_000,
  });
  const text = q.trim();
  const rows = (all.data?.rows ?? []).filter((item) =>
    [item.name, item.code, item.lead?.name ?? t('item.town'), ...item.conditions.map((one) => one.text)]
      .join(' ')
      .includes(text),
  );
  const total = categories.reduce((sum, one) => sum + one.items, 0);
  return (
    <div className="master" data-open={id ? true : undefined}>
      <header className="head">
        <h1>{t('page.items')}</h1>
        <span className="hy-soft">{all.data ? t('items.count', { n: numberText(all.data.count) }) : ''}</span>
        <span className="grow" />
        <Link className="hy-button" to="/lists/duties" data-testid="to-duties">
          <ClipboardList size="1em" aria-hidden />
          {t('page.duties')}
        </Link>
        <Link className="hy-button" to="/lists" data-testid="to-lists">
          <History size="1em" aria-hidden />
          {t('page.lists')}
        </Link>
        <a className="hy-button" href={apiUrl('/exports/items.xlsx')} download data-testid="export">
          <Download size="1em" aria-hidden />
          {t('act.export')}
        </a>
        <div className="search">
          <Search size="1em" aria-hidden />
          <input
            className="hy-input"
            type="search"
            aria-label={t('items.search')}
            placeholder={t('items.search')}
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
        </div>
      </header>
      <div className="bars">
        <fieldset className="groups" aria-label={t('filter.category')}>
          <button type="button" className="group" aria-pressed={!category} onClick={() => setSearch({})}>
            {t('filter.all')} <b>{total || ''}</b>
          </button>
          {categories.map((one) => (
            <button
              type="button"
              className="group"
              key={one.name}
              aria-pressed={category === one.name}
              onClick={() => setSearch(category === one.name ? {} : { category: one.name })}
            >
              {one.name} <b>{one.items}</b>
            </button>
          ))}
        </fieldset>
      </div>
      <section className="list" aria-label={t('page.items')}>
        {all.isPending && <Loading lines={10} />}
        {all.isError && <Failed error={all.error} onRetry={() => void all.refetch()} />}
        {all.data && rows.length === 0 && <EmptyState title={t('list.noneMatch')}>{t('items.none')}</EmptyState>}
        {rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('items.code')}</th>
                <th scope="col">{t('field.item')}</th>
                <th scope="col">{t('field.lead')}</th>
                <th scope="col">{t('items.limit')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((item) => {
                const limits = [
                  ...new Set(
                    item.conditions.flatMap((one) => (one.limits.conclude ? [limitText(one.limits.conclude)] : [])),
                  ),
                ];
                return (
                  <tr key={item.id} data-active={item.id === id || undefined}>
                    <td className="hy-num hy-soft">{item.code}</td>
                    <td>
                      <Link to={{ pathname: `/items/${item.id}`, search: search.toString() }}>{item.name}</Link>
                    </td>
                    <td>{item.lead?.name ?? t('item.town')}</td>
                    <td>{limits.length > 0 ? limits.join(' / ') : t('items.defaultLimit')}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </section>
      <aside className="side" aria-label={t('field.item')}>
        {id ? <Sheet id={id} /> : <EmptyState title={t('items.pick')}>{t('items.pickHint')}</EmptyState>}
      </aside>
    </div>
  );
}
