import type { County, Me } from '../../../shared/api/types.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { useFilters } from '../list/use-filters.ts';
import { DueList } from './DueList.tsx';
import { GradeList } from './GradeList.tsx';
import { GradeSheet } from './GradeSheet.tsx';
import { Rule } from './Rule.tsx';
import { useTables } from './use-grades.ts';
import './grades.css';

/** Grades: who stands where, and who may rise; one person beside the list. */
export default function GradesTab({ me, county }: { me: Me; county: County }) {
  const tables = useTables();
  const filters = useFilters();
  const chosen = filters.get('at');
  if (tables.isError) return <Failed error={tables.error} onRetry={() => void tables.refetch()} />;
  if (!tables.data) return <Loading lines={10} />;
  const rows = tables.data.rows;
  return (
    <>
      {filters.get('view') === 'due' ? (
        <DueList me={me} county={county} tables={rows} />
      ) : (
        <GradeList me={me} county={county} tables={rows} />
      )}
      <aside className="side" aria-label={t('grades.title')}>
        {chosen ? (
          <GradeSheet key={chosen} id={chosen} tables={rows} county={county} />
        ) : (
          <>
            <EmptyState title={t('grades.pick')}>{t('grades.pickHint')}</EmptyState>
            {rows.map((table) => (
              <Rule key={table.id} table={table} />
            ))}
          </>
        )}
      </aside>
    </>
  );
}
