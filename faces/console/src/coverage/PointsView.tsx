import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { asProblem, type ProblemError } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Choices } from '../../../shared/ui/Choices.tsx';
import { Field, FieldGroup, Wrong } from '../../../shared/ui/Field.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { sendTable, type TableAnswer } from './send-table.ts';

type Wish = { file: File; gcj02: boolean; swapped: boolean };

/** A table of points goes up and comes back with its grids. */
export function PointsView({ county }: { county: string }) {
  const [file, setFile] = useState<File | null>(null);
  const [frame, setFrame] = useState('wgs84');
  const send = useMutation<TableAnswer, ProblemError, Wish>({
    mutationFn: (wish) => sendTable(wish.file, wish).catch((error: unknown) => Promise.reject(asProblem(error))),
  });
  const answer = send.data;
  useEffect(() => () => (answer ? URL.revokeObjectURL(answer.url) : undefined), [answer]);
  const ask = (swapped: boolean) => file && send.mutate({ file, gcj02: frame === 'gcj02', swapped });
  return (
    <section className="list points" aria-label={t('coverage.view.points')}>
      <form
        className="hy-form points-form"
        onSubmit={(event) => {
          event.preventDefault();
          ask(false);
        }}
      >
        <p>{t('points.lead')}</p>
        <Field id="points-file" label={t('points.file')} hint={t('points.fileHint')}>
          <input
            className="hy-input"
            id="points-file"
            type="file"
            accept=".xlsx,.csv"
            data-testid="points-file"
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              send.reset();
            }}
          />
        </Field>
        <FieldGroup id="points-frame" label={t('points.frame')}>
          <Choices
            name="frame"
            value={frame}
            onChange={setFrame}
            options={['wgs84', 'gcj02'].map((value) => ({ value, label: t(`points.frame.${value}`) }))}
          />
        </FieldGroup>
        {send.error && <Wrong>{[send.error.message, send.error.detail].filter(Boolean).join(' · ')}</Wrong>}
        <div className="hy-actions">
          <Button type="submit" look="primary" busy={send.isPending} disabled={!file} data-testid="points-send">
            {t('points.send')}
          </Button>
        </div>
      </form>
      {answer && <Answer answer={answer} county={county} onSwap={() => ask(true)} />}
    </section>
  );
}

function Answer({ answer, county, onSwap }: { answer: TableAnswer; county: string; onSwap: () => void }) {
  const { rows, found, gridded, faults } = answer.figures;
  const swapped = faults.coordinates_swapped ?? 0;
  return (
    <article className="points-answer" role="status" data-testid="points-answer">
      <p>
        {t('points.done', {
          rows: numberText(rows),
          gridded: numberText(gridded),
          above: numberText(found - gridded),
          wrong: numberText(rows - found),
        })}
      </p>
      <ul>
        {Object.entries(faults).map(([code, n]) => (
          <li key={code}>{t('points.fault', { n: numberText(n), words: t(`error.point_${code}`) })}</li>
        ))}
      </ul>
      <div className="hy-actions">
        <a
          className="hy-button"
          data-look="primary"
          href={answer.url}
          download={`points-${county}.xlsx`}
          data-testid="points-get"
        >
          <Download size="1em" aria-hidden />
          {t('points.get')}
        </a>
        {swapped > 0 && swapped > found && <Button onClick={onSwap}>{t('points.swap')}</Button>}
      </div>
    </article>
  );
}
