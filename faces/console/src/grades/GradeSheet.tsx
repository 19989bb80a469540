import { useState } from 'react';
import { Link } from 'react-router';
import type { County } from '../../../shared/api/types.ts';
import { GradeWay } from '../../../shared/grades/GradeWay.tsx';
import { creditText, postWord } from '../../../shared/grades/lines.ts';
import type { Doing, Table } from '../../../shared/grades/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { GradeDialog } from './GradeDialog.tsx';
import { useSheet } from './use-grades.ts';

/** One worker: where they stand, why, what may be done, and all that was ever written. */
export function GradeSheet({ id, tables, county }: { id: string; tables: Table[]; county: County }) {
  const { data, error, refetch } = useSheet(id);
  const [doing, setDoing] = useState<Doing | null>(null);
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  const table = tables.find((one) => one.id === data?.table);
  if (!data || !table) return <Loading lines={8} />;
  const kind = county.posts.find((one) => one.kind === data.kind)?.word;
  const { standing } = data;
  return (
    <article className="sheet" data-testid="grade-sheet">
      <h2>
        <Link to={`/people/${data.person.id}`}>{data.person.name}</Link>
      </h2>
      <p className="hy-soft">
        {kind && both(kind)} · {data.at.name}
      </p>
      <p className="grade-now" data-testid="grade-now">
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
          {t('grades.credits', { balance: creditText(data.balance), needs: creditText(table.rise.credits) })}
        </p>
      )}
      {!data.inPost && <p className="hy-soft">{t('grades.notInPost')}</p>}
      {data.abilities.length > 0 && (
        <div className="term-acts">
          {data.abilities.map((act) => (
            <Button
              key={act}
              look={act === 'raise' || act === 'place' ? 'primary' : 'line'}
              onClick={() => setDoing({ act })}
              data-testid={`grade-${act}`}
            >
              {t(`grades.act.${act}`)}
            </Button>
          ))}
        </div>
      )}
      <GradeWay sheet={data} table={table} onWithdraw={(fact) => setDoing({ act: 'withdraw', fact })} />
      {doing && (
        <GradeDialog
          key={doing.act}
          doing={doing}
          sheet={data}
          table={table}
          county={county}
          onClose={() => setDoing(null)}
        />
      )}
    </article>
  );
}
