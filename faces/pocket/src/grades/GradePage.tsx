import { GradeWay } from '../../../shared/grades/GradeWay.tsx';
import { creditText, postWord } from '../../../shared/grades/lines.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { StaffFirst } from '../account/StaffFirst.tsx';
import { useSession } from '../account/session.ts';
import { Title } from '../frame/Frame.tsx';
import { useOwnGrade } from './own-grade.ts';
import './grades.css';

/** My own grade: where I stand, why, and everything ever recorded of it. */
export function GradePage() {
  const session = useSession();
  const person = session?.me?.person.id ?? null;
  const own = useOwnGrade(person);
  return (
    <>
      <Title back="/me">{t('grades.mine')}</Title>
      {session && person === null && <StaffFirst to="/me/grade" />}
      {own.isPending && person !== null && <Loading />}
      {own.isError && <Failed error={own.error} onRetry={() => void own.refetch()} />}
      {own.data && <Own {...own.data.value} />}
    </>
  );
}

function Own({ table, grade }: NonNullable<ReturnType<typeof useOwnGrade>['data']>['value']) {
  if (!table || !grade) return <EmptyState title={t('grades.mineNone')}>{t('grades.mineNoneHint')}</EmptyState>;
  const { standing, balance } = grade;
  return (
    <article className="pk-grade" data-testid="own-grade">
      <p className="pk-grade-now">
        {standing
          ? t('grades.stands', {
              post: postWord(table, standing.post),
              grade: standing.grade,
              day: dayText(standing.day, { year: true }),
            })
          : t('grades.notPlaced')}
      </p>
      {standing && (
        <p className="hy-soft">
          {t('grades.credits', { balance: creditText(balance), needs: creditText(table.rise.credits) })}
        </p>
      )}
      {!grade.inPost && <p className="hy-soft">{t('grades.notInPost')}</p>}
      <GradeWay sheet={grade} table={table} />
    </article>
  );
}
