import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../words/i18n.ts';

/** What is wrong with an input, said beside it. */
export function Wrong({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="hy-wrong" id={id} role="alert">
      <CircleAlert size="1em" aria-hidden />
      <span>{children}</span>
    </p>
  );
}

export type FieldProps = {
  id: string;
  label: ReactNode;
  required?: boolean;
  hint?: ReactNode;
  wrong?: string | null | undefined;
  children: ReactNode;
};

/** A labelled input: the input carries `id` and `aria-describedby={`${id}-note`}`. */
export function Field({ id, label, required, hint, wrong, children }: FieldProps) {
  return (
    <div className="hy-field">
      <label className="hy-label" htmlFor={id}>
        {label}
        {required === false && <em>{t('field.optional')}</em>}
      </label>
      {children}
      {wrong ? (
        <Wrong id={`${id}-note`}>{wrong}</Wrong>
      ) : (
        hint && (
          <p className="hy-hint" id={`${id}-note`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** A labelled group of inputs (radios, pictures). */
export function FieldGroup({ id, label, required, hint, wrong, children }: FieldProps) {
  return (
    <fieldset className="hy-field" id={id} tabIndex={-1} aria-describedby={wrong || hint ? `${id}-note` : undefined}>
      <legend className="hy-label">
        {label}
        {required === false && <em>{t('field.optional')}</em>}
      </legend>
      {children}
      {wrong ? (
        <Wrong id={`${id}-note`}>{wrong}</Wrong>
      ) : (
        hint && (
          <p className="hy-hint" id={`${id}-note`}>
            {hint}
          </p>
        )
      )}
    </fieldset>
  );
}
