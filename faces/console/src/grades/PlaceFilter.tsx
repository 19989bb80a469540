import { useState } from 'react';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { Combo } from '../../../shared/ui/Combo.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { useSearch } from './use-grades.ts';

export function PlaceFilter() {
  const { search, change } = useSearch();
  const [names, setNames] = useState<Record<string, string>>({});
  const id = search.get('place');
  return (
    <div className="filter-place">
      <Combo
        label={t('people.place')}
        placeholder={t('people.place')}
        value={id ? { id, name: names[id] ?? id } : null}
        search={placeRows}
        onChange={(row) => {
          if (row) setNames({ ...names, [row.id]: row.name });
          change({ place: row?.id ?? null });
        }}
      />
    </div>
  );
}
