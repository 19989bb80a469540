export { type PlaceIndex, placeIndex, type ShapeRow } from './place-index.ts';
export { registerTerritory } from './routes.ts';
