import { useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { asProblem, newId, type ProblemError } from '../api/client.ts';
import { keys, sendAct } from '../api/hooks.ts';
import type { Ability, Acted, MatterView } from '../api/types.ts';
import { Button } from '../ui/Button.tsx';
import { toast } from '../ui/Toast.tsx';
import { t, tOr } from '../words/i18n.ts';
import { FieldInput } from './FieldInput.tsx';
import { applies, filled, initial, missing, type Values } from './fields.ts';

export type AbilityFormProps = {
  ability: Ability;
  matter: MatterView;
  /** After the server (or the queue) took it. */
  onDone?: (acted: Acted | null) => void;
  onCancel?: () => void;
  follow?: string;
  /** Sends instead of the network, e.g. into an offline queue; null means "taken, to be sent later". */
  send?: (act: { ability: Ability; version: number; fields: Values; key: string }) => Promise<Acted | null>;
  upload?: (file: Blob) => Promise<{ id: string }>;
  size?: 'normal' | 'large';
  /** Puts the cursor where something is still missing, else on the button: for work by keyboard. */
  focusFirst?: boolean;
  /** Stands above the button. */
  children?: ReactNode;
};

export function verbWords(ability: Pick<Ability, 'verb' | 'assignment'>): string {
  return tOr(ability.assignment === null ? [] : [`verb.assignment.${ability.verb}`], t(`verb.${ability.verb}`));
}

/** One act as a form made from its ability: exactly the fields the server named, nothing inferred. */
export function AbilityForm(props: AbilityFormProps) {
  const { ability, matter, onDone, onCancel, follow, upload, size = 'normal', children, focusFirst = false } = props;
  const client = useQueryClient();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Values>(() => initial(ability.fields, matter));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [sending, setSending] = useState(false);
  const [loading, setLoading] = useState(false);
  // One key for one content: pressing again after a lost answer repeats nothing.
  const sent = useRef({ body: '', key: '' });

  const focusOn = (name: string | undefined) => {
    const input = name ? form.current?.querySelector<HTMLElement>(`[id="${id}-${name}"]`) : null;
    const inner = input?.matches('fieldset') ? input.querySelector<HTMLElement>('input, textarea, button') : input;
    (inner ?? form.current?.querySelector<HTMLElement>('[type="submit"]'))?.focus();
  };
  const firstMissing = useRef(missing(ability.fields, values)[0]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the form opens
  useEffect(() => {
    if (focusFirst) focusOn(firstMissing.current);
  }, []);

  const set = (name: string, value: unknown) => {
    setValues((old) => ({ ...old, [name]: value }));
    setWrong(({ [name]: _mended, ...rest }) => rest);
  };
  const showWrong = (fields: Record<string, string>) => {
    setWrong(fields);
    const first = ability.fields.find((field) => fields[field.name]);
    if (first) focusOn(first.name);
  };

  const submit = async () => {
    const lacking = missing(ability.fields, values);
    if (lacking.length > 0) {
      showWrong(Object.fromEntries(lacking.map((name) => [name, t('error.field_required')])));
      return;
    }
    const fields = filled(ability.fields, values);
    const body = JSON.stringify([matter.version, fields]);
    if (sent.current.body !== body) sent.current = { body, key: newId() };
    const act = { ability, version: matter.version, fields, key: sent.current.key };
    setSending(true);
    setProblem(null);
    try {
      const acted = props.send ? await props.send(act) : await sendAct(matter.id, follow ? { ...act, follow } : act);
      toast(tOr([`done.${ability.verb}`], t('done.act', { verb: verbWords(ability) })));
      void client.invalidateQueries({ queryKey: keys.matter(matter.id) });
      void client.invalidateQueries({ queryKey: keys.matters });
      onDone?.(acted);
    } catch (error) {
      const refused = asProblem(error);
      setProblem(refused);
      const mine = refused.fields.filter((field) => ability.fields.some((one) => one.name === field.path));
      if (mine.length > 0) showWrong(Object.fromEntries(mine.map((field) => [field.path, field.message])));
    } finally {
      setSending(false);
    }
  };

  return (
    <form
      ref={form}
      className="hy-form"
      noValidate
      aria-label={verbWords(ability)}
      onKeyDown={(event) => {
        if (event.defaultPrevented) return;
        if (event.key === 'Escape' && onCancel) onCancel();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!sending && !loading) void submit();
      }}
    >
      {ability.fields
        .filter((field) => applies(field, values))
        .map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            verb={ability.verb}
            id={`${id}-${field.name}`}
            values={values}
            set={set}
            wrong={wrong[field.name]}
            matter={matter}
            onBusy={setLoading}
            upload={upload}
          />
        ))}
      {problem && (
        <div className="hy-notice" data-tone="wrong" role="alert">
          <div>
            <strong>{problem.message}</strong>
            {problem.detail && problem.detail !== problem.message && <p>{problem.detail}</p>}
            {problem.code === 'stale_version' && (
              <Button
                icon={<RotateCw size="1em" aria-hidden />}
                onClick={() => void client.invalidateQueries({ queryKey: keys.matter(matter.id) })}
              >
                {t('act.reload')}
              </Button>
            )}
          </div>
        </div>
      )}
      {children}
      <div className="hy-actions">
        <Button type="submit" look="primary" size={size} busy={sending} disabled={loading} data-testid="act-send">
          {loading ? t('picture.sending') : tOr([`send.${ability.verb}`], verbWords(ability))}
        </Button>
        {onCancel && (
          <Button look="plain" size={size} onClick={onCancel}>
            {t('act.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
