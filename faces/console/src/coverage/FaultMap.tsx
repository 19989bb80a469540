import 'maplibre-gl/dist/maplibre-gl.css';
import {
  type DataDrivenPropertyValueSpecification,
  type GeoJSONSource,
  type LayerSpecification,
  Map as MapLibre,
  NavigationControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useRef, useState } from 'react';
import { useCounty } from '../../../shared/api/hooks.ts';
import type { Shapes } from '../../../shared/api/types.ts';
import { boxOf, shapeSources } from '../../../shared/map/geometry.ts';
import { mapStyle } from '../../../shared/map/style.ts';
import { t } from '../../../shared/words/i18n.ts';
import { KindMark } from './KindMark.tsx';
import { COLOURS, type FaultFeatures, KINDS, type Mending } from './types.ts';

setWorkerUrl(workerUrl);

const EMPTY = { type: 'FeatureCollection' as const, features: [] };

const colour = [
  'match',
  ['get', 'kind'],
  ...KINDS.flatMap((kind) => [kind, COLOURS[kind]]),
  COLOURS.broken,
] as unknown as DataDrivenPropertyValueSpecification<string>;

const layers: LayerSpecification[] = [
  { id: 'fault-fill', type: 'fill', source: 'faults', paint: { 'fill-color': colour, 'fill-opacity': 0.45 } },
  {
    id: 'fault-line',
    type: 'line',
    source: 'faults',
    paint: { 'line-color': colour, 'line-width': ['case', ['get', 'picked'], 3.5, 1.5] },
  },
  {
    id: 'before',
    type: 'line',
    source: 'before',
    paint: { 'line-color': '#52615f', 'line-width': 1.5, 'line-dasharray': [2, 2] },
  },
  { id: 'after', type: 'line', source: 'after', paint: { 'line-color': '#0f5c63', 'line-width': 2.5 } },
  {
    id: 'fault-spot',
    type: 'circle',
    source: 'spots',
    maxzoom: 17,
    paint: {
      'circle-color': colour,
      'circle-radius': ['case', ['get', 'picked'], 12, 9],
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': ['case', ['get', 'picked'], 3, 1.5],
    },
  },
  {
    id: 'fault-letter',
    type: 'symbol',
    source: 'spots',
    layout: {
      'text-field': ['step', ['zoom'], ['get', 'letter'], 17, ['get', 'word']],
      'text-font': ['sans-serif'],
      'text-size': ['step', ['zoom'], 11, 17, 13],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: {
      'text-color': ['step', ['zoom'], '#ffffff', 17, '#14211f'],
      'text-halo-color': ['step', ['zoom'], 'rgba(255,255,255,0)', 17, '#ffffff'],
      'text-halo-width': 1.5,
    },
  },
];

export type FaultMapProps = {
  label: string;
  shapes: Shapes | undefined;
  faults: FaultFeatures | undefined;
  picked: number | null;
  mending: Mending | null;
  /** What the map should look at; it moves when this changes. */
  look: string;
  onPick: (no: number) => void;
};

/** Faults on plain ground: a letter from afar, their outline and word from near. */
export default function FaultMap({ label, shapes, faults, picked, mending, look, onPick }: FaultMapProps) {
  const county = useCounty().data;
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [failed, setFailed] = useState(false);
  const pick = useRef(onPick);
  pick.current = onPick;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the map is made once; what changes is handed to it below
  useEffect(() => {
    if (!box.current || !county) return;
    const style = mapStyle(county.baseMap ?? null);
    for (const source of ['faults', 'before', 'after', 'spots'])
      style.sources[source] = { type: 'geojson', data: EMPTY };
    style.layers.push(...layers);
    let made: MapLibre;
    try {
      made = new MapLibre({
        container: box.current,
        style,
        center: county.center,
        zoom: 10,
        maxZoom: 22,
        attributionControl: county.baseMap?.attribution ? { compact: true } : false,
        localIdeographFontFamily: getComputedStyle(box.current).fontFamily,
        dragRotate: false,
        pitchWithRotate: false,
        locale: { 'NavigationControl.ZoomIn': t('map.zoomIn'), 'NavigationControl.ZoomOut': t('map.zoomOut') },
      });
    } catch {
      setFailed(true);
      return;
    }
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    made.getCanvas().setAttribute('aria-label', label);
    made.on('load', () => setMap(made));
    made.on('click', (event) => {
      const [hit] = made.queryRenderedFeatures(event.point, { layers: ['fault-spot', 'fault-fill'] });
      if (hit) pick.current(Number(hit.properties.no));
    });
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      made.remove();
    };
  }, [county !== undefined]);

  useEffect(() => {
    if (!map) return;
    const put = (source: string, data: unknown) => (map.getSource(source) as GeoJSONSource).setData(data as never);
    const { shapes: outlines, names } = shapeSources(shapes, null);
    put('shapes', outlines);
    put('names', names);
    const features = faults?.features ?? [];
    const properties = ({ properties: one }: (typeof features)[number]) => ({
      no: one.no,
      kind: one.kind,
      picked: one.no === picked,
      letter: t(`coverage.letter.${one.kind}`),
      word: t(`coverage.kind.${one.kind}`),
    });
    put('faults', {
      ...EMPTY,
      features: features.map((one) => ({ type: 'Feature', geometry: one.geometry, properties: properties(one) })),
    });
    put('spots', {
      ...EMPTY,
      features: features.map((one) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: one.properties.at },
        properties: properties(one),
      })),
    });
    const side = (which: 'before' | 'after') => ({
      ...EMPTY,
      features: (mending?.changes ?? []).map((one) => ({ type: 'Feature', geometry: one[which], properties: {} })),
    });
    put('before', side('before'));
    put('after', side('after'));
    // The fault's own outline would lie over the line that goes.
    map.setLayoutProperty('fault-line', 'visibility', mending?.changes.length ? 'none' : 'visible');
  }, [map, shapes, faults, picked, mending]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only `look` and the first shapes move the view
  useEffect(() => {
    if (!map) return;
    const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 400;
    const whole = boxOf(shapes);
    const hit = faults?.features.find((one) => one.properties.no === picked);
    const near = hit && boxOf({ features: [{ ...hit, properties: { id: '', name: '' } }] } as unknown as Shapes);
    // A fault with what lies around it, else all there is.
    if (near) map.fitBounds(near, { padding: 160, maxZoom: 20, duration });
    else if (whole) map.fitBounds(whole, { padding: 28, maxZoom: 16, duration });
  }, [map, look, shapes === undefined]);

  if (failed) return <p className="hy-soft coverage-nomap">{t('coverage.noMap')}</p>;
  return (
    <div className="hy-map">
      <div className="hy-map-canvas" ref={box} data-testid="fault-map" data-ready={map !== null} />
      <ul className="coverage-legend" aria-label={t('coverage.legend')}>
        {mending && mending.changes.length > 0 ? (
          <>
            <li data-line="before">{t('coverage.before')}</li>
            <li data-line="after">{t('coverage.after')}</li>
          </>
        ) : (
          KINDS.filter((kind) => faults?.features.some((one) => one.properties.kind === kind)).map((kind) => (
            <li key={kind}>
              <KindMark kind={kind} />
              {t(`coverage.kind.${kind}`)}
            </li>
          ))
        )}
      </ul>
    </div>
  );
}
