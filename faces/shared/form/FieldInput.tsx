import type { FieldView, Limit, LonLat, MatterView } from '../api/types.ts';
import { Choices, YesNo } from '../ui/Choices.tsx';
import { Field, FieldGroup } from '../ui/Field.tsx';
import { dueText, limitText } from '../words/format.ts';
import { t, tOr } from '../words/i18n.ts';
import { choosable, suggestedNames, type Values } from './fields.ts';
import { PictureField } from './PictureField.tsx';
import { PointField } from './PointField.tsx';
import { ConditionPicker, ItemPicker, MatterPicker, PlacePicker, UnitPicker, UnitsPicker } from './pickers.tsx';

export type FieldInputProps = {
  field: FieldView;
  verb: string;
  id: string;
  values: Values;
  set: (name: string, value: unknown) => void;
  wrong: string | undefined;
  matter: MatterView | null;
  onBusy: (busy: boolean) => void;
  upload?: ((file: Blob) => Promise<{ id: string }>) | undefined;
};

const UNITS = ['hour', 'working_hour', 'working_day', 'calendar_day'];

export function fieldLabel(verb: string, name: string): string {
  return tOr([`field.${verb}.${name}`, `field.${name}`], name);
}

function optionLabel(field: FieldView, value: string): string {
  return tOr([`option.${field.name}.${value}`, `option.${value}`], value);
}

