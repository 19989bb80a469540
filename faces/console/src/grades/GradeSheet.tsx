import { useState } from 'react';
import { Link } from 'react-router';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText, momentText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { GradeDialog } from './GradeDialog.tsx';
import { creditText, factText, lineText, postWord } from './lines.ts';
import type { Doing, FactRow, Sheet, Table } from './types.ts';
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
      {data.lines.length > 0 && (
        <>
          <h3>{t('grades.why')}</h3>
          <ol className="grade-lines" data-testid="grade-why">
            {data.lines.map((line, i) => (
              <li key={JSON.stringify(line)} data-is={line.is}>
                {lineText(table, line, data.lines[i - 1])}
              </li>
            ))}
          </ol>
        </>
      )}
      <h3>{t('grades.facts')}</h3>
      {data.facts.length === 0 && <p className="hy-soft">{t('grades.noFacts')}</p>}
      <Facts sheet={data} table={table} onWithdraw={(fact) => setDoing({ act: 'withdraw', fact })} />
      {data.steps.length > 0 && (
        <>
          <h3>{t('grades.history')}</h3>
          <ul className="terms" data-testid="grade-steps">
            {data.steps.map((step) => (
              <li key={step.no}>
                <div>
                  <span className="hy-chip">{t(`grades.why.${step.why}`)}</span> {postWord(table, step.post)}{' '}
                  <strong>{t('grades.nth', { n: step.grade })}</strong>
                  <span className="block hy-soft">
                    {dayText(step.day, { year: true })}
                    {step.reason && ` · ${t(`grades.reason.${step.reason}`)}`} · <By {...step} />
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
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

function By({ by, madeAt }: { by: string | null; madeAt: string }) {
  return (
    <>
      {by ? t('grades.by', { name: by }) : t('grades.byProgram')} {momentText(madeAt)}
    </>
  );
}

function Facts({ sheet, table, onWithdraw }: { sheet: Sheet; table: Table; onWithdraw: (fact: FactRow) => void }) {
  const edits = sheet.abilities.includes('record');
  return (
    <ul className="terms" data-testid="grade-facts">
      {sheet.facts.map((fact) => (
        <li key={fact.no} data-holds={fact.holds || undefined}>
          <div className={fact.holds ? '' : 'hy-soft'}>
            {factText(table, fact)} {fact.withdrawn && <span className="hy-chip">{t('grades.withdrawn')}</span>}
            {!fact.holds && !fact.withdrawn && <span className="hy-chip">{t('grades.superseded')}</span>}
            <span className="block hy-soft">
              {fact.reason && `${t(`grades.reason.${fact.reason}`)} · `}
              <By {...fact} />
            </span>
          </div>
          {edits && fact.holds && (
            <Button look="plain" onClick={() => onWithdraw(fact)}>
              {t('grades.act.withdraw')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
