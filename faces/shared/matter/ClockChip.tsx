import { Check, Clock, OctagonAlert, Pause, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ClockView } from '../api/types.ts';
import { t } from '../words/i18n.ts';
import { clockLook, clockTitle, clockWords } from './clock-words.ts';

const ClockExplanation = lazy(() => import('./ClockExplanation.tsx').then((m) => ({ default: m.ClockExplanation })));

const SHAPES = { none: Clock, yellow: TriangleAlert, red: OctagonAlert, paused: Pause, done: Check };

export type ClockChipProps = {
  clock: ClockView;
  /** Given, the chip is a button that explains the deadline day by day. */
  matterId?: string;
  follow?: string;
  /** Names which clock it is: 办结 余 2 个工作日. */
  named?: boolean;
  /** Fewer characters, for lists. */
  short?: boolean;
};

/** Time left, worded, coloured and with a shape of its own for each card. */
export function ClockChip({ clock, matterId, follow, named, short = false }: ClockChipProps) {
  const [open, setOpen] = useState(false);
  const look = clockLook(clock);
  const Shape = SHAPES[look];
  const words = (
    <>
      <Shape size="1em" aria-hidden />
      {named && <span>{t(`clock.${clock.kind}`)}</span>}
      <span>{clockWords(clock, short)}</span>
      {clock.provisional && !clock.stoppedAt && <span title={t('clock.provisionalHint')}>*</span>}
    </>
  );
  if (!matterId) {
    return (
      <span className="hy-chip hy-clock" data-card={look} title={`${clockWords(clock)} · ${clockTitle(clock)}`}>
        {words}
      </span>
    );
  }
  return (
    <>
      <button
        type="button"
        className="hy-chip hy-clock"
        data-card={look}
        data-testid={`clock-${clock.kind}`}
        title={clockTitle(clock)}
        onClick={() => setOpen(true)}
      >
        {words}
      </button>
      {open && (
        <Suspense fallback={null}>
          <ClockExplanation
            matterId={matterId}
            clock={clock}
            {...(follow ? { follow } : {})}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
