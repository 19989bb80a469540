import type { ReactNode } from 'react';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import type { Rows } from './use-rows.ts';

/**
 * A list as it stands: loading, failed, empty, or its rows in a table with a way to more of them.
 * @param heads of the columns, in order
 * @param none what to do when there is nothing; its title says that nothing matches unless it says otherwise
 */
export function RowList<T>({
  list,
  label,
  heads,
  none,
  row,
  children,
}: {
  list: Rows<T>;
  label: string;
  heads: readonly ReactNode[];
  none: { title?: string; hint: string };
  row: (one: T) => ReactNode;
  /** Below the rows. */
  children?: ReactNode;
}) {
  const { rows, loading, error, again, more, busy } = list;
  return (
    <section className="list" aria-label={label}>
      {loading && <Loading lines={10} />}
      {error && <Failed error={error} onRetry={again} />}
      {!loading && !error && rows.length === 0 && (
        <EmptyState title={none.title ?? t('list.noneMatch')}>{none.hint}</EmptyState>
      )}
      {rows.length > 0 && (
        <table className="table">
          <thead>
            <tr>
              {heads.map((head, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their order
                <th scope="col" key={n}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows.map(row)}</tbody>
        </table>
      )}
      {more && (
        <p className="row-more-button">
          <Button busy={busy} onClick={more}>
            {t('list.more')}
          </Button>
        </p>
      )}
      {children}
    </section>
  );
}
