import { StateTag } from '../../shared/matter/StateTag.tsx';
import { EmptyState } from '../../shared/ui/Stages.tsx';
import { dayText } from '../../shared/words/format.ts';
import { t, tOr } from '../../shared/words/i18n.ts';
import type { Results } from './results.ts';

/** What was brought lately and what became of it: by item and community, without a word of the person. */
export function Recent({ rows }: { rows: Results['recent'] }) {
  return (
    <section className="pb-section" aria-labelledby="recent">
      <h2 id="recent">{t('public.recent')}</h2>
      {rows.length === 0 ? (
        <EmptyState title={t('public.recent.none')}>{t('public.recent.none.more')}</EmptyState>
      ) : (
        <ul className="pb-recent" data-testid="recent">
          {rows.map((row) => (
            <li key={row.number} data-state={row.state}>
              <p className="pb-recent-what">
                <strong>{row.title ?? t('public.noItem')}</strong>
                <span>{row.community ?? ''}</span>
              </p>
              <p className="pb-recent-how">
                <StateTag state={row.state} />
                {row.outcome && <span>{tOr([`option.outcome.${row.outcome}`], row.outcome)}</span>}
                {row.satisfied !== null && <span>{t(`public.satisfied.${row.satisfied ? 'yes' : 'no'}`)}</span>}
              </p>
              <p className="pb-recent-when">
                {t('public.recent.in', { day: dayText(row.submittedDay) })}
                {row.closedDay && ` ${t('public.recent.out', { day: dayText(row.closedDay) })}`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
