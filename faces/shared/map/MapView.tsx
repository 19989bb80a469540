import { List, Map as MapIcon } from 'lucide-react';
import { Component, lazy, type ReactNode, Suspense, useState } from 'react';
import { useCounty } from '../api/hooks.ts';
import { Button } from '../ui/Button.tsx';
import { Loading } from '../ui/Stages.tsx';
import { t } from '../words/i18n.ts';
import { MapList } from './MapList.tsx';
import type { MapProps } from './props.ts';

const MapCanvas = lazy(() => import('./MapCanvas.tsx'));

/** A device without WebGL, or a map that fails, gets the list instead. */
class Fallback extends Component<{ instead: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}

/** A map on plain ground (or the county's base map), loaded only when it is shown; the same as a list for the keyboard. */
export function MapView(props: MapProps) {
  const county = useCounty().data;
  const [list, setList] = useState(false);
  const mayList = (props.points?.length ?? 0) > 0 || (props.shapes?.features.length ?? 0) > 0;
  if (county?.switches.map === false) return <p className="hy-soft">{t('map.off')}</p>;
  const asList = <MapList {...props} />;
  return (
    <div className="hy-map">
      {list ? (
        asList
      ) : (
        <Fallback instead={asList}>
          <Suspense fallback={<Loading lines={4} />}>
            <MapCanvas {...props} center={props.center ?? county?.center} baseMap={county?.baseMap ?? null} />
          </Suspense>
        </Fallback>
      )}
      {mayList && (
        <div style={{ position: 'absolute', top: 'var(--s-2)', left: 'var(--s-2)' }}>
          <Button
            icon={list ? <MapIcon size="1em" aria-hidden /> : <List size="1em" aria-hidden />}
            aria-pressed={list}
            onClick={() => setList(!list)}
          >
            {t(list ? 'map.asMap' : 'map.asList')}
          </Button>
        </div>
      )}
    </div>
  );
}
