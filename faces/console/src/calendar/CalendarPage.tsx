import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarClock, ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { useCounty } from '../../../shared/api/hooks.ts';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText, weekdayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { type CalendarView, type MonthSheet, parseDays, yearSheet } from './year.ts';

function Month({ sheet, today }: { sheet: MonthSheet; today: string }) {
  return (
    <section className="month" aria-label={t(`calendar.month.${sheet.month}`)}>
      <h2>
        {t(`calendar.month.${sheet.month}`)}
        <span className="hy-soft">{t('calendar.working', { n: sheet.working })}</span>
      </h2>
      <ol className="days">
        {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
          <li className="dayname" key={`w${weekday}`} aria-hidden="true">
            {t(`calendar.weekday.${weekday}`)}
          </li>
        ))}
        {sheet.days.map((one, i) => (
          <li
            key={one.day}
            className="day"
            data-kind={one.kind}
            data-today={one.day === today || undefined}
            style={i === 0 ? { gridColumnStart: sheet.lead + 1 } : undefined}
            title={`${one.day} ${weekdayText(one.weekday)} ${t(`explain.day.${one.kind}`)}${one.name ? ` ${one.name}` : ''}`}
          >
            <span aria-hidden="true">{one.of}</span>
            <i aria-hidden="true">
              {one.kind === 'holiday' ? t('calendar.off') : one.kind === 'makeup' ? t('calendar.on') : ''}
            </i>
            <span className="hy-sr">{`${one.of} ${t(`explain.day.${one.kind}`)} ${one.name ?? ''}`}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function PublishForm({ year, onClose }: { year: number; onClose: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const { days, faults } = parseDays(text, year);
  const send = useMutation<{ version: number; job: string }, ProblemError>({
    mutationFn: () => api('/calendar/years', { body: { year, days } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['calendar'] });
      void client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  const job = send.data?.job;
  return (
    <Dialog open onClose={onClose} title={t('calendar.publish', { year })} size="wide" dismissable={false}>
      {send.isSuccess ? (
        <>
          <p role="status">{t('calendar.published', { year })}</p>
          <div className="hy-actions">
            {job && (
              <Link className="hy-button" data-look="primary" to={`/jobs/${job}`}>
                {t('calendar.seeJob')}
              </Link>
            )}
            <Button onClick={onClose}>{t('act.dismiss')}</Button>
          </div>
        </>
      ) : (
        <form
          className="hy-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (faults.length === 0 && days.length > 0) send.mutate();
          }}
        >
          <Field id="days" label={t('calendar.days')} hint={t('calendar.daysHint', { year })}>
            <textarea
              className="hy-input mono"
              id="days"
              rows={12}
              value={text}
              placeholder={t('calendar.daysSample', { year })}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          {faults.slice(0, 5).map((fault) => (
            <Wrong key={`${fault.line}${fault.code}`}>
              {t(`calendar.fault.${fault.code}`, { line: fault.line, year })}
            </Wrong>
          ))}
          {faults.length === 0 && days.length > 0 && (
            <p className="hy-soft">
              {t('calendar.read', {
                off: days.filter((one) => one.kind === 'holiday').length,
                on: days.filter((one) => one.kind === 'workday').length,
              })}
            </p>
          )}
          <p className="hy-notice">{t('calendar.consequence')}</p>
          {send.error && (
            <Wrong>
              {[send.error.message, ...send.error.fields.map((field) => `${field.path}: ${field.message}`)].join(' · ')}
            </Wrong>
          )}
          <div className="hy-actions">
            <Button
              type="submit"
              look="primary"
              busy={send.isPending}
              disabled={faults.length > 0 || days.length === 0}
            >
              {t('calendar.publish', { year })}
            </Button>
            <Button look="plain" onClick={onClose}>
              {t('act.cancel')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** The county's working days and hours, by which every deadline is counted. */
export default function CalendarPage({ me }: { me: Me }) {
  const today = useCounty().data?.today ?? '';
  const [chosen, setChosen] = useState<number | null>(null);
  const [publishing, setPublishing] = useState(false);
  const { data, error, refetch } = useQuery<CalendarView, ProblemError>({
    queryKey: ['calendar'],
    queryFn: ({ signal }) => api<CalendarView>('/calendar', { signal }),
  });
  const year = chosen ?? (Number(today.slice(0, 4)) || new Date().getFullYear());
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={10} />;
  const months = yearSheet(year, data);
  const provisional = !data.publishedYears.includes(year);
  const total = months.reduce((sum, month) => sum + month.working, 0);
  return (
    <div className="calendar">
      <header className="head">
        <h1>{t('page.calendar')}</h1>
        <div className="hy-actions">
          <Button
            icon={<ChevronLeft size="1.2em" aria-hidden />}
            label={t('act.previous')}
            onClick={() => setChosen(year - 1)}
          />
          <strong className="year hy-num" data-testid="year">
            {year}
          </strong>
          <Button
            icon={<ChevronRight size="1.2em" aria-hidden />}
            label={t('act.next')}
            onClick={() => setChosen(year + 1)}
          />
        </div>
        <span className="hy-soft">{t('calendar.total', { n: total, version: data.version })}</span>
        <span className="grow" />
        {may(me, 'calendar.edit') && provisional && (
          <Button look="primary" onClick={() => setPublishing(true)} data-testid="publish-year">
            {t('calendar.publish', { year })}
          </Button>
        )}
      </header>
      {provisional && (
        <p className="hy-notice calendar-warning" role="status">
          <CalendarClock size="1.2em" aria-hidden />
          {t('calendar.provisional', { year })}
        </p>
      )}
      <div className="calendar-body">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
        <section className="months" aria-label={t('calendar.yearLabel', { year })} tabIndex={0}>
          {months.map((sheet) => (
            <Month key={sheet.month} sheet={sheet} today={today} />
          ))}
        </section>
        <aside className="hours">
          <h2>{t('calendar.hours')}</h2>
          {data.seasons.map((season) => (
            <div key={season.from}>
              <h3>{t('calendar.from', { day: dayText(`${year}-${season.from}`, { year: false }) })}</h3>
              <ul>
                {season.spans.map((span) => (
                  <li className="hy-num" key={span.from}>
                    {span.from} – {span.to}
                  </li>
                ))}
              </ul>
            </div>
          ))}
          <h2>{t('calendar.legend')}</h2>
          <ul className="legend">
            {(['working', 'weekend', 'holiday', 'makeup'] as const).map((kind) => (
              <li key={kind}>
                <span className="day" data-kind={kind} aria-hidden="true">
                  <i>{kind === 'holiday' ? t('calendar.off') : kind === 'makeup' ? t('calendar.on') : ''}</i>
                </span>
                {t(`explain.day.${kind}`)}
              </li>
            ))}
          </ul>
          <h2>{t('calendar.exceptions')}</h2>
          <ul className="exceptions">
            {stretches(data.days.filter((one) => one.day.startsWith(`${year}-`))).map((one) => (
              <li key={one.from}>
                <span className="hy-num">
                  {one.from.slice(5)}
                  {one.to === one.from ? '' : ` – ${one.to.slice(5)}`}
                </span>
                {one.name}
                <span className="hy-soft">
                  {t(one.kind === 'holiday' ? 'explain.day.holiday' : 'explain.day.makeup')}
                </span>
              </li>
            ))}
          </ul>
        </aside>
      </div>
      {publishing && <PublishForm year={year} onClose={() => setPublishing(false)} />}
    </div>
  );
}

/** Days of one kind and name that follow each other, told as one. */
function stretches(days: CalendarView['days']) {
  const list: { from: string; to: string; name: string; kind: string }[] = [];
  for (const { day, kind, name } of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const last = list.at(-1);
    const follows = last && Date.parse(day) - Date.parse(last.to) === 86_400_000;
    if (last && follows && last.kind === kind && last.name === name) last.to = day;
    else list.push({ from: day, to: day, name, kind });
  }
  return list;
}
