import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../words/i18n.ts';

export type Choice = { value: string; label: ReactNode; note?: ReactNode; testId?: string };

/** Radios drawn as buttons: every answer is seen without opening anything. Put it in a FieldGroup. */
export function Choices({
  name,
  options,
  value,
  onChange,
  stack,
}: {
  name: string;
  options: Choice[];
  value: string | null;
  onChange: (value: string) => void;
  stack?: boolean;
}) {
  return (
    <div className="hy-choices" data-stack={stack || undefined}>
      {options.map((option) => (
        <label className="hy-choice" key={option.value} data-testid={option.testId}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span className="hy-choice-dot" aria-hidden="true" />
          <span>
            {option.label}
            {option.note && <span className="hy-hint"> {option.note}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}

/** A question with two large answers. */
export function YesNo({
  name,
  value,
  onChange,
  testId,
}: {
  name: string;
  value: boolean | null;
  onChange: (value: boolean) => void;
  /** `judge-met` gives `judge-met-yes` and `judge-met-no`. */
  testId?: string;
}) {
  return (
    <div className="hy-yesno">
      {[true, false].map((answer) => (
        <label className="hy-choice" key={String(answer)} data-testid={testId && `${testId}-${answer ? 'yes' : 'no'}`}>
          <input type="radio" name={name} checked={value === answer} onChange={() => onChange(answer)} />
          {answer ? <Check size="1.2em" aria-hidden /> : <X size="1.2em" aria-hidden />}
          <span>{t(answer ? 'act.yes' : 'act.no')}</span>
        </label>
      ))}
    </div>
  );
}
