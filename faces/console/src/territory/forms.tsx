/** Parts of the forms that change places: sending, and plain fields. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import { Field } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { t } from '../../../shared/words/i18n.ts';

export type Ordered = { change: string; state: string; from: string; places: string[] };

/** Sends an order; one key for one content. */
export function useOrder(path: string, onDone: (ordered: Ordered) => void) {
  const client = useQueryClient();
  const sent = useRef({ body: '', key: '' });
  return useMutation<Ordered, ProblemError, unknown>({
    mutationFn: (body) => {
      const text = JSON.stringify(body);
      if (sent.current.body !== text) sent.current = { body: text, key: newId() };
      return api<Ordered>(path, { body, key: sent.current.key });
    },
    onSuccess: (ordered) => {
      toast(t(ordered.state === 'planned' ? 'territory.isPlanned' : 'territory.isDone', { day: ordered.from }));
      for (const queryKey of [['places'], ['shapes'], ['matters']]) void client.invalidateQueries({ queryKey });
      onDone(ordered);
    },
  });
}

export function fieldWrong(error: ProblemError | null, path: string): string | undefined {
  return error?.fields.find((field) => field.path === path)?.message;
}

export function TextField({
  id,
  label,
  value,
  onChange,
  wrong,
  hint,
}: {
  id: string;
  label: string;
  value: string;
  onChange: (text: string) => void;
  wrong?: string | undefined;
  hint?: string;
}) {
  return (
    <Field id={id} label={label} wrong={wrong} {...(hint ? { hint } : {})}>
      <input
        className="hy-input"
        id={id}
        data-testid={id}
        maxLength={60}
        value={value}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

export function SubkindField({
  id,
  subkinds,
  value,
  onChange,
  wrong,
}: {
  id: string;
  subkinds: string[];
  value: string;
  onChange: (subkind: string) => void;
  wrong?: string | undefined;
}) {
  if (subkinds.length === 0) return null;
  return (
    <Field id={id} label={t('territory.subkind')} wrong={wrong}>
      <select className="hy-input" id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('territory.choose')}</option>
        {subkinds.map((one) => (
          <option key={one} value={one}>
            {t(`subkind.${one}`)}
          </option>
        ))}
      </select>
    </Field>
  );
}
