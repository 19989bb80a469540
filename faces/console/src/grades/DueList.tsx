import { useState } from 'react';
import { apiUrl } from '../../../shared/api/client.ts';
import type { County, Me, Page } from '../../../shared/api/types.ts';
import { lineText, postWord } from '../../../shared/grades/lines.ts';
import type { DueRow, Table } from '../../../shared/grades/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ChoiceFilter, PlaceFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { GradeBars } from './GradeBars.tsx';
import { RaiseMany } from './RaiseMany.tsx';

type DuePage = Page<DueRow> & { held: number };

/** Who may rise as of a day and why; those chosen are confirmed together. */
export function DueList({ me, county, tables }: { me: Me; county: County; tables: Table[] }) {
  const filters = useFilters(['asOf', 'which', 'place']);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [raising, setRaising] = useState(false);
  const asOf = filters.get('asOf') || county.today;
  const held = filters.get('which') === 'held';
  const query = { ...filters.query, asOf };
  const list = useRows<DueRow, DuePage>('grades', '/grades/due', query);
  const edits = may(me, 'grades.edit') && !held;
  const free = list.rows.filter((row) => row.person.id !== me.person.id);
  const chosen = free.filter((row) => picked.has(row.person.id));
  const later = asOf > county.today;
  const columns = ['name', 'at', 'post', 'grade', ...(held ? [] : ['to']), 'why'];
  return (
    <>
      <GradeBars
        me={me}
        file={apiUrl('/exports/grades-due.xlsx', query)}
        count={
          list.count === null
            ? ''
            : t(held ? 'grades.countHeld' : 'grades.countDue', { day: dayText(asOf, { year: true }), n: list.count })
        }
      >
        <input
          className="hy-input pick"
          type="date"
          aria-label={t('grades.asOf')}
          value={asOf}
          onChange={(event) => {
            setPicked(new Set());
            filters.change({ asOf: event.target.value || null });
          }}
        />
        <ChoiceFilter
          filters={filters}
          name="which"
          label={t('grades.which')}
          all={t('grades.which.due')}
          options={[{ value: 'held', label: t('grades.which.held') }]}
        />
        <PlaceFilter filters={filters} name="place" label={t('people.place')} />
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
      <RowList
        list={list}
        label={t('grades.tab.due')}
        heads={[
          ...(edits
            ? [
                <input
                  key="all"
                  type="checkbox"
                  aria-label={t('grades.chooseAll')}
                  data-testid="choose-all"
                  checked={free.length > 0 && chosen.length === free.length}
                  onChange={(event) => setPicked(new Set(event.target.checked ? free.map((row) => row.person.id) : []))}
                />,
              ]
            : []),
          ...columns.map((column) => t(`grades.column.${column}`)),
        ]}
        none={{ title: t(held ? 'grades.noneHeld' : 'grades.noneDue'), hint: t('grades.noneDueHint') }}
        row={(row) => (
          <Row
            key={row.person.id}
            row={row}
            table={tables.find((table) => table.id === row.table)}
            active={row.person.id === filters.get('at')}
            onOpen={() => filters.change({ at: row.person.id })}
            picked={edits ? picked.has(row.person.id) : null}
            own={row.person.id === me.person.id}
            onPick={(now) => {
              const next = new Set(picked);
              if (now) next.add(row.person.id);
              else next.delete(row.person.id);
              setPicked(next);
            }}
          />
        )}
      />
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
