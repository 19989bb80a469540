import { LocateFixed } from 'lucide-react';
import { useEffect, useState } from 'react';
import { searchPlaces, searchUnits, useItem } from '../../../shared/api/hooks.ts';
import type { FieldView, Limit, LonLat, MatterView, Named } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Choices, YesNo } from '../../../shared/ui/Choices.tsx';
import { limitText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { findPosition, type PositionFailure } from '../device/position.ts';
import { ItemChoice } from '../lib/ItemChoice.tsx';
import { WordsField } from '../lib/WordsField.tsx';
import type { Values } from './act-fields.ts';

export function isGroup(field: FieldView): boolean {
  return ['choice', 'boolean', 'pictures', 'point', 'assignment', 'request', 'limit'].includes(field.kind);
}

type ActInputProps = {
  id: string;
  field: FieldView;
  verb: string;
  matter: MatterView;
  value: unknown;
  values: Values;
  onChange: (value: unknown) => void;
};

/** One field of an act by its kind, with the phone's own controls. */
export function ActInput({ id, field, verb, matter, value, values, onChange }: ActInputProps) {
  const { kind, name } = field;
  const max = field.maxLength ?? 2000;
  switch (kind) {
    case 'longtext':
      return (
        <WordsField
          id={id}
          words={(value as string) ?? ''}
          onChange={onChange}
          maxLength={max}
          testId={`field-${name}`}
        />
      );
    case 'choice':
      return (
        <Choices
          name={id}
          stack
          value={(value as string) ?? null}
          onChange={onChange}
          options={(field.options ?? []).map((one) => ({
            value: one,
            label: tOr([`option.${name}.${one}`, `option.${one}`], one),
            testId: `option-${one}`,
          }))}
        />
      );
    case 'boolean':
      return <YesNo name={id} value={(value as boolean) ?? null} onChange={onChange} testId={`${verb}-${name}`} />;
    case 'point':
      return <PointInput value={(value as LonLat) ?? null} onChange={onChange} />;
    case 'item':
      return <ItemChoice id={id} item={asNamed(value, matter.item)} onChange={onChange} />;
    case 'condition':
      return (
        <ConditionInput
          id={id}
          item={asNamed(values.item, matter.item)?.id ?? null}
          value={value}
          onChange={onChange}
        />
      );
    case 'unit':
      return <UnitInput id={id} matter={matter} value={asNamed(value)} onChange={onChange} />;
    case 'units':
      return <ManyInput id={id} matter={matter} value={(value as Named[]) ?? []} onChange={onChange} />;
    case 'place':
      return <NamedInput id={id} find={searchPlaces} value={asNamed(value)} onChange={onChange} />;
    case 'limit':
      return <LimitInput id={id} value={(value as Limit) ?? null} onChange={onChange} />;
    case 'assignment':
    case 'request':
      return (
        <Choices
          name={id}
          stack
          value={value === undefined ? null : String(value)}
          onChange={(no) => onChange(Number(no))}
          options={numbered(kind, matter)}
        />
      );
    default:
      return (
        <input
          id={id}
          className="hy-input"
          value={(value as string) ?? ''}
          maxLength={max}
          aria-describedby={`${id}-note`}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function asNamed(value: unknown, known: Named | null = null): Named | null {
  if (value === null) return null;
  if (typeof value === 'object' && value && 'id' in value) return value as Named;
  if (typeof value === 'string' && value !== '') return known?.id === value ? known : { id: value, name: value };
  return null;
}

function numbered(kind: string, matter: MatterView): { value: string; label: string }[] {
  const unitOf = (no: number) => matter.assignments.find((one) => one.no === no)?.unit.name ?? String(no);
  if (kind === 'assignment') {
    return matter.assignments
      .filter((one) => one.state === 'refused')
      .map((one) => ({ value: String(one.no), label: one.unit.name }));
  }
  return matter.requests
    .filter((one) => one.state === 'open')
    .map((one) => ({
      value: String(one.no),
      label: `${unitOf(one.assignment)} ${t(`option.kind.${one.kind}`)} ${one.amount ? limitText(one.amount) : ''}`,
    }));
}

/** Where I stand, taken at once: proof of having been there. */
function PointInput({ value, onChange }: { value: LonLat | null; onChange: (value: unknown) => void }) {
  const [state, setState] = useState<'idle' | 'finding' | PositionFailure>('idle');
  const find = async () => {
    setState('finding');
    try {
      onChange((await findPosition()).point);
      setState('idle');
    } catch (failure) {
      setState(failure as PositionFailure);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once when the form opens
  useEffect(() => {
    if (!value) void find();
  }, []);
  return (
    <div className="pk-point">
      <p role="status">
        {value
          ? t('pocket.place.here')
          : t(
              state === 'finding'
                ? 'pocket.place.finding'
                : state === 'idle'
                  ? 'pocket.place.none'
                  : `pocket.place.${state}.act`,
            )}
      </p>
      <Button busy={state === 'finding'} icon={<LocateFixed size="1.1em" aria-hidden />} onClick={() => void find()}>
        {t(value ? 'pocket.place.again' : 'pocket.place.find')}
      </Button>
    </div>
  );
}

type ConditionProps = { id: string; item: string | null; value: unknown; onChange: (value: unknown) => void };

function ConditionInput({ id, item, value, onChange }: ConditionProps) {
  const found = useItem(item);
  const conditions = found.data?.conditions ?? [];
  return (
    <select
      id={id}
      className="hy-input"
      value={(value as string) ?? ''}
      disabled={conditions.length === 0}
      aria-describedby={`${id}-note`}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{t(item ? 'pocket.choose' : 'picker.itemFirst')}</option>
      {conditions.map((one) => (
        <option key={one.id} value={one.id}>
          {one.text}
        </option>
      ))}
    </select>
  );
}

type Find = (q: string, signal?: AbortSignal) => Promise<Named[]>;
type NamedProps = { id: string; find: Find; value: Named | null; onChange: (value: unknown) => void };

/** A unit or place found by name. */
function NamedInput({ id, find, value, onChange }: NamedProps) {
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

function UnitInput({ id, matter, value, onChange }: UnitProps) {
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

function ManyInput({ id, matter, value, onChange }: ManyProps) {
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

const LIMIT_UNITS = ['working_day', 'calendar_day', 'working_hour', 'hour'];

function LimitInput({ id, value, onChange }: { id: string; value: Limit | null; onChange: (value: unknown) => void }) {
  const [unit, setUnit] = useState(value?.unit ?? 'working_day');
  const n = value?.n ?? 0;
  return (
    <div className="pk-limit">
      <input
        className="hy-input"
        type="number"
        inputMode="numeric"
        min={1}
        aria-label={t('field.amount')}
        value={n > 0 ? n : ''}
        onChange={(event) =>
          onChange(Number(event.currentTarget.value) > 0 ? { n: Number(event.currentTarget.value), unit } : undefined)
        }
      />
      <select
        className="hy-input"
        aria-label={t('field.limitUnit')}
        value={unit}
        id={`${id}-unit`}
        onChange={(event) => {
          setUnit(event.currentTarget.value);
          if (n > 0) onChange({ n, unit: event.currentTarget.value });
        }}
      >
        {LIMIT_UNITS.map((one) => (
          <option key={one} value={one}>
            {t(`unitOf.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
