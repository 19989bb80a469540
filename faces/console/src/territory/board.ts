/** What forms draw on the map, and what of it is shown. */
import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import type { LonLat } from '../../../shared/api/types.ts';
import type { DrawTask, Shape } from './types.ts';
import { useDraw } from './use-draw.ts';

export type Choice = { chosen: readonly string[]; toggle(place: string): void };

/** The map's side of a form: what is to be drawn, what was, and what is shown beside. */
export type Board = {
  task: DrawTask | null;
  drawn: Shape | null;
  /** Where the map was clicked, while the task is a point. */
  put: LonLat | null;
  start(task: DrawTask | null): void;
  undo(): void;
  /** Outlines shown beside the county's own, with names. */
  preview(shapes: { name: string; shape: Shape }[]): void;
  /** A point shown beside the county's own. */
  pin(point: LonLat | null): void;
  /** Places beside this one are shown and may be chosen on the map, those in `chosen` stand out; null: no longer. */
  choose(choice: Choice | null): void;
};

const NO_TASK: DrawTask | null = null;

export type Shown = { shapes: { name: string; shape: Shape }[]; pin: LonLat | null; choice: Choice | null };

/** @param borders rings that a drawing hand holds on to */
export function useBoard(map: MapLibre | null, borders: LonLat[][]): { board: Board; shown: Shown } {
  const [task, setTask] = useState(NO_TASK);
  const [drawn, setDrawn] = useState<Shape | null>(null);
  const [put, setPut] = useState<LonLat | null>(null);
  const [shapes, setShapes] = useState<Shown['shapes']>([]);
  const [pin, setPin] = useState<LonLat | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const { undo } = useDraw(map, task, borders, setDrawn);
  useEffect(() => {
    if (!map || task?.kind !== 'point') return;
    const take = ({ lngLat }: { lngLat: { lng: number; lat: number } }) =>
      setPut([Number(lngLat.lng.toFixed(6)), Number(lngLat.lat.toFixed(6))]);
    map.on('click', take);
    map.getCanvas().style.cursor = 'crosshair';
    return () => {
      map.off('click', take);
      map.getCanvas().style.cursor = '';
    };
  }, [map, task]);
  const start = (next: DrawTask | null) => {
    setDrawn(null);
    setPut(null);
    setTask(next);
  };
  return {
    board: { task, drawn, put, start, undo, preview: setShapes, pin: setPin, choose: setChoice },
    shown: { shapes, pin: put ?? pin, choice },
  };
}
