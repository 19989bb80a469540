import { type FormEvent, useRef, useState } from 'react';
import { api, asProblem, newId } from '../api/client.ts';
import { Button } from '../ui/Button.tsx';
import { Field, Wrong } from '../ui/Field.tsx';
import { t } from '../words/i18n.ts';

const FIELDS = ['current', 'password', 'again'] as const;
const WORDS = { current: 'account.current', password: 'account.new', again: 'account.again' } as const;

/** One's own new password: the one in use, the new one, and the new one again. */
export function PasswordForm({ onDone, wide = false }: { onDone: () => void; wide?: boolean }) {
  const [values, setValues] = useState({ current: '', password: '', again: '' });
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());

  const lacking = (): Record<string, string> => {
    const found: Record<string, string> = {};
    for (const name of FIELDS) if (!values[name]) found[name] = t('error.field_required');
    if (values.again && values.again !== values.password) found.again = t('account.notSame');
    return found;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = lacking();
    setWrong(found);
    setFailed(null);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await api('/me/password', {
        key: key.current,
        body: { current: values.current, password: values.password },
      });
      onDone();
    } catch (error) {
      key.current = newId();
      const problem = asProblem(error);
      setWrong(Object.fromEntries(problem.fields.map((field) => [field.path, field.message])));
      if (problem.fields.length === 0) setFailed(problem.message);
      setBusy(false);
    }
  };

  return (
    <form className="hy-form" noValidate onSubmit={(event) => void submit(event)}>
      {FIELDS.map((name) => (
        <Field
          key={name}
          id={`password-${name}`}
          label={t(WORDS[name])}
          wrong={wrong[name]}
          {...(name === 'password' ? { hint: t('account.newHint') } : {})}
        >
          <input
            className="hy-input"
            id={`password-${name}`}
            type="password"
            autoComplete={name === 'current' ? 'current-password' : 'new-password'}
            aria-describedby={`password-${name}-note`}
            value={values[name]}
            onChange={(event) => setValues({ ...values, [name]: event.target.value })}
          />
        </Field>
      ))}
      {failed && <Wrong>{failed}</Wrong>}
      <div className="hy-actions">
        <Button type="submit" look="primary" busy={busy} wide={wide}>
          {t('account.password')}
        </Button>
      </div>
    </form>
  );
}
