import { useId, useState } from 'react';
import type { Ability, FieldView, MatterView } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field, FieldGroup } from '../../../shared/ui/Field.tsx';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { PictureField } from '../lib/PictureField.tsx';
import { ActInput, isGroup } from './ActInput.tsx';
import { cleaned, isShown, missing, type Values } from './act-fields.ts';

export type Filled = { fields: Record<string, unknown>; pictures: Blob[] };
type ActFormProps = {
  matter: MatterView;
  ability: Ability;
  onSend: (filled: Filled) => Promise<void>;
  onCancel: () => void;
};

/** The form of one act, made of its fields. On the phone it works without network: pictures stay here until sent. */
export function ActForm({ matter, ability, onSend, onCancel }: ActFormProps) {
  const id = useId();
  const { verb, fields } = ability;
  const [values, setValues] = useState<Values>(() => suggested(fields));
  const [pictures, setPictures] = useState<Blob[]>([]);
  const [wrong, setWrong] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const set = (name: string, value: unknown) => setValues((old) => ({ ...old, [name]: value }));

  const send = async () => {
    const left = missing(fields, values);
    setWrong(left);
    if (left[0]) {
      document.getElementById(`${id}-${left[0]}`)?.focus();
      return;
    }
    setBusy(true);
    try {
      await onSend({ fields: cleaned(fields, values), pictures });
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className="hy-form pk-act"
      data-testid={`form-${verb}`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3 tabIndex={-1}>{t(`verb.${verb}`)}</h3>
      {fields
        .filter((field) => isShown(field, values))
        .map((field) => {
          const Shell = isGroup(field) ? FieldGroup : Field;
          const hint = tOr([`hint.${verb}.${field.name}`], '');
          return (
            <Shell
              key={field.name}
              id={`${id}-${field.name}`}
              label={tOr([`field.${verb}.${field.name}`, `field.${field.name}`], field.name)}
              required={field.required}
              hint={hint || null}
              wrong={wrong.includes(field.name) ? t('error.field_required') : null}
            >
              {field.kind === 'pictures' ? (
                <PictureField pictures={pictures} onChange={setPictures} testId="act-photo" />
              ) : (
                <ActInput
                  id={`${id}-${field.name}`}
                  field={field}
                  verb={verb}
                  matter={matter}
                  value={values[field.name]}
                  values={values}
                  onChange={(value) => set(field.name, value)}
                />
              )}
            </Shell>
          );
        })}
      <Button type="submit" look="primary" size="large" wide busy={busy} data-testid="act-send">
        {tOr([`send.${verb}`, `verb.${verb}`], verb)}
      </Button>
      <Button wide onClick={onCancel}>
        {t('act.cancel')}
      </Button>
    </form>
  );
}

/** Units are suggested by id; the page finds their names in the item. */
function withName(kind: string, value: unknown): unknown {
  const named = (one: unknown) => (typeof one === 'string' ? { id: one, name: '' } : one);
  if (kind === 'units') return Array.isArray(value) ? value.map(named) : value;
  return kind === 'unit' ? named(value) : value;
}

function suggested(fields: FieldView[]): Values {
  const asked = fields.filter((one) => one.suggested !== undefined && one.suggested !== null);
  return Object.fromEntries(asked.map((one) => [one.name, withName(one.kind, one.suggested)]));
}
