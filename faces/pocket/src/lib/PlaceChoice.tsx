import { useState } from 'react';
import type { Named, PlaceRow } from '../../../shared/api/types.ts';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { EVERYBODY } from '../store/seen.ts';
import { useSeen } from '../store/use-seen.ts';

type Rows = { rows: PlaceRow[] };

/** Town, then community, by native lists: the phone's own, known to everybody. Kept for days without network. */
export function PlaceChoice({ onChoose }: { onChoose: (place: Named) => void }) {
  const [town, setTown] = useState('');
  const root = useSeen<Rows>(['places', 'top'], EVERYBODY, '/places');
  const top = root.data?.value.rows[0]?.id ?? '';
  const towns = useSeen<Rows>(['places', top, 'children'], EVERYBODY, '/places', { parent: top }, top !== '');
  const communities = useSeen<Rows>(['places', town, 'children'], EVERYBODY, '/places', { parent: town }, town !== '');
  const failed = [root, towns, communities].find((one) => one.isError);
  if (failed) return <Failed error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!towns.data) return <Loading lines={2} />;
  const rows = communities.data?.value.rows ?? [];
  return (
    <div className="hy-form">
      <div className="hy-field">
        <label className="hy-label" htmlFor="town">
          {t('pocket.place.town')}
        </label>
        <select id="town" className="hy-input" value={town} onChange={(event) => setTown(event.currentTarget.value)}>
          <option value="">{t('pocket.choose')}</option>
          {towns.data.value.rows.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      {town !== '' && (
        <div className="hy-field">
          <label className="hy-label" htmlFor="community">
            {t('pocket.place.community')}
          </label>
          <select
            id="community"
            className="hy-input"
            value=""
            onChange={(event) => {
              const found = rows.find((one) => one.id === event.currentTarget.value);
              if (found) onChoose({ id: found.id, name: found.name });
            }}
          >
            <option value="">{t(communities.isPending ? 'loading.words' : 'pocket.choose')}</option>
            {rows.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}
