import { useQuery } from '@tanstack/react-query';
import { Download, MapPinCheck, Search } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { useItem } from '../../../shared/api/hooks.ts';
import type { ItemView, Page } from '../../../shared/api/types.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText, limitText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { useCategories } from '../matters/FilterBar.tsx';

const CLOCKS = ['accept', 'take_on', 'arrive', 'conclude', 'callback'];

function Sheet({ id }: { id: string }) {
  const { data, error, refetch } = useItem(id);
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  return (
    <article className="sheet" data-testid="item-sheet">
      <p className="hy-soft hy-num">
        {data.code} · {data.category}
      </p>
      <h2>{data.name}</h2>
      <dl className="facts">
        <div>
          <dt>{t('field.lead')}</dt>
          <dd>{data.lead?.name ?? t('item.town')}</dd>
        </div>
        {data.assists.length > 0 && (
          <div>
            <dt>{t('field.assists')}</dt>
            <dd>{data.assists.map((one) => one.name).join('、')}</dd>
          </div>
        )}
        <div>
          <dt>{t('items.callback')}</dt>
          <dd>{t(`callback.${data.callback}`)}</dd>
        </div>
      </dl>
      <h3>{t('items.conditions', { n: data.conditions.length })}</h3>
      <ol className="conditions">
        {data.conditions.map((one) => (
          <li key={one.id}>
            <strong>{one.text}</strong>
            <p>
              <span className="hy-soft">{t('items.finish')} </span>
              {one.finish}
            </p>
            {one.process && (
              <p>
                <span className="hy-soft">{t('items.process')} </span>
                {one.process}
              </p>
            )}
            <ul className="limits">
              {CLOCKS.filter((kind) => one.limits[kind]).map((kind) => (
                <li key={kind}>
                  {t(`clock.${kind}`)} <b>{limitText(one.limits[kind] as { n: number; unit: string })}</b>
                </li>
              ))}
              {one.arrival && (
                <li>
                  <MapPinCheck size="1em" aria-hidden /> {t('items.arrival')}
                </li>
              )}
            </ul>
          </li>
        ))}
      </ol>
      <p className="hy-soft">
        {t('items.version', { version: data.list.version, day: dayText(data.list.effectiveFrom, { year: true }) })}
      </p>
    </article>
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
