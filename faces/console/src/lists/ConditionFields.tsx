import { X } from 'lucide-react';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { type ConditionDraft, LIMIT_KINDS, LIMIT_UNITS } from './item-draft.ts';

function Limit({
  id,
  kind,
  condition,
  wrong,
  onChange,
}: {
  id: string;
  kind: string;
  condition: ConditionDraft;
  wrong: string | undefined;
  onChange: (limits: ConditionDraft['limits']) => void;
}) {
  const limit = condition.limits[kind] ?? { n: '', unit: 'working_day' };
  const set = (more: Partial<typeof limit>) => onChange({ ...condition.limits, [kind]: { ...limit, ...more } });
  return (
    <Field id={id} label={t(`lists.field.limits.${kind}`)} required={kind === 'conclude'} wrong={wrong}>
      <div className="limit-input">
        <input
          className="hy-input hy-num"
          id={id}
          inputMode="numeric"
          placeholder={t('lists.limitNone')}
          value={limit.n}
          onChange={(event) => set({ n: event.target.value })}
        />
        <select
          className="hy-input"
          aria-label={`${t(`lists.field.limits.${kind}`)} ${t('lists.limitUnit')}`}
          value={limit.unit}
          onChange={(event) => set({ unit: event.target.value })}
        >
          {LIMIT_UNITS.map((unit) => (
            <option key={unit} value={unit}>
              {t(`lists.unit.${unit}`)}
            </option>
          ))}
        </select>
      </div>
    </Field>
  );
}

/** When the item applies, when it is done, how fast. */
export function ConditionFields({
  n,
  condition,
  faults,
  onChange,
  onRemove,
}: {
  n: number;
  condition: ConditionDraft;
  faults: Record<string, string>;
  onChange: (more: Partial<ConditionDraft>) => void;
  onRemove: () => void;
}) {
  const path = `conditions.${n}`;
  const text = (name: 'text' | 'finish' | 'process') => (
    <Field
      id={`item-${n}-${name}`}
      label={t(`lists.field.${name}`)}
      wrong={faults[`${path}.${name}`]}
      {...(name === 'process' ? { required: false } : {})}
    >
      <textarea
        className="hy-input"
        id={`item-${n}-${name}`}
        rows={2}
        value={condition[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <fieldset className="condition-fields" data-testid="condition">
      <legend>
        {t('lists.condition', { n: n + 1 })}
        <Button
          look="plain"
          icon={<X size="1em" aria-hidden />}
          label={t('lists.removeCondition', { n: n + 1 })}
          onClick={onRemove}
        />
      </legend>
      {text('text')}
      {text('finish')}
      {text('process')}
      <label className="hy-check">
        <input
          type="checkbox"
          checked={condition.arrival}
          onChange={(event) => onChange({ arrival: event.target.checked })}
        />
        {t('lists.field.arrival')}
      </label>
      <div className="limit-grid">
        {LIMIT_KINDS.map((kind) => (
          <Limit
            key={kind}
            id={`item-${n}-${kind}`}
            kind={kind}
            condition={condition}
            wrong={faults[`${path}.limits.${kind}`]}
            onChange={(limits) => onChange({ limits })}
          />
        ))}
      </div>
    </fieldset>
  );
}
