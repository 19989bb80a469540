import { useState } from 'react';
import type { Limit } from '../../../shared/api/types.ts';
import { t } from '../../../shared/words/i18n.ts';

const LIMIT_UNITS = ['working_day', 'calendar_day', 'working_hour', 'hour'];

export function LimitInput({
  id,
  value,
  onChange,
}: {
  id: string;
  value: Limit | null;
  onChange: (value: unknown) => void;
}) {
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
