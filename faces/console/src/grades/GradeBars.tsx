import { Download, Upload } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ImportDialog } from '../jobs/ImportDialog.tsx';
import { FilterBar } from '../list/filter-fields.tsx';
import { useFilters } from '../list/use-filters.ts';

/** The two sides, the filters of one of them, its count and its workbook; a year's assessments come in by one. */
export function GradeBars({ me, file, count, children }: { me: Me; file: string; count: string; children: ReactNode }) {
  const [importing, setImporting] = useState(false);
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
        {may(me, 'grades.edit') && (
          <Button
            icon={<Upload size="1em" aria-hidden />}
            onClick={() => setImporting(true)}
            data-testid="import-grades"
          >
            {t('imports.grades')}
          </Button>
        )}
        <a className="hy-button" href={file} download data-testid="grades-export">
          <Download size="1em" aria-hidden /> {t('grades.export')}
        </a>
      </div>
      <FilterBar>{children}</FilterBar>
      {importing && <ImportDialog kinds={['grades']} onClose={() => setImporting(false)} />}
    </div>
  );
}
