import { useMemo } from 'react';
import type { PinKind } from '../../../shared/api/types.ts';
import { drawPin } from '../../../shared/map/pins.ts';
import { t } from '../../../shared/words/i18n.ts';
import { BANDS, type Circle, FAR } from './circle-shapes.ts';

/** A pin as the map draws it. */
function Pin({ kind }: { kind: PinKind }) {
  const url = useMemo(() => {
    const pin = drawPin(kind);
    const canvas = document.createElement('canvas');
    canvas.width = pin.width;
    canvas.height = pin.height;
    canvas.getContext('2d')?.putImageData(pin, 0, 0);
    return canvas.toDataURL();
  }, [kind]);
  return <img className="fac-pin" src={url} alt="" />;
}

/** What the colours and pins of the map mean. */
export function CircleLegend({ circle: shown }: { circle: Circle }) {
  return (
    <ul className="fac-legend" aria-label={t('facilities.circle.legend')}>
      {BANDS.map((band) => (
        <li key={band.colour}>
          <i style={{ background: band.colour }} />
          {t('facilities.circle.upTo', { n: Math.round(band.upTo * shown.summary.minutes) })}
        </li>
      ))}
      <li>
        <i style={{ background: FAR }} />
        {t('facilities.circle.beyond')}
      </li>
      {shown.body.stations.length > 0 && (
        <li data-testid="legend-station">
          <Pin kind="station" />
          {t('facilities.circle.station')}
        </li>
      )}
      {(shown.body.sites?.chosen.length ?? 0) > 0 && (
        <li data-testid="legend-site">
          <Pin kind="site" />
          {t('facilities.circle.site')}
        </li>
      )}
    </ul>
  );
}
