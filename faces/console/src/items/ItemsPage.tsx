import { ClipboardList, Download, History } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import { useItem } from '../../../shared/api/hooks.ts';
import type { ItemView } from '../../../shared/api/types.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText, limitText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { TextFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
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
  const categories = useCategories().data?.rows ?? [];
  const filters = useFilters(['q', 'category']);
  const list = useRows<ItemView>('items', '/items', filters.query);
  const category = filters.get('category');
  const total = categories.reduce((sum, one) => sum + one.items, 0);
  return (
    <div className="master" data-open={id ? true : undefined}>
      <header className="head">
        <h1>{t('page.items')}</h1>
        <span className="hy-soft">{list.count === null ? '' : t('items.count', { n: list.count })}</span>
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
        <TextFilter filters={filters} name="q" label={t('items.search')} />
      </header>
      <div className="bars">
        <fieldset className="groups" aria-label={t('filter.category')}>
          <button
            type="button"
            className="group"
            aria-pressed={!category}
            onClick={() => filters.change({ category: null })}
          >
            {t('filter.all')} <b>{total || ''}</b>
          </button>
          {categories.map((one) => (
            <button
              type="button"
              className="group"
              key={one.name}
              aria-pressed={category === one.name}
              onClick={() => filters.change({ category: category === one.name ? null : one.name })}
            >
              {one.name} <b>{one.items}</b>
            </button>
          ))}
        </fieldset>
      </div>
      <RowList
        list={list}
        label={t('page.items')}
        heads={[t('items.code'), t('field.item'), t('field.lead'), t('items.limit')]}
        none={{ hint: t('items.none') }}
        row={(item) => {
          const limits = [
            ...new Set(item.conditions.flatMap((one) => (one.limits.conclude ? [limitText(one.limits.conclude)] : []))),
          ];
          return (
            <tr key={item.id} data-active={item.id === id || undefined}>
              <td className="hy-num hy-soft">{item.code}</td>
              <td>
                <Link to={{ pathname: `/items/${item.id}`, search: filters.search }}>{item.name}</Link>
              </td>
              <td>{item.lead?.name ?? t('item.town')}</td>
              <td>{limits.length > 0 ? limits.join(' / ') : t('items.defaultLimit')}</td>
            </tr>
          );
        }}
      />
      <aside className="side" aria-label={t('field.item')}>
        {id ? <Sheet id={id} /> : <EmptyState title={t('items.pick')}>{t('items.pickHint')}</EmptyState>}
      </aside>
    </div>
  );
}