function LimitInput({ id, value, set }: { id: string; value: Limit | null; set: (limit: Limit) => void }) {
  const limit = value ?? { n: Number.NaN, unit: 'working_day' };
  return (
    <div className="hy-actions">
      <input
        className="hy-input"
        id={id}
        type="number"
        inputMode="numeric"
        min={1}
        max={1000}
        style={{ width: '6rem' }}
        value={Number.isNaN(limit.n) ? '' : limit.n}
        onChange={(event) => set({ ...limit, n: event.target.valueAsNumber })}
      />
      <select
        className="hy-input"
        style={{ width: 'auto' }}
        aria-label={t('field.limitUnit')}
        value={limit.unit}
        onChange={(event) => set({ ...limit, unit: event.target.value })}
      >
        {UNITS.map((unit) => (
          <option key={unit} value={unit}>
            {t(`unitOf.${unit}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function requestWords(matter: MatterView, no: number): { label: string; note: string } {
  const request = matter.requests.find((one) => one.no === no);
  const part = matter.assignments.find((one) => one.no === request?.assignment);
  const what = t(`option.kind.${request?.kind}`);
  return {
    label: `${part?.unit.name ?? ''} ${what}${request?.amount ? ` ${limitText(request.amount)}` : ''}`,
    note: request ? dueText(request.askedAt) : '',
  };
}

function PartInput({
  field,
  id,
  value,
  set,
  matter,
}: Pick<FieldInputProps, 'field' | 'id'> & {
  value: number | null;
  set: (no: number) => void;
  matter: MatterView;
}) {
  const options = choosable(field.kind, matter).map(({ no }) => {
    if (field.kind === 'request') return { value: String(no), ...requestWords(matter, no) };
    const part = matter.assignments.find((one) => one.no === no);
    const why = part?.refusedFor ? tOr([`option.reason.${part.refusedFor}`], part.refusedFor) : '';
    return { value: String(no), label: part?.unit.name ?? String(no), note: why };
  });
  return (
    <Choices
      name={id}
      stack
      options={options}
      value={value === null ? null : String(value)}
      onChange={(no) => set(Number(no))}
    />
  );
}

/** One input of an ability, by the kind of its field. */
export function FieldInput({ field, verb, id, values, set, wrong, matter, onBusy, upload }: FieldInputProps) {
  const { name } = field;
  const label = fieldLabel(verb, name);
  const value = values[name];
  const text = typeof value === 'string' ? value : '';
  const chosen = typeof value === 'string' ? value : null;
  const put = (next: unknown) => set(name, next);
  const frame = { id, label, required: field.required, wrong, hint: tOr([`hint.${verb}.${name}`], '') };
  const known = suggestedNames(field);
  const picker = { id, label, value: chosen, wrong: wrong !== undefined, name: chosen ? known.get(chosen) : undefined };
  const most = field.maxLength ?? 2000;
  switch (field.kind) {
    case 'longtext':
      return (
        <Field {...frame}>
          <textarea
            className="hy-input"
            id={id}
            data-testid={`field-${name}`}
            rows={3}
            maxLength={most}
            value={text}
            aria-invalid={wrong !== undefined}
            aria-describedby={`${id}-note`}
            onChange={(event) => put(event.target.value)}
          />
          {text.length > most * 0.8 && <span className="hy-count">{`${text.length} / ${most}`}</span>}
        </Field>
      );
    case 'choice':
      return (
        <FieldGroup {...frame}>
          <Choices
            name={id}
            value={chosen}
            onChange={put}
            options={(field.options ?? []).map((option) => ({
              value: option,
              label: optionLabel(field, option),
              testId: `option-${option}`,
            }))}
          />
        </FieldGroup>
      );
    case 'boolean':
      return (
        <FieldGroup {...frame}>
          <YesNo
            name={id}
            value={typeof value === 'boolean' ? value : null}
            onChange={put}
            testId={`${verb}-${name}`}
          />
        </FieldGroup>
      );
    case 'unit':
      return (
        <Field {...frame}>
          <UnitPicker {...picker} onChange={put} />
        </Field>
      );
    case 'units':
      return (
        <Field {...frame}>
          <UnitsPicker
            id={id}
            label={label}
            value={(value as string[] | undefined) ?? []}
            onChange={put}
            names={known}
          />
        </Field>
      );
    case 'place':
      return (
        <Field {...frame}>
          <PlacePicker {...picker} onChange={put} />
        </Field>
      );
    case 'item':
      return (
        <Field {...frame}>
          <ItemPicker
            {...picker}
            name={picker.name ?? (chosen === matter?.item?.id ? matter?.item?.name : undefined)}
            {...(matter ? { matterId: matter.id } : {})}
            onChange={(next) => {
              put(next);
              set('condition', null);
            }}
          />
        </Field>
      );
    case 'condition':
      return (
        <FieldGroup {...frame}>
          <ConditionPicker
            name={id}
            item={(values.item as string | null | undefined) ?? matter?.item?.id ?? null}
            value={chosen}
            onChange={put}
          />
        </FieldGroup>
      );
    case 'point':
      return (
        <FieldGroup {...frame}>
          <PointField
            value={(value as LonLat | undefined) ?? null}
            onChange={put}
            center={matter?.point ?? undefined}
          />
        </FieldGroup>
      );
    case 'pictures':
      return (
        <FieldGroup {...frame}>
          <PictureField id={id} onChange={put} onBusy={onBusy} {...(upload ? { upload } : {})} />
        </FieldGroup>
      );
    case 'limit':
      return (
        <Field {...frame}>
          <LimitInput id={id} value={(value as Limit | undefined) ?? null} set={put} />
        </Field>
      );
    case 'assignment':
    case 'request':
      return (
        <FieldGroup {...frame}>
          {matter && (
            <PartInput
              field={field}
              id={id}
              value={typeof value === 'number' ? value : null}
              set={put}
              matter={matter}
            />
          )}
        </FieldGroup>
      );
    case 'matter':
      return (
        <Field {...frame}>
          <MatterPicker {...picker} onChange={put} {...(matter ? { except: matter.id } : {})} />
        </Field>
      );
    default:
      return (
        <Field {...frame}>
          <input
            className="hy-input"
            id={id}
            maxLength={most}
            value={text}
            aria-invalid={wrong !== undefined}
            aria-describedby={`${id}-note`}
            onChange={(event) => put(event.target.value)}
          />
        </Field>
      );
  }
}
