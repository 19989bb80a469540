import 'maplibre-gl/dist/maplibre-gl.css';
import { MapPin } from 'lucide-react';
import { type GeoJSONSource, Map as MapLibre, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useRef, useState } from 'react';
import type { County, LonLat } from '../api/types.ts';
import { t } from '../words/i18n.ts';
import { boxOf, pointSource, shapeSources } from './geometry.ts';
import { drawPin } from './pins.ts';
import type { MapProps } from './props.ts';
import { mapStyle } from './style.ts';

setWorkerUrl(workerUrl);

const PINS = ['none', 'yellow', 'red', 'done', 'closed', 'station', 'site'] as const;
function put(map: MapLibre, source: string, data: unknown): void {
  (map.getSource(source) as GeoJSONSource | undefined)?.setData(data as Parameters<GeoJSONSource['setData']>[0]);
}

const near = (a: LonLat, b: LonLat) => Math.abs(a[0] - b[0]) < 1e-6 && Math.abs(a[1] - b[1]) < 1e-6;

export default function MapCanvas(props: MapProps & { baseMap: County['baseMap'] }) {
  const { shapes, points, selected = null, center, zoom = 11, fit, labels = true, baseMap, pick } = props;
  const box = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [failed, setFailed] = useState<Error | null>(null);
  const latest = useRef(props);
  latest.current = props;
  if (failed) throw failed;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the map is made once; what changes is handed to it below
  useEffect(() => {
    if (!box.current) return;
    let made: MapLibre;
    try {
      made = new MapLibre({
        container: box.current,
        style: mapStyle(baseMap),
        center: center ?? [116.4, 36.3],
        zoom: pick?.value ? Math.max(zoom, 15) : zoom,
        attributionControl: baseMap?.attribution ? { compact: true } : false,
        localIdeographFontFamily: getComputedStyle(box.current).fontFamily,
        dragRotate: false,
        pitchWithRotate: false,
        touchPitch: false,
        locale: { 'NavigationControl.ZoomIn': t('map.zoomIn'), 'NavigationControl.ZoomOut': t('map.zoomOut') },
      });
    } catch (error) {
      setFailed(error as Error);
      return;
    }
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    made.getCanvas().setAttribute('aria-label', props.label);
    const moved = () => {
      const { onMoved, pick: picking } = latest.current;
      const at = made.getCenter();
      // Looking around from afar picks nothing.
      if (picking && (picking.value || made.getZoom() >= 14)) {
        const point: LonLat = [Number(at.lng.toFixed(6)), Number(at.lat.toFixed(6))];
        if (!picking.value || !near(point, picking.value)) picking.onChange(point);
      }
      if (onMoved) {
        const bounds = made.getBounds();
        onMoved([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
      }
    };
    made.on('load', () => {
      for (const pin of PINS) made.addImage(pin, drawPin(pin), { pixelRatio: 2 });
      setMap(made);
      latest.current.onReady?.(made);
    });
    // Whoever takes a picture waits until all that was given is drawn.
    const place = box.current;
    made.on('render', () => place.removeAttribute('data-drawn'));
    made.on('idle', () => place.setAttribute('data-drawn', ''));
    // Only a person's own move picks a point; the first view does not.
    made.on('moveend', (event) => {
      if (!latest.current.pick || event.originalEvent) moved();
    });
    made.on('click', (event) => {
      const { pick: picking, onSelectPoint, onSelectPlace } = latest.current;
      if (picking) {
        picking.onChange([Number(event.lngLat.lng.toFixed(6)), Number(event.lngLat.lat.toFixed(6))]);
        return;
      }
      const { x, y } = event.point;
      const [point] = made.queryRenderedFeatures(
        [
          [x - 6, y - 6],
          [x + 6, y + 6],
        ],
        { layers: ['point'] },
      );
      if (point && onSelectPoint) return onSelectPoint(String(point.properties.id));
      const place = made
        .queryRenderedFeatures([x, y], { layers: ['shape-fill'] })
        .find((one) => one.properties.own !== true);
      if (place && onSelectPlace) onSelectPlace(String(place.properties.id));
    });
    for (const layer of ['point', ...(props.onSelectPlace ? ['shape-fill'] : [])]) {
      made.on('mouseenter', layer, () => {
        made.getCanvas().style.cursor = 'pointer';
      });
      made.on('mouseleave', layer, () => {
        made.getCanvas().style.cursor = '';
      });
    }
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      latest.current.onReady?.(null);
      made.remove();
    };
  }, []);

  useEffect(() => {
    if (!map) return;
    const sources = shapeSources(shapes, selected);
    put(map, 'shapes', sources.shapes);
    put(map, 'names', labels ? sources.names : { type: 'FeatureCollection', features: [] });
  }, [map, shapes, selected, labels]);

  useEffect(() => {
    if (!map) return;
    put(map, 'points', pointSource(points ?? [], selected));
  }, [map, points, selected]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only `fit` and the first shapes move the view
  useEffect(() => {
    if (!map || pick?.value) return;
    const whole = boxOf(shapes, points);
    if (!whole) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    map.fitBounds(whole, { padding: 28, maxZoom: 16, duration: still ? 0 : 300 });
  }, [map, fit, shapes === undefined]);

  useEffect(() => {
    if (!map || !pick?.value) return;
    const at = map.getCenter();
    if (!near([at.lng, at.lat], pick.value)) map.jumpTo({ center: pick.value, zoom: Math.max(map.getZoom(), 15) });
  }, [map, pick?.value]);

  return (
    <>
      <div className="hy-map-canvas" ref={box} data-testid="map" data-ready={map !== null} />
      {pick?.value && (
        <span className="hy-map-pin" aria-hidden="true">
          <MapPin size={34} fill="#fff" strokeWidth={2} />
        </span>
      )}
      <span className="hy-map-note">{t(baseMap ? 'map.base' : 'map.plain')}</span>
    </>
  );
}
