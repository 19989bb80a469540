import { dayText, numberText, weekdayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { Overview } from './types.ts';

const HEIGHT = 160;

/** A step that makes at most four lines: 1, 2, 5, 10, 20, 50… */
export function niceStep(most: number): number {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
}

function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** Received and closed by day of report as paired bars; the same as a table for those who hear it. */
export function Days({ days }: { days: Overview['days'] }) {
  const most = Math.max(1, ...days.map((one) => one.received));
  const step = niceStep(most);
  const top = Math.ceil(most / step) * step;
  const lines = Array.from({ length: top / step + 1 }, (_, i) => i * step);
  return (
    <>
      <div className="chart" aria-hidden="true">
        <div className="chart-plot" style={{ height: HEIGHT }}>
          {lines.map((line) => (
            <span className="chart-line" key={line} style={{ bottom: `${(100 * line) / top}%` }}>
              {line}
            </span>
          ))}
          <div className="chart-bars">
            {days.map((one) => (
              <span
                key={one.day}
                className="chart-day"
                data-weekend={weekday(one.day) > 5 || undefined}
                title={t('overview.dayTitle', {
                  day: `${dayText(one.day)} ${weekdayText(weekday(one.day))}`,
                  received: numberText(one.received),
                  concluded: numberText(one.concluded),
                })}
              >
                <i style={{ height: `${(100 * one.received) / top}%` }} />
                <i style={{ height: `${(100 * one.concluded) / top}%` }} />
              </span>
            ))}
          </div>
        </div>
        <div className="chart-feet">
          {days.map((one, i) => (
            <span key={one.day}>{(days.length - 1 - i) % 5 === 0 ? dayText(one.day) : ''}</span>
          ))}
        </div>
        <p className="chart-key">
          <i data-of="received" /> {t('overview.received')} <i data-of="concluded" /> {t('overview.concludedOf')}
        </p>
      </div>
      <table className="hy-sr">
        <caption>{t('overview.days')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('explain.dayColumn')}</th>
            <th scope="col">{t('overview.received')}</th>
            <th scope="col">{t('overview.concludedOf')}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((one) => (
            <tr key={one.day}>
              <th scope="row">{dayText(one.day)}</th>
              <td>{one.received}</td>
              <td>{one.concluded}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
