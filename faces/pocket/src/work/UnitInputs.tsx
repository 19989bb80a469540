import { useEffect, useState } from 'react';
import { searchUnits, useItem } from '../../../shared/api/hooks.ts';
import type { MatterView, Named } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';

type Find = (q: string, signal?: AbortSignal) => Promise<Named[]>;
type NamedProps = { id: string; find: Find; value: Named | null; onChange: (value: unknown) => void };

/** A unit or place found by name. */
export function NamedInput({ id, find, value, onChange }: NamedProps) {
  const [q, setQ] = useState('');
  const [rows, setRows] = useState<Named[]>([]);
  useEffect(() => {
    if (q.trim() === '') {
      setRows([]);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(
      () =>
        find(q.trim(), stop.signal).then(
          (found) => setRows(found.slice(0, 8)),
          () => setRows([]),
        ),
      200,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [q, find]);
  if (value) {
    return (
      <p className="pk-chosen">
        <span>{value.name}</span>
        <Button onClick={() => onChange(undefined)}>{t('pocket.change')}</Button>
      </p>
    );
  }
  return (
    <div className="pk-find">
      <input
        id={id}
        className="hy-input"
        type="search"
        value={q}
        placeholder={t('pocket.find')}
        aria-describedby={`${id}-note`}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <ul aria-live="polite">
        {rows.map((row) => (
          <li key={row.id}>
            <Button wide onClick={() => onChange({ id: row.id, name: row.name })}>
              {row.name}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

type UnitProps = { id: string; matter: MatterView; value: Named | null; onChange: (value: unknown) => void };

export function UnitInput({ id, matter, value, onChange }: UnitProps) {
  const nameOf = useUnitNames(matter);
  return (
    <NamedInput id={id} find={searchUnits} value={value && { ...value, name: nameOf(value) }} onChange={onChange} />
  );
}

/** Names of units the item suggests; a unit found by search carries its own. */
function useUnitNames(matter: MatterView): (unit: Named) => string {
  const item = useItem(matter.item?.id ?? null).data;
  const known = [item?.lead, ...(item?.assists ?? []), matter.lead, ...matter.assignments.map((one) => one.unit)];
  return (unit) => unit.name || (known.find((one) => one?.id === unit.id)?.name ?? unit.id);
}

type ManyProps = { id: string; matter: MatterView; value: Named[]; onChange: (value: unknown) => void };

export function ManyInput({ id, matter, value, onChange }: ManyProps) {
  const nameOf = useUnitNames(matter);
  return (
    <div className="pk-find">
      {value.map((one) => (
        <p className="pk-chosen" key={one.id}>
          <span>{nameOf(one)}</span>
          <Button onClick={() => onChange(value.filter((other) => other.id !== one.id))}>
            {t('act.removeNamed', { name: '' })}
          </Button>
        </p>
      ))}
      <NamedInput
        key={value.length}
        id={id}
        find={searchUnits}
        value={null}
        onChange={(one) => {
          const added = one as Named | undefined;
          if (added && !value.some((other) => other.id === added.id)) onChange([...value, added]);
        }}
      />
    </div>
  );
}
