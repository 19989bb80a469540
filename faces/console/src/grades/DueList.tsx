import { useState } from 'react';
import { apiUrl } from '../../../shared/api/client.ts';
import type { County, Me, Page } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { GradeBars } from './GradesTab.tsx';
import { lineText, postWord } from './lines.ts';
import { PlaceFilter } from './PlaceFilter.tsx';
import { RaiseMany } from './RaiseMany.tsx';
import type { DueRow, Table } from './types.ts';
import { useGradePages, useSearch } from './use-grades.ts';

type DuePage = Page<DueRow> & { held: number; asOf: string };

/** Who may rise as of a day and why; those chosen are confirmed together. */
export function DueList({ me, county, tables }: { me: Me; county: County; tables: Table[] }) {
  const { search, change } = useSearch();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [raising, setRaising] = useState(false);
  const asOf = search.get('asOf') ?? county.today;
  const which = search.get('which') === 'held' ? 'held' : 'due';
  const place = search.get('place');
  const query = { asOf, which, ...(place ? { place } : {}) };
  const list = useGradePages<DueRow, DuePage>('/grades/due', query);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const last = list.data?.pages.at(-1);
  const edits = may(me, 'grades.edit') && which === 'due';
  const free = rows.filter((row) => row.person.id !== me.person.id);
  const chosen = free.filter((row) => picked.has(row.person.id));
  const later = asOf > county.today;
  const dueCount = last ? (which === 'due' ? last.count : null) : null;
  return (
    <>
      <GradeBars
        file={apiUrl('/exports/grades-due.xlsx', query)}
        count={
          last
            ? dueCount === null
              ? t('grades.count', { n: last.count })
              : t('grades.countDue', { day: dayText(asOf, { year: true }), n: dueCount, held: last.held })
            : ''
        }
      >
        <input
          className="hy-input pick"
          type="date"
          aria-label={t('grades.asOf')}
          value={asOf}
          onChange={(event) => {
            setPicked(new Set());
            change({ asOf: event.target.value || null });
          }}
        />
        <select
          className="hy-input pick"
          aria-label={t('grades.which')}
          value={which}
          onChange={(event) => change({ which: event.target.value === 'held' ? 'held' : null })}
        >
          <option value="due">{t('grades.which.due')}</option>
          <option value="held">{t('grades.which.held')}</option>
        </select>
        <PlaceFilter />
        {edits && (
          <Button
            look="primary"
            disabled={chosen.length === 0 || later}
            onClick={() => setRaising(true)}
            data-testid="raise-chosen"
          >
            {t('grades.confirm')}
          </Button>
        )}
        {edits && chosen.length > 0 && <span className="hy-soft">{t('grades.chosen', { n: chosen.length })}</span>}
        {edits && later && <span className="hy-soft">{t('grades.confirmLater')}</span>}
      </GradeBars>
      <section className="list" aria-label={t('grades.tab.due')}>
        {list.isPending && <Loading lines={10} />}
        {list.isError && !list.data && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && (
          <EmptyState title={t(which === 'held' ? 'grades.noneHeld' : 'grades.noneDue')}>
            {t('grades.noneDueHint')}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                {edits && (
                  <th scope="col">
                    <input
                      type="checkbox"
                      aria-label={t('grades.chooseAll')}
                      data-testid="choose-all"
                      checked={free.length > 0 && chosen.length === free.length}
                      onChange={(event) =>
                        setPicked(new Set(event.target.checked ? free.map((row) => row.person.id) : []))
                      }
                    />
                  </th>
                )}
                {['name', 'at', 'post', 'grade', ...(which === 'due' ? ['to'] : []), 'why'].map((column) => (
                  <th key={column} scope="col">
                    {t(`grades.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.person.id}
                  row={row}
                  table={tables.find((table) => table.id === row.table)}
                  active={row.person.id === search.get('at')}
                  onOpen={() => change({ at: row.person.id })}
                  picked={edits ? picked.has(row.person.id) : null}
                  own={row.person.id === me.person.id}
                  onPick={(now) => {
                    const next = new Set(picked);
                    if (now) next.add(row.person.id);
                    else next.delete(row.person.id);
                    setPicked(next);
                  }}
                />
              ))}
            </tbody>
          </table>
        )}
        {list.hasNextPage && (
          <p className="row-more-button">
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('list.more')}
            </Button>
          </p>
        )}
      </section>
      {raising && (
        <RaiseMany
          rows={chosen}
          day={asOf}
          onClose={() => {
            setRaising(false);
            setPicked(new Set());
          }}
        />
      )}
    </>
  );
}

function Row({
  row,
  table,
  active,
  picked,
  own,
  onOpen,
  onPick,
}: {
  row: DueRow;
  table: Table | undefined;
  active: boolean;
  picked: boolean | null;
  own: boolean;
  onOpen: () => void;
  onPick: (now: boolean) => void;
}) {
  return (
    <tr data-active={active || undefined} data-testid="due-row">
      {picked !== null && (
        <td>
          <input
            type="checkbox"
            aria-label={t('grades.choose', { name: row.person.name })}
            checked={picked}
            disabled={own}
            onChange={(event) => onPick(event.target.checked)}
          />
        </td>
      )}
      <td>
        <button type="button" className="hy-link" onClick={onOpen}>
          {row.person.name}
        </button>
      </td>
      <td className="hy-soft">{row.at.name}</td>
      <td>{table && postWord(table, row.post)}</td>
      <td className="hy-num">{t('grades.nth', { n: row.grade })}</td>
      {row.to !== null && (
        <td className="hy-num">
          <strong>{t('grades.nth', { n: row.to })}</strong>
        </td>
      )}
      <td>
        <ul className="grade-why">
          {table && row.lines.map((line) => <li key={JSON.stringify(line)}>{lineText(table, line)}</li>)}
        </ul>
      </td>
    </tr>
  );
}
