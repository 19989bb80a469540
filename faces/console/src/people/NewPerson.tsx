import { type FormEvent, useRef, useState } from 'react';
import { api, asProblem, newId } from '../../../shared/api/client.ts';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { AppointFields, appointmentBody, emptyAppointment } from './Appoint.tsx';

const FIELDS = ['name', 'phone', 'username', 'password'] as const;

/** Somebody new, with an account and a first post where wanted. */
export function NewPerson({ county, onClose, onDone }: { county: County; onClose: () => void; onDone: () => void }) {
  const [values, setValues] = useState<Record<(typeof FIELDS)[number], string>>({
    name: '',
    phone: '',
    username: '',
    password: '',
  });
  const [appointment, setAppointment] = useState(() => emptyAppointment(county));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lacking: Record<string, string> = {};
    if (!values.name.trim()) lacking.name = t('error.field_required');
    if (appointment.post && !appointment.at) lacking.at = t('error.field_required');
    setWrong(lacking);
    if (Object.keys(lacking).length > 0) return;
    setBusy(true);
    setFailed(null);
    try {
      const given = Object.fromEntries(
        FIELDS.filter((name) => values[name].trim()).map((name) => [name, values[name].trim()]),
      );
      await api('/people', {
        key: key.current,
        body: { ...given, ...(appointment.post ? appointmentBody(appointment) : {}) },
      });
      toast(t('people.made', { name: values.name.trim() }));
      onDone();
      onClose();
    } catch (error) {
      key.current = newId();
      const problem = asProblem(error);
      setWrong(Object.fromEntries(problem.fields.map((field) => [field.path, field.message])));
      setFailed(problem.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('people.new')} dismissable={false}>
      <form className="hy-form" noValidate onSubmit={(event) => void submit(event)}>
        {FIELDS.map((name) => (
          <Field
            key={name}
            id={`person-${name}`}
            label={t(name === 'username' || name === 'password' ? `signin.${name}` : `field.${name}`)}
            wrong={wrong[name]}
            {...(name === 'name' ? {} : { required: false })}
          >
            <input
              className="hy-input"
              id={`person-${name}`}
              autoComplete={name === 'password' ? 'new-password' : 'off'}
              type={name === 'password' ? 'password' : name === 'phone' ? 'tel' : 'text'}
              value={values[name]}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
            />
          </Field>
        ))}
        <AppointFields county={county} value={appointment} onChange={setAppointment} wrong={wrong} optional />
        {failed && <Wrong>{failed}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={busy}>
            {t('act.save')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
