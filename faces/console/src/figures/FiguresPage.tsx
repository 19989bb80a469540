import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText, numberText } from '../../../shared/words/format.ts';
import { t, useLang } from '../../../shared/words/i18n.ts';
import { pagesFor } from '../frame/pages.ts';
import './figures.css';
import { FIGURE_ROOMS, type Figure } from './rooms.ts';

/** What the county has, in numbers that say what they count and open the list behind them. */
export default function FiguresPage({ county, me }: { county: County; me: Me }) {
  useLang();
  const { data, error, refetch } = useQuery<Record<string, number>, ProblemError>({
    queryKey: ['figures'],
    queryFn: ({ signal }) => api<Record<string, number>>('/figures', { signal }),
  });
  const open = new Set(pagesFor(me, county).map(({ path }) => path));
  return (
    <div className="figures-page">
      <header className="head">
        <h1>{t('page.figures')}</h1>
        <span className="hy-soft">{t('figures.day', { day: dayText(county.today, { year: true }) })}</span>
        <span className="grow" />
        <span className="hy-soft">
          {t('figures.lead')} {t('figures.none')}
        </span>
      </header>
      {error && !data && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={12} />}
      {data && (
        <div className="figure-rooms" data-testid="figures">
          {FIGURE_ROOMS.map(({ room, figures }) => {
            const had = figures.filter(({ key }) => (data[key] ?? 0) > 0);
            if (had.length === 0) return null;
            return (
              <section className="figure-room" key={room} aria-labelledby={`figures-${room}`}>
                <h2 id={`figures-${room}`}>{t(`figures.${room}`)}</h2>
                <dl>
                  {had.map((figure) => (
                    <div key={figure.key} data-figure={figure.key}>
                      <dt>
                        {t(`figure.${figure.key}`)}
                        <small className="hy-soft">{t(`figure.${figure.key}.what`)}</small>
                      </dt>
                      <dd className="hy-num">
                        <Value figure={figure} n={data[figure.key] ?? 0} open={open} />
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            );
          })}
        </div>
      )}
    </div>
  );
}

/** A link where the reader may open the list. */
function Value({ figure, n, open }: { figure: Figure; n: number; open: ReadonlySet<string> }) {
  const path = figure.list?.split('?')[0] ?? '';
  if (!figure.list || !open.has(path)) return numberText(n);
  return <Link to={figure.list}>{numberText(n)}</Link>;
}
