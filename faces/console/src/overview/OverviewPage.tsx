import { useQuery } from '@tanstack/react-query';
import { OctagonAlert, TriangleAlert } from 'lucide-react';
import { Link } from 'react-router';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { countedText, dayText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { Days } from './Days.tsx';
import type { Overview } from './types.ts';

function Figure({
  n,
  word,
  to,
  card,
  capped,
}: {
  n: number;
  word: string;
  to?: string;
  card?: string;
  capped?: boolean;
}) {
  const Shape = card === 'red' ? OctagonAlert : card === 'yellow' ? TriangleAlert : null;
  const inside = (
    <>
      <b>{countedText(n, capped ?? false)}</b>
      <span>
        {Shape && <Shape size="1em" aria-hidden />} {t(word)}
      </span>
    </>
  );
  return (
    <li className="figure" data-card={card}>
      {to ? <Link to={to}>{inside}</Link> : <div>{inside}</div>}
    </li>
  );
}

function Units({ units }: { units: Overview['units'] }) {
  if (units.length === 0) return null;
  return (
    <section>
      <h2>{t('overview.units')}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('column.lead')}</th>
            <th scope="col">{t('overview.sent')}</th>
            <th scope="col">{t('overview.underWay')}</th>
            <th scope="col">{t('card.yellow')}</th>
            <th scope="col">{t('card.red')}</th>
          </tr>
        </thead>
        <tbody>
          {units.map((row) => (
            <tr key={row.unit.id}>
              <td>{row.unit.name}</td>
              {(['sent', 'underWay', 'yellow', 'red'] as const).map((name) => (
                <td className="hy-num" key={name}>
                  {numberText(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Today in figures: what came, what is open and where it hurts; every figure leads to the matters behind it. */
export default function OverviewPage() {
  const { data, error, refetch } = useQuery<Overview, ProblemError>({
    queryKey: ['tally', 'overview'],
    queryFn: ({ signal }) => api<Overview>('/overview', { signal }),
  });
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  const today = data.days.at(-1);
  const open = Object.entries(data.open).filter(([, n]) => n > 0);
  const total = open.reduce((sum, [, n]) => sum + n, 0);
  return (
    <div className="overview">
      <header className="head">
        <h1>{t('page.overview')}</h1>
        <span className="hy-soft">{today ? dayText(today.day, { weekday: true }) : ''}</span>
      </header>
      <div className="overview-body">
        <section>
          <h2>{t('overview.today')}</h2>
          <ul className="figure-row">
            {today && (
              <Figure n={today.received} word="overview.received" to={`/register?from=${today.day}&to=${today.day}`} />
            )}
            {today && <Figure n={today.concluded} word="overview.concluded" />}
            <Figure
              n={data.cards.red}
              word="card.red"
              card="red"
              to="/register?card=red&sort=due"
              capped={data.capped}
            />
            <Figure
              n={data.cards.yellow}
              word="card.yellow"
              card="yellow"
              to="/register?card=yellow&sort=due"
              capped={data.capped}
            />
          </ul>
        </section>
        <section>
          <h2>{t('overview.open', { n: countedText(total, data.capped) })}</h2>
          {open.length === 0 ? (
            <p className="hy-soft">{t('overview.nothingOpen')}</p>
          ) : (
            <ul className="bars-by-state">
              {open
                .sort(([, a], [, b]) => b - a)
                .map(([state, n]) => (
                  <li key={state}>
                    <Link to={`/register?state=${state}&sort=due`}>{t(`state.${state}`)}</Link>
                    <span className="bar-track" aria-hidden="true">
                      <i style={{ width: `${(100 * n) / total}%` }} />
                    </span>
                    <b className="hy-num">{numberText(n)}</b>
                  </li>
                ))}
            </ul>
          )}
        </section>
        {data.days.length > 0 ? (
          <section className="overview-days">
            <h2>{t('overview.days')}</h2>
            <Days days={data.days} />
          </section>
        ) : data.units.length === 0 ? (
          <EmptyState title={t('overview.none')} />
        ) : null}
        <Units units={data.units} />
      </div>
    </div>
  );
}
