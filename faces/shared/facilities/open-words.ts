/** Whether a facility is open, in words: open until when, or closed until when, in the county's day. */
import { dayKey, dayText, timeText } from '../words/format.ts';
import { t } from '../words/i18n.ts';
import type { FacilityCard } from './types.ts';

function when(moment: string, now: number): string {
  const time = timeText(moment);
  return dayKey(moment) === dayKey(now) ? time : `${dayText(moment, { year: false, weekday: true })} ${time}`;
}

export function openText(one: Pick<FacilityCard, 'closed' | 'open' | 'until' | 'opens'>, now = Date.now()): string {
  if (one.closed) return t('facilities.gone');
  if (one.open)
    return one.until ? t('facilities.openUntil', { when: when(one.until, now) }) : t('facilities.openAlways');
  return one.opens ? t('facilities.opensAt', { when: when(one.opens, now) }) : t('facilities.shut');
}

export function spansText(spans: readonly { from: string; to: string }[]): string {
  return spans.map(({ from, to }) => `${from}–${to}`).join('  ') || t('facilities.dayOff');
}
