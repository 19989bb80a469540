import { Button } from '../ui/Button.tsx';
import { dayText, momentText } from '../words/format.ts';
import { t } from '../words/i18n.ts';
import { factText, lineText, postWord } from './lines.ts';
import type { FactRow, Sheet, Table } from './types.ts';

type Shown = { sheet: Sheet; table: Table };

/**
 * How somebody came to stand where they do: the rule's reckoning, what it rests on, every step ever taken.
 * @param onWithdraw takes back a fact, for whoever may
 */
export function GradeWay({ sheet, table, onWithdraw }: Shown & { onWithdraw?: (fact: FactRow) => void }) {
  const { lines, facts, steps } = sheet;
  return (
    <>
      {lines.length > 0 && (
        <>
          <h3>{t('grades.why')}</h3>
          <ol className="grade-lines" data-testid="grade-why">
            {lines.map((line, i) => (
              <li key={JSON.stringify(line)} data-is={line.is}>
                {lineText(table, line, lines[i - 1])}
              </li>
            ))}
          </ol>
        </>
      )}
      <h3>{t('grades.facts')}</h3>
      {facts.length === 0 && <p className="hy-soft">{t('grades.noFacts')}</p>}
      <Facts sheet={sheet} table={table} {...(onWithdraw ? { onWithdraw } : {})} />
      {steps.length > 0 && (
        <>
          <h3>{t('grades.history')}</h3>
          <ul className="terms" data-testid="grade-steps">
            {steps.map((step) => (
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
    </>
  );
}

function By({ by, madeAt }: { by: string | null; madeAt: string }) {
  return (
    <>
      {by ? t('grades.by', { name: by }) : t('grades.byProgram')} {momentText(madeAt)}
    </>
  );
}

function Facts({ sheet, table, onWithdraw }: Shown & { onWithdraw?: (fact: FactRow) => void }) {
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
          {edits && onWithdraw && fact.holds && (
            <Button look="plain" onClick={() => onWithdraw(fact)}>
              {t('grades.act.withdraw')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
