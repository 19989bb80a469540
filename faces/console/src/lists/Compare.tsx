import { Download } from 'lucide-react';
import { useState } from 'react';
import { apiUrl } from '../../../shared/api/client.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { limitText, numberText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import type { Comparison, DutyChange, FieldChange, ItemChange, ListItem, VersionView } from './types.ts';
import { useComparison, useLists } from './use-lists.ts';

/** A value of a field as people read it. */
function shown(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return field === 'lead' ? t('item.town') : t('lists.empty');
  }
  if (Array.isArray(value)) return value.length > 0 ? value.join('、') : t('lists.empty');
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (field === 'callback') return t(`callback.${value}`);
  if (typeof value === 'object' && 'unit' in value) return limitText(value as { n: number; unit: string });
  return String(value);
}

function Fields({ fields, one }: { fields: FieldChange[]; one?: 'before' | 'after' }) {
  return (
    <table className="table compare-fields">
      <thead>
        <tr>
          <th scope="col">{t('lists.column.fieldName')}</th>
          {one !== 'after' && <th scope="col">{t('lists.column.before')}</th>}
          {one !== 'before' && <th scope="col">{t('lists.column.after')}</th>}
        </tr>
      </thead>
      <tbody>
        {fields.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{t(`lists.field.${field}`)}</th>
            {one !== 'after' && <td className="was">{shown(field, before)}</td>}
            {one !== 'before' && <td className="now">{shown(field, after)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Changed({ item }: { item: ItemChange }) {
  return (
    <article className="compare-item" data-testid="compare-changed">
      <h3>
        <span className="hy-num hy-soft">{item.code}</span> {item.name}
      </h3>
      {item.fields.length > 0 && <Fields fields={item.fields} />}
      {item.conditions.map((one) => (
        <section key={one.id}>
          <h4>
            <span className="hy-chip" data-tone="line">
              {t(`lists.change.condition.${one.kind}`)}
            </span>{' '}
            {one.text}
          </h4>
          <Fields
            fields={
              one.kind === 'changed'
                ? one.fields
                : one.fields.filter(({ field }) => !['id', 'position'].includes(field))
            }
            {...(one.kind === 'added'
              ? { one: 'after' as const }
              : one.kind === 'removed'
                ? { one: 'before' as const }
                : {})}
          />
        </section>
      ))}
    </article>
  );
}

function Whole({ items, word }: { items: ListItem[]; word: 'added' | 'removed' }) {
  if (items.length === 0) return null;
  return (
    <section className="compare-part" data-testid={`compare-${word}`}>
      <h2>
        {t(`lists.change.${word}`)} <b className="hy-num">{items.length}</b>
      </h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('items.code')}</th>
            <th scope="col">{t('field.item')}</th>
            <th scope="col">{t('filter.category')}</th>
            <th scope="col">{t('field.lead')}</th>
            <th scope="col">{t('lists.field.text')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td className="hy-num hy-soft">{item.code}</td>
              <td>{item.name}</td>
              <td>{item.category}</td>
              <td>{item.lead?.name ?? item.handledBy?.join('、') ?? t('item.town')}</td>
              <td>
                {item.conditions.map((one) => (
                  <p key={one.id}>
                    {one.text}
                    {one.limits.conclude && <span className="hy-soft"> {limitText(one.limits.conclude)}</span>}
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Duty({ change }: { change: DutyChange }) {
  return (
    <article className="compare-item" data-testid="compare-changed">
      <h3>
        {both(change.word)} <span className="hy-soft">{t(`duties.${change.phase}`)}</span>
      </h3>
      <ul>
        {change.removed.map((one) => (
          <li className="was" key={one.zh}>
            <span className="hy-chip" data-tone="line">
              {t('lists.change.removed')}
            </span>{' '}
            {both(one)}
          </li>
        ))}
        {change.added.map((one) => (
          <li className="now" key={one.zh}>
            <span className="hy-chip" data-tone="line">
              {t('lists.change.added')}
            </span>{' '}
            {both(one)}
          </li>
        ))}
        {change.reworded && <li className="hy-soft">{t('lists.change.reworded')}</li>}
      </ul>
    </article>
  );
}

function summaryOf(compared: Comparison): string {
  if (compared.kind === 'duties') return t('lists.approveDuties', { n: compared.changed.length });
  const { added, removed, changed } = compared;
  return t('lists.approveSummary', { added: added.length, removed: removed.length, changed: changed.length });
}

function Difference({ compared }: { compared: Comparison }) {
  const items = compared.kind === 'items' ? compared : null;
  const nothing = compared.changed.length + (items?.added.length ?? 0) + (items?.removed.length ?? 0) === 0;
  if (nothing) return <EmptyState title={t('lists.compareNothing')} />;
  return (
    <>
      {items && <Whole items={items.added} word="added" />}
      {items && <Whole items={items.removed} word="removed" />}
      {compared.changed.length > 0 && (
        <section className="compare-part">
          <h2>
            {t('lists.change.changed')} <b className="hy-num">{compared.changed.length}</b>
          </h2>
          {items && items.changed.map((item) => <Changed key={item.id} item={item} />)}
          {compared.kind === 'duties' &&
            compared.changed.map((one) => <Duty key={`${one.post}/${one.phase}`} change={one} />)}
        </section>
      )}
    </>
  );
}

/** This version held against another of its list: the one in force, unless another is chosen. */
export function Compare({ view }: { view: VersionView }) {
  const lists = useLists();
  const others = (lists.data ?? []).filter((one) => one.list === view.list && one.version !== view.version);
  const [chosen, setChosen] = useState<number | null>(null);
  const before = view.inForce === view.version ? null : view.inForce;
  const from =
    chosen ??
    before ??
    view.base ??
    others.find((one) => one.version < view.version)?.version ??
    others[0]?.version ??
    0;
  const { data, error, refetch } = useComparison(view.list, from, view.version, view.revision);
  if (lists.data && others.length === 0) return <EmptyState title={t('lists.compareOnly')} />;
  return (
    <section className="version-scroll" aria-label={t('lists.tab.compare')}>
      <div className="version-tools">
        <label className="filter-day">
          <span>{t('lists.compareWith')}</span>
          <select
            className="hy-input pick"
            value={from}
            onChange={(event) => setChosen(Number(event.target.value))}
            data-testid="compare-from"
          >
            {others.map((one) => (
              <option key={one.version} value={one.version}>
                {t('lists.version', { version: one.version })} · {t(`lists.state.${one.state}`)}
              </option>
            ))}
          </select>
        </label>
        {data && (
          <strong data-testid="compare-summary">
            {summaryOf(data)}
            {data.kind === 'items' && (
              <span className="hy-soft"> · {t('lists.compareSame', { n: numberText(data.same) })}</span>
            )}
          </strong>
        )}
        <span className="grow" />
        <a
          className="hy-button"
          href={apiUrl(`/lists/${view.list}/compare.xlsx`, { from, to: view.version })}
          download
          data-testid="compare-export"
        >
          <Download size="1em" aria-hidden />
          {t('act.export')}
        </a>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="compare" aria-label={t('lists.compareOf', { from, to: view.version })} tabIndex={0}>
        {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
        {!error && !data && <Loading lines={8} />}
        {data && <Difference compared={data} />}
      </section>
    </section>
  );
}
