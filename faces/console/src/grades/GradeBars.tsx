import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../../shared/words/i18n.ts';
import { FilterBar } from '../list/filter-fields.tsx';
import { useFilters } from '../list/use-filters.ts';

/** The two sides, the filters of one of them, its count and its workbook. */
export function GradeBars({ file, count, children }: { file: string; count: string; children: ReactNode }) {
  const { get, change } = useFilters();
  const here = get('view') === 'due' ? 'due' : 'list';
  return (
    <div className="bars">
      <div className="grade-views">
        <fieldset className="switch" aria-label={t('grades.tabs')}>
          {(['list', 'due'] as const).map((view) => (
            <button
              key={view}
              type="button"
              className="hy-button"
              aria-pressed={view === here}
              data-testid={`grades-${view}`}
              onClick={() => change({ view: view === 'due' ? 'due' : null })}
            >
              {t(`grades.tab.${view}`)}
            </button>
          ))}
        </fieldset>
        <span className="hy-soft" data-testid="grade-count">
          {count}
        </span>
        <span className="grow" />
        <a className="hy-button" href={file} download data-testid="grades-export">
          <Download size="1em" aria-hidden /> {t('grades.export')}
        </a>
      </div>
      <FilterBar>{children}</FilterBar>
    </div>
  );
}
