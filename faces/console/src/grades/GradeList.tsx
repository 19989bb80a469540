import { apiUrl } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { postWord } from '../../../shared/grades/lines.ts';
import type { GradeRow, Table } from '../../../shared/grades/types.ts';
import { dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { ChoiceFilter, PlaceFilter, TextFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { GradeBars } from './GradeBars.tsx';
import { LIST_FILTERS } from './use-grades.ts';

/** Holders of graded posts and where they stand. */
export function GradeList({ me, county, tables }: { me: Me; county: County; tables: Table[] }) {
  const filters = useFilters(LIST_FILTERS);
  const list = useRows<GradeRow>('grades', '/grades', filters.query);
  const chosen = filters.get('at');
  const kinds = new Map(county.posts.map((kind) => [kind.kind, kind.word]));
  const most = Math.max(...tables.map((table) => table.count), 1);
  const field = (name: string) => ({ filters, name, label: t(`grades.${name}`) });
  return (
    <>
      <GradeBars
        me={me}
        file={apiUrl('/exports/grades.xlsx', filters.query)}
        count={list.count === null ? '' : t('grades.count', { n: list.count })}
      >
        <TextFilter filters={filters} name="q" label={t('grades.search')} />
        <ChoiceFilter
          {...field('state')}
          all={t('grades.state.all')}
          options={['standing', 'unplaced', 'left'].map((value) => ({ value, label: t(`grades.state.${value}`) }))}
        />
        <ChoiceFilter
          {...field('post')}
          options={tables.flatMap((table) => table.posts.map(({ id, word }) => ({ value: id, label: both(word) })))}
        />
        <ChoiceFilter
          {...field('grade')}
          options={Array.from({ length: most }, (_, i) => ({
            value: String(i + 1),
            label: t('grades.nth', { n: i + 1 }),
          }))}
        />
        <PlaceFilter filters={filters} name="place" label={t('people.place')} />
      </GradeBars>
      <RowList
        list={list}
        label={t('grades.tab.list')}
        heads={['name', 'kind', 'at', 'post', 'grade', 'since'].map((column) => t(`grades.column.${column}`))}
        none={{ title: t('grades.none'), hint: t('grades.noneHint') }}
        row={(row) => {
          const table = tables.find((one) => one.id === row.table);
          return (
            <tr key={row.person.id} data-active={row.person.id === chosen || undefined} data-testid="grade-row">
              <td>
                <button type="button" className="hy-link" onClick={() => filters.change({ at: row.person.id })}>
                  {row.person.name}
                </button>
              </td>
              <td>{both(kinds.get(row.kind) ?? { zh: row.kind, en: row.kind })}</td>
              <td className="hy-soft">{row.at.name}</td>
              <td>{table && postWord(table, row.post)}</td>
              <td className="hy-num">
                {row.grade === null ? (
                  <span className="hy-chip">{t('grades.unplaced')}</span>
                ) : (
                  t('grades.nth', { n: row.grade })
                )}
              </td>
              <td className="hy-num hy-soft">{row.since ? dayText(row.since, { year: true }) : ''}</td>
            </tr>
          );
        }}
      />
    </>
  );
}
