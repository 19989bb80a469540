import { useQuery } from '@tanstack/react-query';
import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { Page } from '../../../shared/api/types.ts';
import { openText, spansText } from '../../../shared/facilities/open-words.ts';
import type { FacilityCard, FacilityRules, FacilityView } from '../../../shared/facilities/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { listText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { findPosition, type PositionFailure } from '../device/position.ts';
import { Title } from '../frame/Frame.tsx';
import { EVERYBODY } from '../store/seen.ts';
import { useSeen } from '../store/use-seen.ts';
import './facilities.css';

/** Facilities near me, as a plain list: what, how far, open until when. */
export function NearbyPage() {
  const [kind, setKind] = useState('');
  const [near, setNear] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const rules = useSeen<FacilityRules>(['facilities', 'kinds'], EVERYBODY, '/facilities/kinds');
  const query = { kind, near, limit: 30 };
  const list = useSeen<Page<FacilityCard>>(['facilities', 'list', kind, near], EVERYBODY, '/facilities', query);
  const find = async () => {
    setBusy(true);
    setWrong(null);
    try {
      const { point } = await findPosition();
      setNear(point.join(','));
    } catch (failure) {
      setWrong(t((failure as PositionFailure) === 'denied' ? 'facilities.pocket.denied' : 'facilities.pocket.nowhere'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Title back="/">{t('facilities.pocket.near')}</Title>
      <div className="pk-keys">
        <Button
          wide
          size="large"
          look="primary"
          busy={busy}
          icon={<LocateFixed size="1.2em" aria-hidden />}
          onClick={() => void find()}
          data-testid="near-find"
        >
          {t(near ? 'facilities.pocket.again' : 'facilities.pocket.find')}
        </Button>
        <select
          className="hy-input"
          aria-label={t('facilities.kind')}
          value={kind}
          onChange={(event) => setKind(event.target.value)}
        >
          <option value="">{t('facilities.allKinds')}</option>
          {rules.data?.value.kinds.map((one) => (
            <option key={one.kind} value={one.kind}>
              {both(one.word)}
            </option>
          ))}
        </select>
      </div>
      {wrong && <Wrong>{wrong}</Wrong>}
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.value.rows.length === 0 && (
        <EmptyState title={t('facilities.pocket.none')}>{t('facilities.none')}</EmptyState>
      )}
      <ul className="pk-list" data-testid="near-list">
        {list.data?.value.rows.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="pk-place"
              aria-expanded={shown === one.id}
              onClick={() => setShown(shown === one.id ? null : one.id)}
            >
              <strong>{one.name}</strong>
              <span>
                {both(one.word)}
                {one.metres !== undefined && ` · ${distanceText(one.metres)}`}
              </span>
              <span data-open={one.open || undefined}>{openText(one)}</span>
            </button>
            {shown === one.id && <More id={one.id} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function distanceText(metres: number): string {
  return metres < 1000
    ? t('facilities.pocket.metres', { n: Math.round(metres / 10) * 10 })
    : t('facilities.pocket.kilometres', { n: (metres / 1000).toFixed(1) });
}

function More({ id }: { id: string }) {
  const one = useQuery<FacilityView, ProblemError>({
    queryKey: ['facilities', id],
    queryFn: ({ signal }) => api(`/facilities/${id}`, { signal }),
  }).data;
  if (!one) return <Loading lines={2} />;
  return (
    <div className="pk-place-more">
      <p>
        {t('facilities.today')} {spansText(one.today.spans)}
      </p>
      {one.services.length > 0 && (
        <p>
          {t('facilities.services')} {listText(one.services.map((service) => both(service.word)))}
        </p>
      )}
      {one.contact && (
        <p>
          {t('facilities.contact')} {one.contact.at} {both(one.contact.word)}
        </p>
      )}
    </div>
  );
}
