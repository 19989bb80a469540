import { type FormEvent, useRef, useState } from 'react';
import { api, asProblem, newId } from '../../../shared/api/client.ts';
import { useCounty } from '../../../shared/api/hooks.ts';
import type { LonLat } from '../../../shared/api/types.ts';
import type { FacilityView, Hours } from '../../../shared/facilities/types.ts';
import { PointField } from '../../../shared/form/PointField.tsx';
import { PlacePicker } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { dayKey } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { readExceptions, readSpans, writeExceptions, writeSpans } from './hours-form.ts';
import { useRules } from './rules.ts';

const WEEK = [0, 1, 2, 3, 4, 5, 6];
/** Posts that answer at a facility: those of its community. */
const CONTACTS = ['community_worker', 'community_secretary'];

/** Makes a facility, or changes one. */
export function FacilityForm({
  facility,
  onClose,
  onDone,
}: {
  facility?: FacilityView;
  onClose: () => void;
  onDone: (id: string) => void;
}) {
  const rules = useRules().data;
  const county = useCounty().data;
  const [kind, setKind] = useState(facility?.kind ?? '');
  const [name, setName] = useState(facility?.name ?? '');
  const [place, setPlace] = useState<string | null>(facility?.place.id ?? null);
  const [point, setPoint] = useState<LonLat | null>(facility?.point ?? null);
  const [week, setWeek] = useState<string[]>(() =>
    facility ? facility.hours.week.map(writeSpans) : WEEK.map(() => ''),
  );
  const [holidays, setHolidays] = useState<Hours['holidays']>(facility?.hours.holidays ?? 'closed');
  const [makeup, setMakeup] = useState<Hours['makeup']>(facility?.hours.makeup ?? 'monday');
  const [exceptions, setExceptions] = useState(facility ? writeExceptions(facility.hours.exceptions) : '');
  const [services, setServices] = useState<string[]>(facility?.services.map((one) => one.code) ?? []);
  const [oneWindow, setOneWindow] = useState(facility?.oneWindow ?? false);
  const [contact, setContact] = useState(facility?.contact?.post ?? '');
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const key = useRef(newId());
  const id = useRef(facility?.id ?? newId());

  /** A kind brings its usual hours and services. */
  const choose = (chosen: string) => {
    setKind(chosen);
    const usual = rules?.kinds.find((one) => one.kind === chosen);
    if (!usual || facility) return;
    setWeek(usual.hours.week.map(writeSpans));
    setHolidays(usual.hours.holidays);
    setMakeup(usual.hours.makeup);
    setServices(usual.services);
    setOneWindow(usual.oneWindow);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lacking: Record<string, string> = {};
    const spans = week.map(readSpans);
    const days = readExceptions(exceptions);
    if (!kind) lacking.kind = t('error.field_required');
    if (!name.trim()) lacking.name = t('error.field_required');
    if (!point) lacking.point = t('error.field_required');
    spans.forEach((one, i) => {
      if (one === null) lacking[`hours.week.${i}`] = t('error.hours_time_invalid');
    });
    if (days === null) lacking['hours.exceptions'] = t('facilities.exceptionsWrong');
    setWrong(lacking);
    if (Object.keys(lacking).length > 0) return;
    setBusy(true);
    setFailed(null);
    const fields = {
      kind,
      name: name.trim(),
      ...(place ? { place } : {}),
      point,
      hours: { week: spans, holidays, makeup, exceptions: days },
      services,
      oneWindow,
      contactPost: contact || null,
    };
    try {
      if (facility)
        await api(`/facilities/${facility.id}/change`, {
          key: key.current,
          body: { version: facility.version, ...fields },
        });
      else
        await api('/facilities', { key: key.current, body: { id: id.current, from: dayKey(Date.now()), ...fields } });
      toast(t('facilities.saved', { name: name.trim() }));
      onDone(id.current);
      onClose();
    } catch (error) {
      key.current = newId();
      const problem = asProblem(error);
      // A fault of one span is said at its weekday.
      setWrong(
        Object.fromEntries(
          problem.fields.map((field) => [
            field.path.replace(/^(hours\.(?:week\.\d|exceptions)).*/, '$1'),
            field.message,
          ]),
        ),
      );
      setFailed(problem.message);
    } finally {
      setBusy(false);
    }
  };

  const community = facility?.place.path.find((one) => /^s/.test(one.id))?.id ?? place;
  const contacts = CONTACTS.flatMap((post) => {
    const known = county?.posts.find((one) => one.kind === post);
    return known && community ? [{ id: `${post}.${community}`, name: both(known.word) }] : [];
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(facility ? 'facilities.changeTitle' : 'facilities.new')}
      size="wide"
      dismissable={false}
    >
      <form className="hy-form fac-form" noValidate onSubmit={(event) => void submit(event)}>
        <div className="fac-two">
          <Field id="fac-kind" label={t('facilities.kind')} wrong={wrong.kind}>
            <select className="hy-input" id="fac-kind" value={kind} onChange={(event) => choose(event.target.value)}>
              <option value="">{t('facilities.choose')}</option>
              {rules?.kinds.map((one) => (
                <option key={one.kind} value={one.kind}>
                  {both(one.word)}
                </option>
              ))}
            </select>
          </Field>
          <Field id="fac-name" label={t('facilities.name')} wrong={wrong.name}>
            <input
              className="hy-input"
              id="fac-name"
              value={name}
              maxLength={80}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
        </div>
        <Field
          id="fac-place"
          label={t('facilities.place')}
          required={false}
          hint={t('facilities.placeHint')}
          wrong={wrong.place}
        >
          <PlacePicker
            id="fac-place"
            label={t('facilities.place')}
            value={place}
            name={facility?.place.path.at(-1)?.name}
            onChange={(picked) => setPlace(picked)}
          />
        </Field>
        <FieldGroup id="fac-point" label={t('facilities.point')} wrong={wrong.point}>
          <PointField value={point} onChange={setPoint} center={county?.center} />
        </FieldGroup>
        <FieldGroup id="fac-week" label={t('facilities.hours')} hint={t('facilities.hoursHint')}>
          <div className="fac-week">
            {WEEK.map((day) => (
              <div key={day}>
                <label htmlFor={`fac-day-${day}`}>{t(`weekday.${day + 1}`)}</label>
                <input
                  className="hy-input hy-num"
                  id={`fac-day-${day}`}
                  value={week[day] ?? ''}
                  placeholder={t('facilities.dayOff')}
                  onChange={(event) => setWeek(week.map((one, i) => (i === day ? event.target.value : one)))}
                />
                {wrong[`hours.week.${day}`] && <Wrong>{wrong[`hours.week.${day}`]}</Wrong>}
              </div>
            ))}
          </div>
        </FieldGroup>
        <div className="fac-two">
          <Field id="fac-holidays" label={t('facilities.onHolidays')}>
            <select
              className="hy-input"
              id="fac-holidays"
              value={holidays}
              onChange={(event) => setHolidays(event.target.value as Hours['holidays'])}
            >
              <option value="closed">{t('facilities.holidays.closed')}</option>
              <option value="usual">{t('facilities.holidays.usual')}</option>
            </select>
          </Field>
          <Field id="fac-makeup" label={t('facilities.onMakeup')}>
            <select
              className="hy-input"
              id="fac-makeup"
              value={makeup}
              onChange={(event) => setMakeup(event.target.value as Hours['makeup'])}
            >
              <option value="monday">{t('facilities.makeup.monday')}</option>
              <option value="usual">{t('facilities.makeup.usual')}</option>
            </select>
          </Field>
        </div>
        <Field
          id="fac-exceptions"
          label={t('facilities.exceptions')}
          required={false}
          hint={t('facilities.exceptionsHint')}
          wrong={wrong['hours.exceptions']}
        >
          <textarea
            className="hy-input hy-num"
            id="fac-exceptions"
            rows={2}
            value={exceptions}
            onChange={(event) => setExceptions(event.target.value)}
          />
        </Field>
        <FieldGroup id="fac-services" label={t('facilities.services')} required={false}>
          <div className="fac-checks">
            {rules?.services.map((one) => (
              <label className="check" key={one.code}>
                <input
                  type="checkbox"
                  checked={services.includes(one.code)}
                  onChange={(event) =>
                    setServices(
                      event.target.checked ? [...services, one.code] : services.filter((code) => code !== one.code),
                    )
                  }
                />
                {both(one.word)}
              </label>
            ))}
            <label className="check">
              <input type="checkbox" checked={oneWindow} onChange={(event) => setOneWindow(event.target.checked)} />
              {t('facilities.oneWindowFlag')}
            </label>
          </div>
        </FieldGroup>
        <Field id="fac-contact" label={t('facilities.contact')} required={false} wrong={wrong.contactPost}>
          <select
            className="hy-input"
            id="fac-contact"
            value={contact}
            onChange={(event) => setContact(event.target.value)}
          >
            <option value="">{t('facilities.noContact')}</option>
            {facility?.contact && !contacts.some((one) => one.id === facility.contact?.post) && (
              <option value={facility.contact.post}>{`${facility.contact.at} ${both(facility.contact.word)}`}</option>
            )}
            {contacts.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </Field>
        {failed && <Wrong>{failed}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={busy} data-testid="facility-save">
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
