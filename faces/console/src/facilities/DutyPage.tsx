import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, apiUrl, asProblem } from '../../../shared/api/client.ts';
import type { DutyView, SwapView } from '../../../shared/facilities/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { countedText, dayKey, dayText, timeText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { ExcuseDialog } from './ExcuseDialog.tsx';
import { RoomNav } from './RoomNav.tsx';
import { plusDays } from './week.ts';
import './facilities.css';

const BACK = 30;

const when = (one: { startsAt: string; endsAt: string }) =>
  `${dayText(one.startsAt, { year: false, weekday: true })} ${timeText(one.startsAt)}–${timeText(one.endsAt)}`;

function Missed() {
  const client = useQueryClient();
  const [excusing, setExcusing] = useState<DutyView | null>(null);
  const today = dayKey(Date.now());
  const query = { state: 'missed', from: plusDays(today, -BACK), to: today };
  const missed = useQuery({
    queryKey: ['facilities', 'missed', today],
    queryFn: ({ signal }) => api<{ rows: DutyView[]; more: boolean }>('/duties', { query, signal }),
  });
  if (missed.isError) return <Failed error={missed.error} onRetry={() => void missed.refetch()} />;
  if (!missed.data) return <Loading lines={6} />;
  const rows = [...missed.data.rows].reverse();
  return (
    <section aria-labelledby="missed">
      <header className="fac-missed">
        <h2 id="missed">{t('facilities.missed', { n: countedText(rows.length, missed.data.more), days: BACK })}</h2>
        <a className="hy-button" href={apiUrl('/exports/duties.xlsx', query)} download data-testid="missed-export">
          <Download size="1em" aria-hidden /> {t('act.export')}
        </a>
      </header>
      {rows.length === 0 && (
        <EmptyState title={t('facilities.missedNone')}>{t('facilities.missedNoneHint')}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="table" data-testid="missed">
          <thead>
            <tr>
              <th scope="col">{t('facilities.when')}</th>
              <th scope="col">{t('facilities.one')}</th>
              <th scope="col">{t('facilities.who')}</th>
              <th scope="col">{t('facilities.nav.teams')}</th>
              <th scope="col">
                <span className="hy-sr">{t('facilities.team.acts')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="hy-num">{when(row)}</td>
                <td>
                  <Link to={`/facilities/${row.facility.id}`}>{row.facility.name}</Link>
                </td>
                <td>{row.person.name}</td>
                <td className="hy-soft">{row.team.name}</td>
                <td className="fac-acts">
                  {row.abilities.includes('excuse') && (
                    <Button onClick={() => setExcusing(row)}>{t('facilities.excuse')}</Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {excusing && (
        <ExcuseDialog
          duty={excusing}
          onClose={() => setExcusing(null)}
          onDone={() => void client.invalidateQueries({ queryKey: ['facilities'] })}
        />
      )}
    </section>
  );
}

function Swaps() {
  const client = useQueryClient();
  const swaps = useQuery({
    queryKey: ['facilities', 'swaps'],
    queryFn: ({ signal }) => api<{ rows: SwapView[] }>('/swaps', { signal }),
  });
  const step = async (swap: SwapView, verb: string) => {
    try {
      await api(`/swaps/${swap.id}/${verb}`, { body: { version: swap.version } });
      toast(t(`facilities.swap.done.${verb}`));
      void client.invalidateQueries({ queryKey: ['facilities'] });
    } catch (error) {
      toast(asProblem(error).message, 'wrong');
    }
  };
  const rows = swaps.data?.rows ?? [];
  return (
    <section aria-labelledby="swaps">
      <h2 id="swaps">{t('facilities.swaps')}</h2>
      {swaps.data && rows.length === 0 && <p className="hy-soft">{t('facilities.swapsNone')}</p>}
      <ul className="fac-rosters" data-testid="swaps">
        {rows.map((swap) => (
          <li key={swap.id}>
            <span className="hy-num">{when(swap)}</span>
            <span>{swap.facility.name}</span>
            <span>{t('facilities.swap.fromTo', { from: swap.asker.name, to: swap.asked.name })}</span>
            <span className="hy-chip">{t(`facilities.swap.${swap.state}`)}</span>
            {swap.abilities.map((verb) => (
              <Button
                key={verb}
                look={verb === 'approve' || verb === 'agree' ? 'primary' : 'line'}
                onClick={() => void step(swap, verb)}
                data-testid={`swap-${verb}`}
              >
                {t(`facilities.swap.verb.${verb}`)}
              </Button>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Duties nobody came to, and swaps that wait for somebody. */
export default function DutyPage() {
  return (
    <div className="master fac-wide">
      <header className="head">
        <h1>{t('page.facilities')}</h1>
        <RoomNav />
      </header>
      <section className="list fac-pad" aria-label={t('facilities.nav.duty')}>
        <Swaps />
        <Missed />
      </section>
    </div>
  );
}
