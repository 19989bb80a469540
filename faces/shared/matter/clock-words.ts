import type { ClockView } from '../api/types.ts';
import { countText, dueText, limitText, shortCountText } from '../words/format.ts';
import { t } from '../words/i18n.ts';

export type ClockLook = 'none' | 'yellow' | 'red' | 'paused' | 'done';

export function clockLook(clock: ClockView): ClockLook {
  if (clock.stoppedAt) return clock.verdict === 'late' ? 'red' : 'done';
  if (clock.left?.overdue || clock.card === 'red') return 'red';
  if (clock.paused) return 'paused';
  return clock.card === 'yellow' ? 'yellow' : 'none';
}

function leftWords(clock: ClockView, short: boolean): string {
  const { left } = clock;
  if (!left) return t('clock.running');
  const count = short ? shortCountText(left.n, left.unit) : countText(left.n, left.unit);
  if (left.overdue) return left.n === 0 ? t('clock.justOver') : t('clock.over', { count });
  if (left.n === 0) return t(left.unit.endsWith('day') ? 'clock.today' : 'clock.nearly');
  return t('clock.left', { count });
}

/** 余 2 个工作日 / 黄牌 今日到期 / 红牌 超期 1 个工作日: said in words, so that the colour only repeats it. */
export function clockWords(clock: ClockView, short = false): string {
  if (clock.stoppedAt) return t(`clock.verdict.${clock.verdict ?? 'void'}`);
  const look = clockLook(clock);
  if (look === 'paused') return t('clock.paused');
  const words = leftWords(clock, short);
  return look === 'yellow' || look === 'red' ? `${t(`card.${look}`)} ${words}` : words;
}

/** 办结时限 2 个工作日，6月5日 周五 17:30 到期. */
export function clockTitle(clock: ClockView): string {
  const kind = t(`clock.${clock.kind}`);
  const limit = limitText(clock.limit);
  return clock.dueAt && !clock.stoppedAt
    ? t('clock.title', { kind, limit, due: dueText(clock.dueAt) })
    : t('clock.titleEnded', { kind, limit });
}
