import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { apiUrl } from '../../../shared/api/client.ts';
import type { County } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { countedText, dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { GradeBars } from './GradesTab.tsx';
import { postWord } from './lines.ts';
import { PlaceFilter } from './PlaceFilter.tsx';
import type { GradeRow, Table } from './types.ts';
import { useGradePages, useSearch } from './use-grades.ts';

const NAMES = ['state', 'post', 'grade', 'place', 'q'] as const;

/** Holders of graded posts and where they stand. */
export function GradeList({ county, tables }: { county: County; tables: Table[] }) {
  const { search, change } = useSearch();
  const [text, setText] = useState(search.get('q') ?? '');
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== (search.get('q') ?? '')) change({ q: text.trim() || null });
    }, 300);
    return () => clearTimeout(timer);
  });
  const query = Object.fromEntries(
    NAMES.flatMap((name) => (search.get(name) ? [[name, search.get(name) as string]] : [])),
  );
  const list = useGradePages<GradeRow>('/grades', query);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const last = list.data?.pages.at(-1);
  const chosen = search.get('at');
  const kinds = new Map(county.posts.map((kind) => [kind.kind, kind.word]));
  const tableOf = (row: GradeRow) => tables.find((table) => table.id === row.table);
  const most = Math.max(...tables.map((table) => table.count), 1);
  const select = (name: 'state' | 'post' | 'grade', options: { value: string; label: string }[]) => (
    <select
      className="hy-input pick"
      aria-label={t(`grades.${name}`)}
      data-set={search.get(name) ? true : undefined}
      value={search.get(name) ?? ''}
      onChange={(event) => change({ [name]: event.target.value || null })}
    >
      <option value="">{name === 'state' ? t('grades.state.all') : t(`grades.${name}`)}</option>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
  return (
    <>
      <GradeBars
        file={apiUrl('/exports/grades.xlsx', query)}
        count={last ? t('grades.count', { n: countedText(last.count, !last.counted) }) : ''}
      >
        <div className="search">
          <Search size="1em" aria-hidden />
          <input
            className="hy-input"
            type="search"
            aria-label={t('grades.search')}
            placeholder={t('grades.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        {select(
          'state',
          ['standing', 'unplaced', 'left'].map((value) => ({ value, label: t(`grades.state.${value}`) })),
        )}
        {select(
          'post',
          tables.flatMap((table) => table.posts.map(({ id, word }) => ({ value: id, label: both(word) }))),
        )}
        {select(
          'grade',
          Array.from({ length: most }, (_, i) => ({ value: String(i + 1), label: t('grades.nth', { n: i + 1 }) })),
        )}
        <PlaceFilter />
      </GradeBars>
      <section className="list" aria-label={t('grades.tab.list')}>
        {list.isPending && <Loading lines={10} />}
        {list.isError && !list.data && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && <EmptyState title={t('grades.none')}>{t('grades.noneHint')}</EmptyState>}
        {rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                {['name', 'kind', 'at', 'post', 'grade', 'since'].map((column) => (
                  <th key={column} scope="col">
                    {t(`grades.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const table = tableOf(row);
                return (
                  <tr key={row.person.id} data-active={row.person.id === chosen || undefined} data-testid="grade-row">
                    <td>
                      <button type="button" className="hy-link" onClick={() => change({ at: row.person.id })}>
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
              })}
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
    </>
  );
}
