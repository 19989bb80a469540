import { useState } from 'react';
import type { ItemView, Named, Page } from '../../../shared/api/types.ts';
import { t } from '../../../shared/words/i18n.ts';
import { EVERYBODY } from '../store/seen.ts';
import { useSeen } from '../store/use-seen.ts';

/** An item of the county's list, found by a few words. */
export function ItemChoice({
  id,
  item,
  onChange,
}: {
  id: string;
  item: Named | null;
  onChange: (item: Named | null) => void;
}) {
  const [q, setQ] = useState('');
  const found = useSeen<Page<ItemView>>(['items', 'find', q], EVERYBODY, '/items', { q, limit: 8 }, q.trim() !== '');
  if (item) {
    return (
      <p className="pk-chosen">
        <span>{item.name}</span>
        <button type="button" className="hy-button" onClick={() => onChange(null)}>
          {t('pocket.change')}
        </button>
      </p>
    );
  }
  const rows = q.trim() === '' ? [] : (found.data?.value.rows ?? []);
  return (
    <div className="pk-find">
      <input
        id={id}
        className="hy-input"
        type="search"
        value={q}
        placeholder={t('pocket.item.find')}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <ul aria-live="polite">
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              className="hy-button"
              data-wide
              onClick={() => onChange({ id: row.id, name: row.name })}
            >
              {row.name}
            </button>
          </li>
        ))}
        {q.trim() !== '' && found.isSuccess && rows.length === 0 && (
          <li className="hy-hint">{t('pocket.item.none')}</li>
        )}
        {found.isError && <li className="hy-hint">{t('pocket.item.offline')}</li>}
      </ul>
    </div>
  );
}
