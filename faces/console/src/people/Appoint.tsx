import type { County } from '../../../shared/api/types.ts';
import { placeRows, unitRows } from '../../../shared/form/pickers.tsx';
import { Combo, type ComboRow } from '../../../shared/ui/Combo.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { both, t } from '../../../shared/words/i18n.ts';

export type Appointment = { post: string; at: ComboRow | null; from: string; to: string };

export function emptyAppointment(county: County): Appointment {
  return { post: '', at: null, from: county.today, to: '' };
}

/** As the server takes it. */
export function appointmentBody({ post, at, from, to }: Appointment) {
  return { post, at: at?.id ?? '', from, ...(to ? { to } : {}) };
}

/** Which post, where, from when. */
export function AppointFields({
  county,
  value,
  onChange,
  wrong,
  optional,
}: {
  county: County;
  value: Appointment;
  onChange: (value: Appointment) => void;
  wrong: Record<string, string>;
  optional?: boolean;
}) {
  const kinds = county.posts;
  const at = kinds.find((one) => one.kind === value.post)?.at;
  const rows = async (q: string, signal: AbortSignal) => {
    if (at === 'unit') return unitRows(q, signal);
    if (at === 'place') return placeRows(q, signal);
    const [places, units] = await Promise.all([q ? placeRows(q, signal) : [], unitRows(q, signal)]);
    return [...places, ...units];
  };
  return (
    <>
      <Field id="appoint-post" label={t('people.post')} wrong={wrong.post} {...(optional ? { required: false } : {})}>
        <select
          className="hy-input"
          id="appoint-post"
          value={value.post}
          onChange={(event) => onChange({ ...value, post: event.target.value, at: null })}
        >
          <option value="">{t('people.choosePost')}</option>
          {kinds.map((one) => (
            <option key={one.kind} value={one.kind}>
              {both(one.word)}
            </option>
          ))}
        </select>
      </Field>
      {value.post && (
        <>
          <Field id="appoint-at" label={t('people.at')} wrong={wrong.at}>
            <Combo
              id="appoint-at"
              label={t('people.at')}
              value={value.at}
              search={rows}
              placeholder={t(at === 'unit' ? 'picker.unit' : 'picker.place')}
              wrong={wrong.at !== undefined}
              onChange={(row) => onChange({ ...value, at: row })}
            />
          </Field>
          <div className="two">
            {(['from', 'to'] as const).map((name) => (
              <Field
                key={name}
                id={`appoint-${name}`}
                label={t(`people.${name}`)}
                wrong={wrong[name]}
                {...(name === 'to' ? { required: false } : {})}
              >
                <input
                  className="hy-input"
                  id={`appoint-${name}`}
                  type="date"
                  value={value[name]}
                  onChange={(event) => onChange({ ...value, [name]: event.target.value })}
                />
              </Field>
            ))}
          </div>
        </>
      )}
    </>
  );
}
