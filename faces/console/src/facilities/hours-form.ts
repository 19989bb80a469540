/** Hours as a clerk types them: one line for each weekday, one for each day of its own. */
import type { Hours, Span } from '../../../shared/facilities/types.ts';

const SPAN = /^(\d{1,2})[:：](\d{2})[-–—~至](\d{1,2})[:：](\d{2})$/;

/** `08:30-12:00 13:30-17:30`; an empty text is a day off; null where it cannot be read. */
export function readSpans(text: string): Span[] | null {
  const spans: Span[] = [];
  for (const piece of text.split(/[\s,，、]+/).filter(Boolean)) {
    const found = SPAN.exec(piece);
    if (!found) return null;
    const [, h1 = '', m1 = '', h2 = '', m2 = ''] = found;
    spans.push({ from: `${h1.padStart(2, '0')}:${m1}`, to: `${h2.padStart(2, '0')}:${m2}` });
  }
  return spans;
}

export const writeSpans = (spans: readonly Span[]): string => spans.map(({ from, to }) => `${from}-${to}`).join(' ');

/** `2026-02-20 09:00-12:00`, a day alone is closed; null where a line cannot be read. */
export function readExceptions(text: string): Hours['exceptions'] | null {
  const days: Hours['exceptions'] = [];
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const found = /^(\d{4}-\d{2}-\d{2})\s*(.*)$/.exec(line);
    const spans = found ? readSpans(found[2] ?? '') : null;
    if (!found || !spans) return null;
    days.push({ day: found[1] as string, spans });
  }
  return days;
}

export const writeExceptions = (days: Hours['exceptions']): string =>
  days.map(({ day, spans }) => `${day} ${writeSpans(spans)}`.trim()).join('\n');
