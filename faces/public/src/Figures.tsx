import { countText, dayText, numberText, shareText } from '../../shared/words/format.ts';
import { t } from '../../shared/words/i18n.ts';
import type { Results } from './results.ts';

/** The month in a few numbers, each with what it counts. */
export function Figures({ results }: { results: Results }) {
  const { month, today, day } = results;
  const figures: { key: string; value: string; more?: string }[] = [
    {
      key: 'received',
      value: numberText(month.received),
      more: t('public.figure.received.more', { n: numberText(today.received) }),
    },
    {
      key: 'concluded',
      value: numberText(month.concluded),
      more: t('public.figure.concluded.more', { n: numberText(month.closed) }),
    },
    { key: 'met', value: shareText(month.metRate) },
    { key: 'satisfied', value: shareText(month.satisfiedRate) },
    { key: 'onTime', value: shareText(month.onTimeRate) },
    { key: 'median', value: month.medianHours === null ? '—' : hours(month.medianHours) },
  ];
  return (
    <section className="pb-section" aria-labelledby="month">
      <h2 id="month">{t('public.month')}</h2>
      <p className="hy-soft">{t('public.month.days', { from: dayText(month.from), to: dayText(day) })}</p>
      <dl className="pb-figures">
        {figures.map(({ key, value, more }) => (
          <div key={key} data-testid={`figure-${key}`}>
            <dt>{t(`public.figure.${key}`)}</dt>
            <dd className="pb-figure">{value}</dd>
            <dd className="pb-figure-more">{more ?? t(`public.figure.${key}.more`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function hours(n: number): string {
  if (n < 1) return t('public.underHour');
  return countText(n * 60, 'minute');
}
