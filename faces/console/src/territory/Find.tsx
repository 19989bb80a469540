import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { searchPlaces } from '../../../shared/api/hooks.ts';
import { t } from '../../../shared/words/i18n.ts';
import { kindWords } from './words.ts';

/** A place by its name or code. */
export function Find() {
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  const found = useQuery({
    queryKey: ['places', 'find', q.trim()],
    queryFn: ({ signal }) => searchPlaces(q.trim(), signal),
    enabled: q.trim().length > 0,
  });
  return (
    <div className="search find">
      <Search size="1em" aria-hidden />
      <input
        className="hy-input"
        type="search"
        aria-label={t('territory.search')}
        placeholder={t('territory.search')}
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {q.trim() && found.data && (
        <ul className="found">
          {found.data.length === 0 && <li className="hy-empty-list">{t('combo.none')}</li>}
          {found.data.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="hy-option"
                onClick={() => {
                  setQ('');
                  navigate(`/territory/${one.id}`);
                }}
              >
                <span>{one.name}</span>
                <small>{[kindWords(one), ...(one.path ?? []).slice(1, -1).map((up) => up.name)].join(' · ')}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
