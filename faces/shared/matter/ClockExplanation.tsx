import { CalendarClock } from 'lucide-react';
import { useClock } from '../api/hooks.ts';
import type { ClockExplained, ClockView, ExplanationLine } from '../api/types.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Failed, Loading } from '../ui/Stages.tsx';
import { countText, dayText, dueText, limitText, momentText, timeText, weekdayText } from '../words/format.ts';
import { t } from '../words/i18n.ts';
import { clockWords } from './clock-words.ts';

const RESTS = new Set(['weekend', 'holiday', 'paused', 'receipt']);

function lineWords(line: ExplanationLine): string {
  const name = line.name ?? '';
  // Hours run on the day of receipt; only a limit in days leaves it out.
  const kind = line.kind === 'receipt' && line.counted > 0 ? 'receipt.counted' : line.kind;
  const words = t(`explain.${kind}`, { name: name || t(`explain.day.${line.dayKind}`) });
  const spans = (line.spans ?? []).map(([from, to]) => `${timeText(from)}–${timeText(to)}`).join(', ');
  const paused = line.pausedMinutes ? t('explain.pausedFor', { count: countText(line.pausedMinutes, 'minute') }) : '';
  return [words, spans, paused].filter(Boolean).join(' · ');
}

function Lines({ explanation }: { explanation: ClockExplained['explanation'] }) {
  const unit = (line: ExplanationLine) => explanation.legs?.[line.leg]?.unit ?? explanation.unit;
  return (
    <table className="hy-explain">
      <thead>
        <tr>
          <th scope="col">{t('explain.dayColumn')}</th>
          <th scope="col">{t('explain.whyColumn')}</th>
          <th scope="col">{t('explain.countedColumn')}</th>
          <th scope="col">{t('explain.runningColumn')}</th>
        </tr>
      </thead>
      <tbody>
        {explanation.lines.map((line) => (
          <tr
            key={`${line.leg}.${line.day}.${line.kind}`}
            data-rest={(line.counted === 0 && RESTS.has(line.kind)) || undefined}
            data-due={line.kind === 'due' || undefined}
          >
            <td className="hy-num">
              {dayText(line.day)} {weekdayText(line.weekday)}
            </td>
            <td>{line.kind === 'due' ? t('explain.due', { at: timeText(explanation.dueAt) }) : lineWords(line)}</td>
            <td className="hy-num">{line.counted > 0 ? `+${countText(line.counted, unit(line))}` : '—'}</td>
            <td className="hy-num">{countText(line.running, unit(line))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Explained({ clock, explanation, rule, calendar }: ClockExplained) {
  return (
    <>
      <div className="hy-form" style={{ gap: 'var(--s-1)' }}>
        <p>{t('explain.started', { at: momentText(explanation.startedAt), limit: limitText(clock.limit) })}</p>
        <p>
          <strong>{t('explain.dueAt', { at: dueText(explanation.dueAt) })}</strong>{' '}
          <span className="hy-soft">{t('explain.yellowAt', { at: dueText(explanation.yellowAt) })}</span>
        </p>
        <p className="hy-soft">
          {rule.listVersion
            ? t('explain.ruleItem', {
                text: [rule.item?.name, rule.text].filter(Boolean).join(' · '),
                version: rule.listVersion,
              })
            : t('explain.rulePack', { text: rule.text ?? t('rule.pack') })}
          {' · '}
          {t('explain.calendarVersion', { version: calendar.version })}
        </p>
      </div>
      {explanation.warnings.map((warning) => {
        const [code, year] = warning.split(':');
        return (
          <p className="hy-notice" key={warning}>
            <CalendarClock size="1em" aria-hidden />
            <span>{t(`warning.${code}`, { year })}</span>
          </p>
        );
      })}
      <Lines explanation={explanation} />
    </>
  );
}

/** The deadline day by day: what was counted, skipped or paused, by which calendar and rule. */
export function ClockExplanation({
  matterId,
  clock,
  follow,
  onClose,
}: {
  matterId: string;
  clock: ClockView;
  follow?: string;
  onClose: () => void;
}) {
  const { data, error, refetch } = useClock(matterId, clock.no, true, follow);
  return (
    <Dialog open onClose={onClose} title={`${t(`clock.${clock.kind}`)} · ${clockWords(clock)}`} size="wide">
      {data ? <Explained {...data} /> : error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading />}
    </Dialog>
  );
}
