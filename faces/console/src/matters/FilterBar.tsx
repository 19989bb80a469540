import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { type Ref, useEffect, useState } from 'react';
import { api } from '../../../shared/api/client.ts';
import type { County } from '../../../shared/api/types.ts';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo } from '../../../shared/ui/Combo.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { type FilterName, type Filters, narrowing } from './filters.ts';

type Change = (next: Partial<Record<FilterName, string | null>>) => void;

export function useCategories() {
  return useQuery({
    queryKey: ['items', 'categories'],
    queryFn: ({ signal }) => api<{ rows: { name: string; items: number }[] }>('/items/categories', { signal }),
    staleTime: 600_000,
  });
}

function usePlaceName(id: string | undefined): string | undefined {
  const { data } = useQuery({
    queryKey: ['places', id],
    queryFn: ({ signal }) => api<{ place: { name: string } }>(`/places/${id}`, { signal }),
    enabled: id !== undefined,
    staleTime: 600_000,
  });
  return data?.place.name;
}

function SearchBox({ value, change, ref }: { value: string; change: Change; ref: Ref<HTMLInputElement> }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => change({ q: text.trim() || null }), 300);
    return () => clearTimeout(timer);
  });
  return (
    <div className="search">
      <Search size="1em" aria-hidden />
      <input
        ref={ref}
        className="hy-input"
        type="search"
        data-testid="search"
        aria-label={t('filter.search')}
        placeholder={t('filter.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
    </div>
  );
}

function Pick({
  name,
  value,
  options,
  change,
}: {
  name: FilterName;
  value: string | undefined;
  options: { value: string; label: string }[];
  change: Change;
}) {
  return (
    <select
      className="hy-input pick"
      aria-label={t(`filter.${name}`)}
      data-set={value ? true : undefined}
      value={value ?? ''}
      onChange={(event) => change({ [name]: event.target.value || null })}
    >
      <option value="">{t(`filter.${name}`)}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** What a list is narrowed by; every choice goes into the address at once. */
export function FilterBar({
  filters,
  change,
  county,
  days,
  searchRef,
}: {
  filters: Filters;
  change: Change;
  county: County;
  /** Days of submission, for the register. */
  days: boolean;
  searchRef: Ref<HTMLInputElement>;
}) {
  const categories = useCategories().data?.rows ?? [];
  const placeName = usePlaceName(filters.place);
  const place = filters.place ? { id: filters.place, name: placeName ?? '' } : null;
  return (
    <search className="filters">
      <SearchBox value={filters.q ?? ''} change={change} ref={searchRef} />
      <div className="filter-place">
        <Combo
          label={t('filter.place')}
          placeholder={t('filter.place')}
          value={place}
          search={placeRows}
          onChange={(row) => change({ place: row?.id ?? null })}
        />
      </div>
      <Pick
        name="category"
        value={filters.category}
        change={change}
        options={categories.map((one) => ({ value: one.name, label: `${one.name} (${one.items})` }))}
      />
      <Pick
        name="channel"
        value={filters.channel}
        change={change}
        options={county.channels.map((one) => ({ value: one.code, label: both(one.word) }))}
      />
      {days &&
        (['from', 'to'] as const).map((name) => (
          <label className="filter-day" key={name}>
            <span>{t(`filter.${name}`)}</span>
            <input
              className="hy-input"
              type="date"
              value={filters[name] ?? ''}
              max={county.today}
              onChange={(event) => change({ [name]: event.target.value || null })}
            />
          </label>
        ))}
      <select
        className="hy-input pick"
        aria-label={t('filter.sort')}
        value={filters.sort ?? (days ? '-submitted' : 'due')}
        onChange={(event) => change({ sort: event.target.value })}
      >
        {['due', '-submitted', 'submitted'].map((value) => (
          <option key={value} value={value}>
            {t(`sort.${value}`)}
          </option>
        ))}
      </select>
      {filters.replay && (
        <span className="hy-chip" data-tone="brand">
          {t('filter.replay')}
        </span>
      )}
      {narrowing(filters).length > 0 && (
        <Button
          look="plain"
          icon={<X size="1em" aria-hidden />}
          onClick={() => change(Object.fromEntries(narrowing(filters).map((name) => [name, null])))}
        >
          {t('act.clear')}
        </Button>
      )}
    </search>
  );
}
