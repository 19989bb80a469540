import { creditText } from '../../../shared/grades/lines.ts';
import type { Table } from '../../../shared/grades/types.ts';
import { both, t } from '../../../shared/words/i18n.ts';

/** The county's rule, as its pack has it. */
export function Rule({ table }: { table: Table }) {
  const { entry, rise, posts } = table;
  const worth = ({ code, word, grades }: Table['rise']['education'][number]) => ({
    id: code,
    word: both(word),
    worth: `+${grades}`,
  });
  const list = (title: string, rows: { id: string; word: string; worth: string }[]) => (
    <div>
      <dt>{title}</dt>
      <dd>
        <ul className="grade-worth">
          {rows.map(({ id, word, worth }) => (
            <li key={id}>
              <span>{word}</span>
              <span className="hy-num">{worth}</span>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
  return (
    <section className="sheet grade-rule" data-testid="grade-rule">
      <h3>
        {t('grades.rule')} · {both(table.word)}
      </h3>
      <p>
        {t('grades.rule.entry', { grade: entry.grade })}
        {entry.yearsPerGrade !== null && t('grades.rule.years', { n: entry.yearsPerGrade })}
        {t('grades.rule.stop')} {t('grades.rule.credits', { n: creditText(rise.credits) })}
        {t('grades.rule.stop')}
      </p>
      <dl>
        {list(
          t('grades.rule.posts'),
          posts.map(({ id, word, lowest, highest }) => ({ id, word: both(word), worth: `${lowest}–${highest}` })),
        )}
        {list(
          t('grades.rule.assessments'),
          rise.assessments.map(({ code, word, credits, holds }) => ({
            id: code,
            word: `${both(word)}${holds ? t('grades.rule.holds') : ''}`,
            worth: creditText(credits),
          })),
        )}
        {list(t('grades.rule.education'), rise.education.map(worth))}
        {list(t('grades.rule.examinations'), rise.examinations.map(worth))}
      </dl>
    </section>
  );
}
