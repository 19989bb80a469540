/** Days, hours, limits and numbers as people of the county read them. The county's fixed offset, never the device's zone. */
import { getLang, t } from './i18n.ts';

type Moment = string | number | Date;
type Shown = { year: number; month: number; day: number; weekday: number; hour: number; minute: number };

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
let offsetMinutes = 480;

/** From `GET /county`. */
export function setOffset(minutes: number): void {
  offsetMinutes = minutes;
}

export function toInstant(moment: Moment): number {
  return moment instanceof Date ? moment.getTime() : typeof moment === 'number' ? moment : Date.parse(moment);
}

function shown(moment: Moment): Shown {
  const local = new Date(toInstant(moment) + offsetMinutes * 60_000);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay() || 7,
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  };
}

const two = (n: number): string => String(n).padStart(2, '0');

/** 'YYYY-MM-DD' of an instant in the county. */
export function dayKey(moment: Moment): string {
  const { year, month, day } = shown(moment);
  return `${year}-${two(month)}-${two(day)}`;
}

export function timeText(moment: Moment): string {
  const { hour, minute } = shown(moment);
  return `${two(hour)}:${two(minute)}`;
}

function dayOf({ year, month, day }: Shown, withYear: boolean): string {
  if (getLang() === 'en') return `${day} ${MONTHS[month - 1]}${withYear ? ` ${year}` : ''}`;
  return `${withYear ? `${year}年` : ''}${month}月${day}日`;
}

/** 6月3日; with the year where it is not this one. Takes an instant or a 'YYYY-MM-DD'. */
export function dayText(moment: Moment, options: { year?: boolean; weekday?: boolean } = {}): string {
  const bare = typeof moment === 'string' && /^\d{4}-\d\d-\d\d$/.test(moment);
  const one = shown(bare ? Date.parse(`${moment}T00:00:00Z`) - offsetMinutes * 60_000 : moment);
  const text = dayOf(one, options.year ?? one.year !== shown(Date.now()).year);
  return options.weekday ? `${text} ${weekdayText(one.weekday)}` : text;
}

/** 周一 … 周日; ISO weekday 1 to 7. */
export function weekdayText(weekday: number): string {
  return t(`weekday.${weekday}`);
}

/** 6月3日 09:14. */
export function momentText(moment: Moment): string {
  return `${dayText(moment)} ${timeText(moment)}`;
}

/** A deadline always says its weekday: 6月5日 周五 17:30. */
export function dueText(moment: Moment): string {
  return `${dayText(moment, { weekday: true })} ${timeText(moment)}`;
}

/** 刚刚, 12 分钟前, 3 小时前, then the day. */
export function agoText(moment: Moment, now: number = Date.now()): string {
  const minutes = Math.floor((now - toInstant(moment)) / 60_000);
  if (minutes < 1) return t('time.now');
  if (minutes < 60) return t('time.minutesAgo', { n: minutes });
  if (minutes < 12 * 60) return t('time.hoursAgo', { n: Math.floor(minutes / 60) });
  return momentText(moment);
}

/** 2 个工作日, 4 小时. */
export function limitText(limit: { n: number; unit: string }): string {
  return countText(limit.n, limit.unit);
}

/** The same for narrow places: 1时20分; the full words stand in the title. */
export function shortCountText(n: number, unit: string): string {
  if (unit !== 'minute' && unit !== 'working_minute') return t(`short.${unit}`, { n: numberText(n) });
  const hours = Math.floor(n / 60);
  if (unit === 'minute' && n >= 2880) return t('short.calendar_day', { n: Math.floor(n / 1440) });
  const minutes = hours >= 10 ? 0 : n % 60;
  const parts = [
    hours > 0 ? t('short.hour', { n: hours }) : '',
    minutes > 0 || n === 0 ? t('short.minute', { n: minutes }) : '',
  ];
  return parts.filter(Boolean).join(' ');
}

/** A count in a unit; minutes beyond an hour become hours and minutes, beyond two days days and hours. */
export function countText(n: number, unit: string): string {
  if (unit !== 'minute' && unit !== 'working_minute') return t(`limit.${unit}`, { n: numberText(n) });
  const working = unit === 'working_minute' ? 'working_' : '';
  const days = working || n < 2880 ? 0 : Math.floor(n / 1440);
  const hours = Math.floor((n - days * 1440) / 60);
  const minutes = n - days * 1440 - hours * 60;
  const parts: string[] = [];
  if (days > 0) parts.push(t('limit.calendar_day', { n: days }));
  if (hours > 0) parts.push(t(`limit.${parts.length ? '' : working}hour`, { n: hours }));
  if (days === 0 && (minutes > 0 || parts.length === 0)) {
    parts.push(t(`limit.${parts.length ? '' : working}minute`, { n: minutes }));
  }
  return parts.join(' ');
}

/** 12,345. */
export function numberText(n: number): string {
  return n.toLocaleString('en-US');
}

/** An honest count: 10,000+ where counting stopped. */
export function countedText(n: number, capped: boolean): string {
  return capped ? `${numberText(n)}+` : numberText(n);
}

/** 97.6%; a dash where there is nothing to divide. */
export function shareText(share: number | null | undefined): string {
  return share === null || share === undefined ? '—' : `${(share * 100).toFixed(1).replace(/\.0$/, '')}%`;
}

/** Names one after the other, as the language divides them. */
export function listText(names: readonly string[]): string {
  return names.join(getLang() === 'en' ? ', ' : '、');
}
