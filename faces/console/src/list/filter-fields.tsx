/** The fields a list is narrowed by, each of one filter in the address. They stand side by side in a `<search class="filters">`. */
import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { placeRows, unitRows } from '../../../shared/form/pickers.tsx';
import { Combo } from '../../../shared/ui/Combo.tsx';
import type { Filters } from './use-filters.ts';

type Field = { filters: Filters; name: string; label: string };

/** Goes out once the person stops typing. */
const PAUSE_MS = 300;

export function TextFilter({ filters, name, label }: Field) {
  const [text, setText] = useState(filters.get(name));
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== filters.get(name)) filters.change({ [name]: text.trim() || null });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div className="search">
      <Search size="1em" aria-hidden />
      <input
        className="hy-input"
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

export function ChoiceFilter({
  filters,
  name,
  label,
  all = label,
  options,
  testId,
}: Field & { all?: string; options: readonly { value: string; label: string }[]; testId?: string }) {
  const value = filters.get(name);
  return (
    <select
      className="hy-input pick"
      aria-label={label}
      data-set={value ? true : undefined}
      value={value}
      onChange={(event) => filters.change({ [name]: event.target.value || null })}
      data-testid={testId}
    >
      <option value="">{all}</option>
      {options.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}

/** A place, and all below it; or a unit. */
export function PlaceFilter({ filters, name, label, of = 'place' }: Field & { of?: 'place' | 'unit' }) {
  const [picked, setPicked] = useState<{ id: string; name: string } | null>(null);
  const id = filters.get(name);
  return (
    <div className="filter-place">
      <Combo
        label={label}
        placeholder={label}
        value={id ? (picked?.id === id ? picked : { id, name: id }) : null}
        search={of === 'place' ? placeRows : unitRows}
        onChange={(row) => {
          setPicked(row);
          filters.change({ [name]: row?.id ?? null });
        }}
      />
    </div>
  );
}

export function FlagFilter({ filters, name, label }: Field) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={filters.get(name) === 'true'}
        onChange={(event) => filters.change({ [name]: event.target.checked ? 'true' : null })}
      />
      {label}
    </label>
  );
}

export function FilterBar({ children }: { children: ReactNode }) {
  return <search className="filters">{children}</search>;
}
