/** Choosing units, places and items by name. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { searchItems, searchPlaces, searchUnits, useItem, useSuggestions, useUnits } from '../api/hooks.ts';
import type { Page } from '../api/types.ts';
import { Choices } from '../ui/Choices.tsx';
import { Combo, type ComboRow } from '../ui/Combo.tsx';
import { limitText } from '../words/format.ts';
import { t, tOr } from '../words/i18n.ts';

export type PickerProps = {
  id: string;
  label: string;
  value: string | null;
  onChange: (id: string | null, row?: ComboRow) => void;
  /** The name of the value where it is known already. */
  name?: string | undefined;
  wrong?: boolean;
};

/** The name of a unit known by its id alone (what the server suggests). */
export function useUnitNames(): (id: string) => string | undefined {
  const units = useUnits().data;
  return (id) => units?.find((unit) => unit.id === id)?.name;
}

function useRow(value: string | null, name: string | undefined): [ComboRow | null, (row: ComboRow | null) => void] {
  const [row, setRow] = useState<ComboRow | null>(null);
  return [value ? (row?.id === value ? row : { id: value, name: name ?? value }) : null, setRow];
}

export const unitRows = (q: string, signal?: AbortSignal): Promise<ComboRow[]> =>
  searchUnits(q, signal).then((units) =>
    units.map((unit) => ({
      id: unit.id,
      name: unit.name,
      note: tOr([`unit.${unit.kind}`], unit.jurisdiction?.name ?? ''),
    })),
  );

export const placeRows = (q: string, signal?: AbortSignal): Promise<ComboRow[]> =>
  searchPlaces(q, signal).then((places) =>
    places.map((place) => ({
      id: place.id,
      name: place.name,
      note: [t(`place.${place.kind}`), ...(place.path ?? []).slice(1, -1).map((one) => one.name)].join(' · '),
    })),
  );

export const itemRows = (q: string, signal?: AbortSignal): Promise<ComboRow[]> =>
  searchItems(q, signal).then((items) =>
    items.map((item) => ({
      id: item.id,
      name: item.name,
      note: `${item.category} · ${item.lead?.name ?? t('item.town')}`,
    })),
  );

export function UnitPicker({ id, label, value, onChange, name, wrong }: PickerProps) {
  const nameOf = useUnitNames();
  const [row, setRow] = useRow(value, name ?? (value ? nameOf(value) : undefined));
  return (
    <Combo
      id={id}
      label={label}
      value={row}
      wrong={wrong ?? false}
      search={unitRows}
      placeholder={t('picker.unit')}
      onChange={(next) => {
        setRow(next);
        onChange(next?.id ?? null, next ?? undefined);
      }}
    />
  );
}

export function UnitsPicker({
  id,
  label,
  value,
  onChange,
  names,
}: {
  id: string;
  label: string;
  value: string[];
  onChange: (ids: string[]) => void;
  names: Map<string, string>;
}) {
  const [known, setKnown] = useState(names);
  const unitName = useUnitNames();
  const nameOf = (unit: string) => known.get(unit) ?? unitName(unit) ?? unit;
  return (
    <>
      {value.length > 0 && (
        <div className="hy-choices">
          {value.map((one) => (
            <span className="hy-chip" data-tone="brand" key={one}>
              {nameOf(one)}
              <button
                type="button"
                className="hy-chip"
                aria-label={t('act.removeNamed', { name: nameOf(one) })}
                onClick={() => onChange(value.filter((other) => other !== one))}
              >
                <X size="1em" aria-hidden />
              </button>
            </span>
          ))}
        </div>
      )}
      <Combo
        id={id}
        label={label}
        value={null}
        clearOnPick
        placeholder={t('picker.unit')}
        search={(q, signal) => unitRows(q, signal).then((rows) => rows.filter((row) => !value.includes(row.id)))}
        onChange={(row) => {
          if (!row) return;
          setKnown(new Map(known).set(row.id, row.name));
          onChange([...value, row.id]);
        }}
      />
    </>
  );
}

export function PlacePicker({ id, label, value, onChange, name, wrong }: PickerProps) {
  const [row, setRow] = useRow(value, name);
  return (
    <Combo
      id={id}
      label={label}
      value={row}
      wrong={wrong ?? false}
      search={placeRows}
      placeholder={t('picker.place')}
      onChange={(next) => {
        setRow(next);
        onChange(next?.id ?? null, next ?? undefined);
      }}
    />
  );
}

/** An item of the list, with what the program suggests while none is chosen. */
export function ItemPicker({ id, label, value, onChange, name, wrong, matterId }: PickerProps & { matterId?: string }) {
  const item = useItem(name === undefined ? value : null);
  const [row, setRow] = useRow(value, name ?? item.data?.name);
  const suggestions = useSuggestions(matterId ?? '', matterId !== undefined);
  const offered = value ? [] : (suggestions.data?.items ?? []).slice(0, 4);
  const take = (next: ComboRow | null) => {
    setRow(next);
    onChange(next?.id ?? null, next ?? undefined);
  };
  return (
    <>
      <Combo
        id={id}
        label={label}
        value={row}
        wrong={wrong ?? false}
        search={itemRows}
        placeholder={t('picker.item')}
        onChange={take}
      />
      {offered.length > 0 && (
        <p className="hy-suggests">
          {t('picker.suggested')}
          {offered.map((one) => (
            <button
              type="button"
              className="hy-chip"
              data-tone="line"
              key={one.id}
              title={one.why.join('、')}
              onClick={() => take({ id: one.id, name: one.name })}
            >
              {one.name}
            </button>
          ))}
        </p>
      )}
    </>
  );
}

/** The condition of an item, with the limits it brings. */
export function ConditionPicker({
  name,
  item,
  value,
  onChange,
}: {
  name: string;
  item: string | null;
  value: string | null;
  onChange: (id: string) => void;
}) {
  const { data } = useItem(item);
  if (!item) return <p className="hy-hint">{t('picker.itemFirst')}</p>;
  if (!data) return <p className="hy-hint">{t('loading.words')}</p>;
  return (
    <Choices
      name={name}
      stack
      value={value}
      onChange={onChange}
      options={data.conditions.map((one) => ({
        value: one.id,
        label: one.text,
        note: one.limits.conclude && t('picker.limit', { limit: limitText(one.limits.conclude) }),
      }))}
    />
  );
}

/** Another matter, by its number or words: the one this repeats. */
export function MatterPicker({ id, label, value, onChange, name, wrong, except }: PickerProps & { except?: string }) {
  const [row, setRow] = useRow(value, name);
  const search = (q: string, signal: AbortSignal): Promise<ComboRow[]> =>
    api<Page<{ id: string; number: string; title: string | null }>>('/matters', {
      query: { view: 'register', ...(/^[\d-]+$/.test(q) ? { number: q } : { q }), limit: 12 },
      signal,
    }).then((page) =>
      page.rows
        .filter((one) => one.id !== except)
        .map((one) => ({ id: one.id, name: one.number, note: one.title ?? '' })),
    );
  return (
    <Combo
      id={id}
      label={label}
      value={row}
      wrong={wrong ?? false}
      search={search}
      placeholder={t('picker.matter')}
      onChange={(next) => {
        setRow(next);
        onChange(next?.id ?? null, next ?? undefined);
      }}
    />
  );
}
