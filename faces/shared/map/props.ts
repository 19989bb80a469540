/** What a map is given, drawn or told as a list. */
import type { Map as MapLibre } from 'maplibre-gl';
import type { LonLat, MapPoint, Shapes } from '../api/types.ts';

export type MapProps = {
  /** What the map shows, for those who hear it. */
  label: string;
  /** Outlines: county, towns, communities, grids. */
  shapes?: Shapes | undefined;
  points?: MapPoint[];
  /** The point or place that stands out. */
  selected?: string | null;
  onSelectPoint?: (id: string) => void;
  onSelectPlace?: (id: string) => void;
  /** Makes the map a picker of a point. */
  pick?: { value: LonLat | null; onChange: (point: LonLat) => void };
  center?: LonLat | undefined;
  zoom?: number;
  /** Changes when the map should look at its shapes anew. */
  fit?: string;
  /** West, south, east, north after each move. */
  onMoved?: (box: [number, number, number, number]) => void;
  /** The map itself once it is there, to draw on; null when it is gone. */
  onReady?: (map: MapLibre | null) => void;
  /** Names on the shapes; on by default. */
  labels?: boolean;
};
