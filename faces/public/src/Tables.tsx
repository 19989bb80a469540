import { useState } from 'react';
import { Button } from '../../shared/ui/Button.tsx';
import { numberText } from '../../shared/words/format.ts';
import { t } from '../../shared/words/i18n.ts';
import type { Results } from './results.ts';

type Row = { key: string; name: string; received: number; closed: number };
const FIRST = 12;
/** A button that would show two more rows is more than the rows. */
const SPARE = 3;

export function ByCategory({ rows }: { rows: Results['byCategory'] }) {
  return (
    <Table
      id="category"
      rows={rows.map((row) => ({ ...row, key: row.category, name: row.category || t('public.noItem') }))}
    />
  );
}

export function ByCommunity({ rows }: { rows: Results['byCommunity'] }) {
  return <Table id="community" rows={rows.map((row) => ({ ...row, key: row.id }))} />;
}

/** A table with a bar for the eye; the number says the same. All rows are printed. */
function Table({ id, rows }: { id: 'category' | 'community'; rows: Row[] }) {
  const [open, setAll] = useState(false);
  const all = open || rows.length <= FIRST + SPARE;
  const most = Math.max(1, ...rows.map((row) => row.received));
  return (
    <section className="pb-section" aria-labelledby={id}>
      <h2 id={id}>{t(`public.by.${id}`)}</h2>
      {rows.length === 0 ? (
        <p className="hy-soft">{t('public.recent.none')}</p>
      ) : (
        <table className="pb-table" data-testid={`by-${id}`}>
          <thead>
            <tr>
              <th scope="col">{t(`public.column.${id}`)}</th>
              <th scope="col">{t('public.column.received')}</th>
              <th scope="col">{t('public.column.closed')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={row.key} data-later={(!all && at >= FIRST) || undefined}>
                <th scope="row">
                  {row.name}
                  <span className="pb-bar-line" aria-hidden="true">
                    <i style={{ width: `${(100 * row.received) / most}%` }} />
                  </span>
                </th>
                <td>{numberText(row.received)}</td>
                <td>{numberText(row.closed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {!all && (
        <p className="pb-all">
          <Button onClick={() => setAll(true)}>{t('public.all', { n: rows.length })}</Button>
        </p>
      )}
    </section>
  );
}
