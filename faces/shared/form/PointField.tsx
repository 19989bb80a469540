import { LocateFixed, MapPin } from 'lucide-react';
import { useState } from 'react';
import { useSwitch } from '../api/hooks.ts';
import type { LonLat } from '../api/types.ts';
import { MapView } from '../map/MapView.tsx';
import { Button } from '../ui/Button.tsx';
import { Wrong } from '../ui/Field.tsx';
import { t } from '../words/i18n.ts';

/** Where the device is, in WGS84; rejects with a code of `error.`. */
export function whereAmI(): Promise<LonLat> {
  return new Promise((done, fail) => {
    if (!navigator.geolocation) return fail(new Error('position_unavailable'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done([Number(coords.longitude.toFixed(6)), Number(coords.latitude.toFixed(6))]),
      (error) => fail(new Error(error.code === 1 ? 'position_denied' : 'position_unavailable')),
      { enableHighAccuracy: true, timeout: 12_000, maximumAge: 30_000 },
    );
  });
}

/** A position: found by the device, or put on the map. */
export function PointField({
  value,
  onChange,
  center,
}: {
  value: LonLat | null;
  onChange: (point: LonLat | null) => void;
  center?: LonLat | undefined;
}) {
  const maps = useSwitch('map');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const [map, setMap] = useState(false);
  const find = async () => {
    setBusy(true);
    setWrong(null);
    try {
      onChange(await whereAmI());
    } catch (error) {
      setWrong(t(`error.${(error as Error).message}`));
      setMap(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="hy-actions">
        <Button icon={<LocateFixed size="1.1em" aria-hidden />} busy={busy} onClick={() => void find()}>
          {t('point.here')}
        </Button>
        {maps && (
          <Button
            look="plain"
            icon={<MapPin size="1.1em" aria-hidden />}
            onClick={() => setMap(!map)}
            aria-expanded={map}
          >
            {t('point.onMap')}
          </Button>
        )}
        {value && (
          <span className="hy-num hy-soft">
            {value[0].toFixed(5)}, {value[1].toFixed(5)}
          </span>
        )}
      </div>
      {wrong && <Wrong>{wrong}</Wrong>}
      {maps && map && (
        <div style={{ height: '16rem' }}>
          <MapView label={t('point.onMap')} center={value ?? center} pick={{ value, onChange }} />
        </div>
      )}
    </>
  );
}
