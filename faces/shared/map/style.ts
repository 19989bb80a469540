import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { County } from '../api/types.ts';

const GROUND = '#eef3f1';
const EMPTY = { type: 'FeatureCollection' as const, features: [] };

const shapeLayers: LayerSpecification[] = [
  {
    id: 'shape-fill',
    type: 'fill',
    source: 'shapes',
    paint: {
      'fill-color': [
        'case',
        ['has', 'tint'],
        ['get', 'tint'],
        ['get', 'own'],
        '#ffffff',
        ['get', 'picked'],
        '#c6e1e1',
        '#ffffff',
      ],
      'fill-opacity': ['case', ['has', 'tint'], 0.85, ['get', 'picked'], 0.9, 0.7],
    },
  },
  {
    id: 'shape-line',
    type: 'line',
    source: 'shapes',
    // Cells of a raster touch without an edge; places keep theirs.
    filter: ['!', ['has', 'cell']],
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': ['case', ['get', 'own'], '#0b4c52', '#7fa9ab'],
      'line-width': ['case', ['get', 'own'], 2, ['get', 'picked'], 2, 0.9],
    },
  },
];

const shapeNames: LayerSpecification = {
  id: 'shape-name',
  type: 'symbol',
  source: 'names',
  layout: {
    'text-field': ['get', 'name'],
    'text-font': ['sans-serif'],
    'text-size': ['interpolate', ['linear'], ['zoom'], 8, 11, 13, 13],
    'text-max-width': 7,
    'text-padding': 4,
  },
  paint: { 'text-color': '#3a4846', 'text-halo-color': '#ffffff', 'text-halo-width': 1.4 },
};

const pointLayers: LayerSpecification[] = [
  {
    id: 'point-ring',
    type: 'circle',
    source: 'points',
    filter: ['==', ['get', 'picked'], true],
    paint: {
      'circle-radius': 15,
      'circle-color': 'rgba(15,92,99,0.14)',
      'circle-stroke-color': '#0f5c63',
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'point',
    type: 'symbol',
    source: 'points',
    layout: {
      'icon-image': ['get', 'pin'],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      // The reddest lies on top.
      'symbol-sort-key': ['get', 'rank'],
    },
  },
];

/** A style without anything from elsewhere: plain ground, or the county's own base map under it. */
export function mapStyle(baseMap: County['baseMap']): StyleSpecification {
  return {
    version: 8,
    sources: {
      ...(baseMap
        ? {
            base: {
              type: 'raster' as const,
              tiles: baseMap.tiles,
              tileSize: 256,
              ...(baseMap.attribution ? { attribution: baseMap.attribution } : {}),
            },
          }
        : {}),
      shapes: { type: 'geojson', data: EMPTY },
      names: { type: 'geojson', data: EMPTY },
      points: { type: 'geojson', data: EMPTY },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': GROUND } },
      ...(baseMap ? [{ id: 'base', type: 'raster' as const, source: 'base' }] : []),
      ...shapeLayers,
      shapeNames,
      ...pointLayers,
    ],
  };
}
