/** How every form of a change ends: the day it takes effect, what was refused, the button. */
import type { ProblemError } from '../../../shared/api/client.ts';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { fieldWrong } from './forms.tsx';

export function Closing({
  county,
  from,
  onFrom,
  order,
  label,
  disabled,
  onFix,
  onCancel,
}: {
  county: County;
  from: string;
  onFrom: (day: string) => void;
  order: { error: ProblemError | null; isPending: boolean };
  label: string;
  disabled?: boolean;
  /** Sends the same again with a mistake in the coordinates put right. */
  onFix?: (fix: string) => void;
  onCancel: () => void;
}) {
  return (
    <>
      <Field
        id="change-from"
        label={t('territory.from')}
        hint={t('territory.fromHint')}
        wrong={fieldWrong(order.error, 'from')}
      >
        <input
          className="hy-input"
          id="change-from"
          type="date"
          min={county.today}
          value={from}
          aria-describedby="change-from-note"
          onChange={(event) => onFrom(event.target.value)}
        />
      </Field>
      <Refused error={order.error} {...(onFix ? { onFix } : {})} />
      <div className="hy-actions">
        <Button type="submit" look="primary" busy={order.isPending} disabled={disabled} data-testid="change-send">
          {label}
        </Button>
        <Button look="plain" onClick={onCancel}>
          {t('act.cancel')}
        </Button>
      </div>
    </>
  );
}

const FIXES: Record<string, string> = { coordinates_swapped: 'swap', gcj02_suspected: 'gcj02' };

/** What was refused, with the remedy where a mistake in the coordinates has one. */
function Refused({ error, onFix }: { error: ProblemError | null; onFix?: (fix: string) => void }) {
  if (!error) return null;
  const fix = error.fields.map((field) => FIXES[field.code]).find(Boolean);
  const said = error.fields.filter((field) => !/^(name|code|from|subkind|kind|point)$/.test(field.path));
  return (
    <div className="hy-notice" data-tone="wrong" role="alert" data-testid="refused">
      <div>
        <strong>{error.message}</strong>
        {said.map((field) => (
          <p key={`${field.path}.${field.code}`}>{field.message}</p>
        ))}
        {fix && onFix && <Button onClick={() => onFix(fix)}>{t(`territory.fix.${fix}`)}</Button>}
      </div>
    </div>
  );
}
