import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import type { County } from '../../../shared/api/types.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { ChoiceFilter, FilterBar, PlaceFilter } from '../list/filter-fields.tsx';
import type { Filters } from '../list/use-filters.ts';

/** Filters of the lists of posts and terms. */
export const POST_FILTERS = ['kind', 'place', 'unit'];

/** What a list of posts or terms is narrowed to, how many there are, and its workbook. */
export function PostBar({
  county,
  filters,
  count,
  file,
  more,
  children,
}: {
  county: County;
  filters: Filters;
  count: string;
  file: string;
  /** Further filters. */
  more?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="bars">
      <FilterBar>
        <ChoiceFilter
          filters={filters}
          name="kind"
          label={t('people.post')}
          options={county.posts.map(({ kind, word }) => ({ value: kind, label: both(word) }))}
        />
        <PlaceFilter filters={filters} name="place" label={t('people.place')} />
        <PlaceFilter filters={filters} name="unit" of="unit" label={t('people.unit')} />
        {more}
      </FilterBar>
      <div className="bar-line">
        <span className="hy-soft">{count}</span>
        <span className="grow" />
        {children}
        <a className="hy-button" href={file} download>
          <Download size="1em" aria-hidden /> {t('posts.export')}
        </a>
      </div>
    </div>
  );
}
