import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarPlus, ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { useState } from 'react';
import { api, apiUrl, asProblem } from '../../../shared/api/client.ts';
import type { DutyView, FacilityView } from '../../../shared/facilities/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { dayKey, dayText, timeText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { ExcuseDialog } from './ExcuseDialog.tsx';
import { MoveDuty } from './MoveDuty.tsx';
import { RosterForm } from './RosterForm.tsx';
import { mondayOf, plusDays } from './week.ts';

type Roster = {
  id: string;
  from: string;
  to: string;
  state: 'draft' | 'published' | 'ended';
  version: number;
  duties: number;
  attended: number;
  missed: number;
  abilities: string[];
};

/** Seven days side by side, with who is on duty when and who was missed. */
export function RosterTab({ facility, onChanged }: { facility: FacilityView; onChanged: () => void }) {
  const client = useQueryClient();
  const [monday, setMonday] = useState(() => mondayOf(dayKey(Date.now())));
  const [planning, setPlanning] = useState(false);
  const [excusing, setExcusing] = useState<DutyView | null>(null);
  const [moving, setMoving] = useState<DutyView | null>(null);
  const week = { facility: facility.id, from: monday, to: plusDays(monday, 6) };
  const duties = useQuery({
    queryKey: ['facilities', facility.id, 'duties', monday],
    queryFn: ({ signal }) =>
      api<{ rows: DutyView[] }>('/duties', {
        query: week,
        signal,
      }),
    placeholderData: (old) => old,
  });
  const rosters = useQuery({
    queryKey: ['facilities', facility.id, 'rosters'],
    queryFn: ({ signal }) => api<{ rows: Roster[] }>(`/facilities/${facility.id}/rosters`, { signal }),
  });
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['facilities'] });
    onChanged();
  };
  const act = async (roster: Roster, verb: string) => {
    try {
      await api(`/rosters/${roster.id}/${verb}`, { body: { version: roster.version } });
      toast(t(`facilities.roster.done.${verb}`));
      refresh();
    } catch (error) {
      toast(asProblem(error).message, 'wrong');
    }
  };
  if (duties.isError) return <Failed error={duties.error} onRetry={() => void duties.refetch()} />;
  if (!duties.data) return <Loading lines={6} />;
  const rows = duties.data.rows;
  return (
    <div className="fac-roster" data-testid="roster-week">
      <div className="hy-actions">
        <Button
          icon={<ChevronLeft size="1em" aria-hidden />}
          label={t('facilities.weekBefore')}
          onClick={() => setMonday(plusDays(monday, -7))}
        />
        <strong className="hy-num">
          {dayText(monday, { year: false })} – {dayText(plusDays(monday, 6), { year: false })}
        </strong>
        <Button
          icon={<ChevronRight size="1em" aria-hidden />}
          label={t('facilities.weekAfter')}
          onClick={() => setMonday(plusDays(monday, 7))}
        />
        <span className="grow" />
        {rows.length > 0 && (
          <a className="hy-button" href={apiUrl('/exports/duties.xlsx', week)} download data-testid="duties-export">
            <Download size="1em" aria-hidden /> {t('act.export')}
          </a>
        )}
        {facility.roster && facility.to === null && (
          <Button
            look="primary"
            icon={<CalendarPlus size="1em" aria-hidden />}
            onClick={() => setPlanning(true)}
            data-testid="roster-new"
          >
            {t('facilities.roster.new')}
          </Button>
        )}
      </div>
      <ol className="fac-weekgrid">
        {[0, 1, 2, 3, 4, 5, 6].map((n) => {
          const day = plusDays(monday, n);
          const own = rows.filter((row) => dayKey(row.startsAt) === day);
          return (
            <li key={day} data-today={day === dayKey(Date.now()) || undefined}>
              <h4>
                {t(`calendar.weekday.${n + 1}`)} <span className="hy-num hy-soft">{day.slice(8)}</span>
              </h4>
              {own.length === 0 && <p className="hy-soft">{t('facilities.noDuty')}</p>}
              {own.map((row) => (
                <div className="fac-duty" data-state={row.state} data-draft={!row.published || undefined} key={row.id}>
                  <span className="hy-num">
                    {timeText(row.startsAt)}–{timeText(row.endsAt)}
                  </span>
                  <b>{row.person.name}</b>
                  <small>
                    {t(row.published ? `facilities.duty.${row.state}` : 'facilities.duty.draft')}
                    {row.lateMinutes ? ` ${t('facilities.late', { n: row.lateMinutes })}` : ''}
                    {row.sentLater ? ` ${t('facilities.sentLater')}` : ''}
                    {row.swap ? ` ${t('facilities.swapping')}` : ''}
                  </small>
                  {row.abilities.includes('excuse') && (
                    <Button look="plain" onClick={() => setExcusing(row)} data-testid="duty-excuse">
                      {t('facilities.excuse')}
                    </Button>
                  )}
                  {(row.abilities.includes('reassign') || row.abilities.includes('cancel')) && (
                    <Button look="plain" onClick={() => setMoving(row)} data-testid="duty-move">
                      {t('facilities.duty.adjust')}
                    </Button>
                  )}
                </div>
              ))}
            </li>
          );
        })}
      </ol>
      <h3>{t('facilities.rosters')}</h3>
      {rosters.data?.rows.length === 0 && <p className="hy-soft">{t('facilities.noRosters')}</p>}
      <ul className="fac-rosters">
        {rosters.data?.rows.map((roster) => (
          <li key={roster.id}>
            <span className="hy-num">
              {roster.from} – {roster.to}
            </span>
            <span className="hy-chip" {...(roster.state === 'draft' ? { 'data-tone': 'brand' } : {})}>
              {t(`facilities.roster.${roster.state}`)}
            </span>
            <span className="hy-soft">
              {t('facilities.roster.sum', { n: roster.duties, attended: roster.attended, missed: roster.missed })}
            </span>
            {roster.abilities.map((verb) => (
              <Button
                key={verb}
                look={verb === 'publish' ? 'primary' : 'line'}
                onClick={() => void act(roster, verb)}
                data-testid={`roster-${verb}`}
              >
                {t(`facilities.roster.verb.${verb}`)}
              </Button>
            ))}
          </li>
        ))}
      </ul>
      {planning && <RosterForm facility={facility} onClose={() => setPlanning(false)} onDone={refresh} />}
      {moving && <MoveDuty duty={moving} onClose={() => setMoving(null)} onDone={refresh} />}
      {excusing && <ExcuseDialog duty={excusing} onClose={() => setExcusing(null)} onDone={refresh} />}
    </div>
  );
}
