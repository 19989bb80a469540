import { searchPlaces } from '../../../shared/api/hooks.ts';
import type { FieldView, Limit, LonLat, MatterView, Named } from '../../../shared/api/types.ts';
import { Choices, YesNo } from '../../../shared/ui/Choices.tsx';
import { limitText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { ItemChoice } from '../lib/ItemChoice.tsx';
import { WordsField } from '../lib/WordsField.tsx';
import type { Values } from './act-fields.ts';
import { ConditionInput } from './ConditionInput.tsx';
import { LimitInput } from './LimitInput.tsx';
import { PointInput } from './PointInput.tsx';
import { ManyInput, NamedInput, UnitInput } from './UnitInputs.tsx';

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
