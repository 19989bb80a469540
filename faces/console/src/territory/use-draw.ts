/** Drawing on the map: one polygon new, or the corners of one that is there; corners and lines of neighbours draw the pointer on. */
import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import { TerraDraw, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { snapTo } from './snap.ts';
import type { DrawTask, Shape } from './types.ts';

type Ring = [number, number][];
const COLOR = '#0f5c63';

function shapeOf(polygons: Ring[][]): Shape | null {
  if (polygons.length === 0) return null;
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] as Ring[] }
    : { type: 'MultiPolygon', coordinates: polygons };
}

/**
 * @param borders rings that the pointer holds on to
 * @param onChange the outline after each finished step; null while there is none
 */
export function useDraw(
  map: MapLibre | null,
  task: DrawTask | null,
  borders: Ring[],
  onChange: (shape: Shape | null) => void,
): { undo: () => void } {
  const latest = useRef({ borders, onChange });
  latest.current = { borders, onChange };
  const [undo, setUndo] = useState<() => void>(() => () => {});
  useEffect(() => {
    if (!map || !task || task.kind === 'point') return;
    const snapping = {
      toCustom: (event: { lng: number; lat: number }) =>
        snapTo([event.lng, event.lat], latest.current.borders, ([lng, lat]) => map.project([lng, lat])) ?? undefined,
    };
    const styles = { fillColor: COLOR, fillOpacity: 0.15, outlineColor: COLOR, outlineWidth: 2 } as const;
    const polygon = new TerraDrawPolygonMode({ snapping, pointerDistance: 20, showCoordinatePoints: true, styles });
    const select = new TerraDrawSelectMode({
      allowManualDeselection: false,
      styles: { selectedPolygonColor: COLOR, selectedPolygonFillOpacity: 0.15, selectedPolygonOutlineColor: COLOR },
      flags: {
        polygon: {
          feature: {
            draggable: false,
            coordinates: { draggable: true, deletable: true, midpoints: true, snappable: snapping },
          },
        },
      },
    });
    const draw = new TerraDraw({
      adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 7 }),
      modes: [polygon, select],
    });
    draw.start();
    let steps: Ring[][][] = [];
    const now = (): Ring[][] =>
      draw
        .getSnapshot()
        .filter((one) => one.properties.mode === 'polygon' && one.geometry.type === 'Polygon')
        .map((one) => one.geometry.coordinates as Ring[]);
    const put = (polygons: Ring[][]) => {
      draw.clear();
      const ids = polygons.map(() => draw.getFeatureId());
      draw.addFeatures(
        polygons.map((coordinates, index) => ({
          id: ids[index] as string,
          type: 'Feature' as const,
          properties: { mode: 'polygon' },
          geometry: { type: 'Polygon' as const, coordinates },
        })),
      );
      draw.setMode('select');
      const [first] = ids;
      if (first !== undefined && draw.hasFeature(first)) draw.selectFeature(first);
    };
    const tell = () => {
      steps.push(structuredClone(now()));
      latest.current.onChange(shapeOf(now()));
    };
    draw.on('finish', (_id, context) => {
      if (context.mode === 'polygon') {
        const drawn = now();
        put(drawn);
      }
      tell();
    });
    if (task.kind === 'edit') {
      const { shape } = task;
      put(shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates);
      steps = [structuredClone(now())];
    } else draw.setMode('polygon');
    setUndo(() => () => {
      if (draw.getMode() === 'polygon') {
        polygon.undo();
        return;
      }
      steps.pop();
      const before = steps.at(-1);
      if (before) {
        put(structuredClone(before));
        latest.current.onChange(shapeOf(before));
      } else {
        draw.clear();
        draw.setMode('polygon');
        latest.current.onChange(null);
      }
    });
    return () => {
      draw.stop();
    };
  }, [map, task]);
  return { undo };
}
