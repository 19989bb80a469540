import { useId, useState } from 'react';
import type { MatterView } from '../../../shared/api/types.ts';
import { BeforeAfter } from '../../../shared/matter/Pictures.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { YesNo } from '../../../shared/ui/Choices.tsx';
import { FieldGroup } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { WordsField } from '../lib/WordsField.tsx';
import { useEntries } from '../queue/hooks.ts';
import { isUnderWay } from '../queue/rules.ts';
import { enqueue } from '../queue/sender.ts';
import { titleOf } from '../report/report.ts';
import { sayEntry } from './PlainStory.tsx';
import { answerOf } from './plain.ts';

const QUESTIONS = ['met', 'resolved', 'satisfied'] as const;
type Question = (typeof QUESTIONS)[number];

/** The person judges the answer: three questions with two large answers each, and words if they like. */
export function Judge({
  matter,
  account,
  follow,
}: {
  matter: MatterView;
  account: string;
  follow: string | undefined;
}) {
  const id = useId();
  const [said, setSaid] = useState<Partial<Record<Question, boolean>>>({});
  const [words, setWords] = useState('');
  const [missing, setMissing] = useState(false);
  const entries = useEntries([account]);
  const ability = matter.abilities.find((one) => one.verb === 'judge');
  const underWay = entries?.some((one) => one.task.kind === 'act' && one.task.matter === matter.id && isUnderWay(one));
  if (!ability || underWay) return null;
  const send = async () => {
    const first = QUESTIONS.find((question) => said[question] === undefined);
    setMissing(first !== undefined);
    if (first) {
      document.getElementById(`${id}-${first}`)?.focus();
      return;
    }
    await enqueue({
      account,
      title: titleOf(`${matter.number} ${matter.title ?? ''}`),
      pictures: [],
      task: {
        kind: 'act',
        matter: matter.id,
        assignment: null,
        verb: 'judge',
        follow: follow ?? null,
        fields: { ...said, ...(words.trim() ? { words: words.trim() } : {}) },
        version: matter.version,
      },
    });
  };
  return (
    <section className="pk-judge" aria-labelledby={`${id}-h`} data-testid="judge">
      <h2 id={`${id}-h`}>{t('pocket.judge.title')}</h2>
      <Answer matter={matter} follow={follow} />
      <p>{t('pocket.judge.what')}</p>
      {QUESTIONS.map((question) => (
        <FieldGroup
          key={question}
          id={`${id}-${question}`}
          label={t(`field.judge.${question}`)}
          wrong={missing && said[question] === undefined ? t('pocket.judge.choose') : null}
        >
          <YesNo
            name={`${id}-${question}`}
            value={said[question] ?? null}
            onChange={(answer) => setSaid({ ...said, [question]: answer })}
            testId={`judge-${question}`}
          />
        </FieldGroup>
      ))}
      <label className="hy-label" htmlFor={`${id}-words`}>
        {t('field.judge.words')}
        <em>{t('field.optional')}</em>
      </label>
      <WordsField id={`${id}-words`} words={words} onChange={setWords} rows={2} testId="judge-words" />
      {said.satisfied === false && <p className="hy-hint">{t('pocket.judge.redo')}</p>}
      <Button look="primary" size="large" wide onClick={() => void send()} data-testid="judge-send">
        {t('send.judge')}
      </Button>
    </section>
  );
}

/** What is to be judged: what they say they did, before and after. */
function Answer({ matter, follow }: { matter: MatterView; follow: string | undefined }) {
  const entry = answerOf(matter);
  return (
    <div className="pk-answer">
      {entry && <p>{sayEntry(entry, matter)}</p>}
      {entry?.words && <blockquote>{entry.words}</blockquote>}
      <BeforeAfter pictures={matter.files} follow={follow} />
    </div>
  );
}
