import { ListOrdered, ListPlus, Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { limitText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { ItemSheet } from '../items/ItemSheet.tsx';
import { ItemForm } from './ItemForm.tsx';
import { newItem } from './item-draft.ts';
import type { ListItem, VersionView } from './types.ts';
import { useChange, useListItems } from './use-lists.ts';

function limitsOf(item: ListItem): string {
  const limits = item.conditions.flatMap((one) => (one.limits.conclude ? [limitText(one.limits.conclude)] : []));
  return [...new Set(limits)].join(' / ');
}

/** The items of a version, and one of them beside them: to read, or in a draft to change. */
export function Contents({ view }: { view: VersionView }) {
  const { id } = useParams();
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  const [category, setCategory] = useState<string | null>(null);
  const [dirty, setDirty] = useState(false);
  const { data: read, error, refetch } = useListItems(view);
  const data = read?.of;
  const change = useChange(view, undefined, read?.revision);
  const edits = view.abilities.some((one) => one.verb === 'edit');
  const base = `/lists/${view.list}/${view.version}/contents`;
  const all = data?.rows ?? [];
  const text = q.trim();
  const rows = all.filter(
    (item) =>
      (!category || item.category === category) &&
      [item.name, item.code, item.lead?.name ?? t('item.town'), ...item.conditions.map((one) => one.text)]
        .join(' ')
        .includes(text),
  );
  const found = id === 'new' ? newItem(all) : all.find((item) => item.id === id);
  // What is being typed outlives a list that was read again, and an item that is gone; what is not, shows the latest.
  const form = useRef<{ key: string; item: ListItem | undefined }>({ key: '', item: undefined });
  if (!dirty) form.current = { key: JSON.stringify(found), item: found };
  const chosen = found ?? (dirty ? form.current.item : undefined);
  const stay = () => dirty && !window.confirm(t('lists.leave'));
  const close = (to = base) => {
    setDirty(false);
    navigate(to);
  };
  return (
    <div className="version-body" data-testid="contents">
      <section className="list" aria-label={t('lists.tab.contents')}>
        <div className="version-tools">
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
          <select
            className="hy-input pick"
            aria-label={t('filter.category')}
            value={category ?? ''}
            onChange={(event) => setCategory(event.target.value || null)}
          >
            <option value="">{t('filter.category')}</option>
            {(data?.categories ?? []).map((one) => (
              <option key={one.name} value={one.name}>
                {one.name} ({one.items})
              </option>
            ))}
          </select>
          <span className="hy-soft">{data && t('items.count', { n: numberText(rows.length) })}</span>
          <span className="grow" />
          {edits && (
            <>
              <Button
                icon={<ListOrdered size="1em" aria-hidden />}
                title={t('lists.renumberHint')}
                busy={change.isPending}
                onClick={() => change.mutate({ path: 'renumber', body: {}, done: t('lists.renumbered') })}
                disabled={dirty}
                data-testid="renumber"
              >
                {t('lists.renumber')}
              </Button>
              {change.error && <Wrong>{change.error.message}</Wrong>}
              <Button
                icon={<ListPlus size="1em" aria-hidden />}
                onClick={() => !stay() && close(`${base}/new`)}
                data-testid="add-item"
              >
                {t('lists.addItem')}
              </Button>
            </>
          )}
        </div>
        {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
        {!error && !data && <Loading lines={10} />}
        {data && all.length === 0 && <EmptyState title={t('lists.noItems')}>{t('lists.noItemsHint')}</EmptyState>}
        {all.length > 0 && rows.length === 0 && <EmptyState title={t('list.noneMatch')}>{t('items.none')}</EmptyState>}
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
              {rows.map((item) => (
                <tr key={item.id} data-active={item.id === id || undefined}>
                  <td className="hy-num hy-soft">{item.code}</td>
                  <td>
                    <Link
                      to={`${base}/${item.id}`}
                      onClick={(event) => {
                        if (item.id !== id && stay()) event.preventDefault();
                        else setDirty(false);
                      }}
                    >
                      {item.name}
                    </Link>
                    {item.faulty && <span className="hy-chip mend">{t('lists.faulty')}</span>}
                  </td>
                  <td>{item.lead?.name ?? item.handledBy?.join('、') ?? t('item.town')}</td>
                  <td>{limitsOf(item) || t('items.defaultLimit')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <aside className="side" aria-label={t('field.item')}>
        {chosen && edits ? (
          <ItemForm
            key={`${id}/${form.current.key}`}
            view={view}
            revision={read?.revision ?? view.revision}
            item={chosen}
            now={id === 'new' ? null : (found ?? null)}
            fresh={id === 'new'}
            categories={(data?.categories ?? []).map((one) => one.name)}
            onDirty={setDirty}
            onTheirs={() => setDirty(false)}
            onSaved={(saved) => close(`${base}/${saved}`)}
            onRemoved={() => close()}
          />
        ) : chosen ? (
          <ItemSheet item={chosen} />
        ) : (
          <EmptyState title={t('lists.pickItem')}>{t(edits ? 'lists.pickItemEdit' : 'items.pickHint')}</EmptyState>
        )}
      </aside>
    </div>
  );
}
