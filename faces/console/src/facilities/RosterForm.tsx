import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, asProblem, newId } from '../../../shared/api/client.ts';
import type { FacilityView } from '../../../shared/facilities/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { dayKey, dayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { TeamView } from './types.ts';
import { mondayOf, plusDays } from './week.ts';

type Shift = { id: number; weekdays: number[]; from: string; to: string; people: number };
type Plan = {
  duties: number;
  gaps: { day: string; from: string; to: string; missing: number }[];
  load: { person: string; name: string; duties: number; minutes: number; owed: number }[];
};

const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** A roster by rule: who, which shifts, from when to when; looked at before it is made. */
export function RosterForm({
  facility,
  onClose,
  onDone,
}: {
  facility: FacilityView;
  onClose: () => void;
  onDone: () => void;
}) {
  const town = facility.place.path[0]?.id;
  const teams = useQuery({
    queryKey: ['teams', 'near', town],
    queryFn: ({ signal }) => api<{ rows: TeamView[] }>('/teams', { query: { place: town, limit: 200 }, signal }),
  });
  const near = [...(teams.data?.rows ?? [])].sort((a, b) => score(b) - score(a));
  function score(team: TeamView): number {
    return (
      facility.place.path.filter((one) => team.place.path.some((other) => other.id === one.id)).length +
      (team.kind === 'duty' ? 0.5 : 0)
    );
  }
  const monday = plusDays(mondayOf(dayKey(Date.now())), 7);
  const [chosen, setChosen] = useState<string[]>([]);
  const [from, setFrom] = useState(monday);
  const [to, setTo] = useState(plusDays(monday, 27));
  const [shifts, setShifts] = useState<Shift[]>([
    { id: 0, weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '12:00', people: 1 },
  ]);
  const [by, setBy] = useState<'people' | 'teams'>('people');
  const [holidays, setHolidays] = useState<'none' | 'usual'>('none');
  const [makeup, setMakeup] = useState<'monday' | 'usual'>('monday');
  const [plan, setPlan] = useState<Plan | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const next = useRef(1);
  const body = () => ({
    facility: facility.id,
    teams: chosen,
    from,
    to,
    shifts: shifts.map(({ id: _, ...shift }) => shift),
    by,
    holidays,
    makeup,
  });
  const change = (id: number, more: Partial<Shift>) => {
    setPlan(null);
    setShifts(shifts.map((one) => (one.id === id ? { ...one, ...more } : one)));
  };
  const send = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailed(null);
    try {
      await work();
    } catch (error) {
      const problem = asProblem(error);
      setFailed([...new Set([problem.message, ...problem.fields.map((one) => one.message)])].join(' · '));
    } finally {
      setBusy(false);
    }
  };
  const look = () => send(async () => setPlan(await api<Plan>('/rosters/plan', { body: body() })));
  const make = () =>
    send(async () => {
      await api('/rosters', { body: { id: newId(), ...body() } });
      toast(t('facilities.roster.made'));
      onDone();
      onClose();
    });
  return (
    <Dialog open onClose={onClose} title={t('facilities.roster.new')} size="wide" dismissable={false}>
      <div className="hy-form fac-form" data-testid="roster-form">
        <FieldGroup id="roster-teams" label={t('facilities.roster.teams')} hint={t('facilities.roster.teamsHint')}>
          <div className="fac-checks fac-scroll">
            {near.slice(0, 30).map((team) => (
              <label className="check" key={team.id}>
                <input
                  type="checkbox"
                  checked={chosen.includes(team.id)}
                  onChange={(event) => {
                    setPlan(null);
                    setChosen(event.target.checked ? [...chosen, team.id] : chosen.filter((one) => one !== team.id));
                  }}
                />
                {team.name} <span className="hy-soft">{t('facilities.people', { n: team.members.length })}</span>
              </label>
            ))}
            {teams.data && near.length === 0 && <p className="hy-soft">{t('facilities.noTeams')}</p>}
          </div>
        </FieldGroup>
        <div className="fac-two">
          <Field id="roster-from" label={t('facilities.from')}>
            <input
              className="hy-input"
              id="roster-from"
              type="date"
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </Field>
          <Field id="roster-to" label={t('facilities.to')}>
            <input
              className="hy-input"
              id="roster-to"
              type="date"
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          </Field>
        </div>
        <FieldGroup id="roster-shifts" label={t('facilities.roster.shifts')}>
          {shifts.map((shift) => (
            <div className="fac-shift" key={shift.id}>
              <div className="fac-days">
                {WEEK.map((day) => (
                  <label className="check" key={day}>
                    <input
                      type="checkbox"
                      checked={shift.weekdays.includes(day)}
                      onChange={(event) =>
                        change(shift.id, {
                          weekdays: event.target.checked
                            ? [...shift.weekdays, day].sort()
                            : shift.weekdays.filter((one) => one !== day),
                        })
                      }
                    />
                    {t(`calendar.weekday.${day}`)}
                  </label>
                ))}
              </div>
              <input
                className="hy-input"
                type="time"
                aria-label={t('facilities.roster.shiftFrom')}
                value={shift.from}
                onChange={(event) => change(shift.id, { from: event.target.value })}
              />
              <input
                className="hy-input"
                type="time"
                aria-label={t('facilities.roster.shiftTo')}
                value={shift.to}
                onChange={(event) => change(shift.id, { to: event.target.value })}
              />
              <input
                className="hy-input hy-num"
                type="number"
                min={1}
                max={50}
                aria-label={t('facilities.roster.perShift')}
                value={shift.people}
                onChange={(event) => change(shift.id, { people: Number(event.target.value) || 1 })}
              />
              <span className="hy-soft" aria-hidden="true">
                {t('facilities.roster.people')}
              </span>
              {shifts.length > 1 && (
                <Button
                  look="plain"
                  icon={<Trash2 size="1em" aria-hidden />}
                  label={t('facilities.roster.dropShift')}
                  onClick={() => setShifts(shifts.filter((one) => one.id !== shift.id))}
                />
              )}
            </div>
          ))}
          <Button
            look="plain"
            icon={<Plus size="1em" aria-hidden />}
            onClick={() =>
              setShifts([
                ...shifts,
                { id: next.current++, weekdays: [1, 2, 3, 4, 5], from: '14:00', to: '17:00', people: 1 },
              ])
            }
          >
            {t('facilities.roster.addShift')}
          </Button>
        </FieldGroup>
        <div className="fac-three">
          <Field id="roster-by" label={t('facilities.roster.by')}>
            <select
              className="hy-input"
              id="roster-by"
              value={by}
              onChange={(event) => setBy(event.target.value as 'people')}
            >
              <option value="people">{t('facilities.roster.by.people')}</option>
              <option value="teams">{t('facilities.roster.by.teams')}</option>
            </select>
          </Field>
          <Field id="roster-holidays" label={t('facilities.onHolidays')}>
            <select
              className="hy-input"
              id="roster-holidays"
              value={holidays}
              onChange={(event) => setHolidays(event.target.value as 'none')}
            >
              <option value="none">{t('facilities.roster.holidays.none')}</option>
              <option value="usual">{t('facilities.roster.holidays.usual')}</option>
            </select>
          </Field>
          <Field id="roster-makeup" label={t('facilities.onMakeup')}>
            <select
              className="hy-input"
              id="roster-makeup"
              value={makeup}
              onChange={(event) => setMakeup(event.target.value as 'monday')}
            >
              <option value="monday">{t('facilities.roster.makeup.monday')}</option>
              <option value="usual">{t('facilities.roster.makeup.usual')}</option>
            </select>
          </Field>
        </div>
        {plan && (
          <section className="fac-plan" data-testid="roster-plan" aria-live="polite">
            <p>
              {t('facilities.roster.planned', { n: plan.duties })}{' '}
              {plan.gaps.length > 0
                ? t('facilities.roster.gaps', { n: plan.gaps.length })
                : t('facilities.roster.noGaps')}
            </p>
            <ul>
              {plan.load.map((one) => (
                <li key={one.person}>
                  {one.name} <b className="hy-num">{one.duties}</b>
                </li>
              ))}
            </ul>
            {plan.gaps.slice(0, 6).map((gap) => (
              <p className="hy-soft hy-num" key={`${gap.day}${gap.from}`}>
                {dayText(gap.day, { weekday: true })} {gap.from}–{gap.to}{' '}
                {t('facilities.roster.missing', { n: gap.missing })}
              </p>
            ))}
          </section>
        )}
        {failed && <Wrong>{failed}</Wrong>}
        <div className="hy-actions">
          <Button busy={busy} disabled={chosen.length === 0} onClick={() => void look()} data-testid="roster-look">
            {t('facilities.roster.look')}
          </Button>
          <Button look="primary" busy={busy} disabled={!plan} onClick={() => void make()} data-testid="roster-make">
            {t('facilities.roster.make')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
