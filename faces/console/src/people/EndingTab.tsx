import { Link } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import type { County } from '../../../shared/api/types.ts';
import { EmptyState } from '../../../shared/ui/Stages.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { ChoiceFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { POST_FILTERS, PostBar } from './PostBar.tsx';
import type { EndingRow } from './post-types.ts';

/** Days: what is asked for where nothing is chosen, and what else may be. */
const SOON = 60;
const WITHIN = [30, 90, 180, 366];

/** Terms that end soon and are not followed yet, the soonest first. */
export function EndingTab({ county }: { county: County }) {
  const filters = useFilters(POST_FILTERS);
  const within = filters.get('within') || String(SOON);
  const query = { ...filters.query, within };
  const terms = useRows<EndingRow>('people', '/posts/ending', query);
  return (
    <>
      <PostBar
        county={county}
        filters={filters}
        count={terms.count === null ? '' : t('posts.countTerms', { n: terms.count, within })}
        file={apiUrl('/exports/ending.xlsx', query)}
        more={
          <ChoiceFilter
            filters={filters}
            name="within"
            label={t('posts.within')}
            all={t('posts.withinDays', { n: SOON })}
            options={WITHIN.map((n) => ({ value: String(n), label: t('posts.withinDays', { n }) }))}
          />
        }
      />
      <RowList
        list={terms}
        label={t('posts.tab.ending')}
        heads={[
          ...[t('field.name'), t('people.post'), t('people.where')],
          ...[t('people.to'), t('posts.left'), t('posts.reminded')],
        ]}
        none={{ title: t('posts.noneEnding'), hint: t('posts.noneEndingHint') }}
        row={(term) => (
          <tr key={term.term} data-testid="ending-row">
            <td>
              <Link to={`/people/${term.person.id}`}>{term.person.name}</Link>
            </td>
            <td>{both(term.word)}</td>
            <td className="hy-soft">{term.at.name}</td>
            <td className="hy-num">{term.to ? dayText(term.to, { year: true }) : ''}</td>
            <td className="hy-num">{t('posts.days', { n: term.daysLeft })}</td>
            <td>{t(term.reminded ? 'posts.yes' : 'posts.no')}</td>
          </tr>
        )}
      />
      <aside className="side" aria-label={t('people.person')}>
        <EmptyState title={t('posts.endingTitle')}>{t('posts.endingHint')}</EmptyState>
      </aside>
    </>
  );
}
