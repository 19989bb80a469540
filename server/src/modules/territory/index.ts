export { registerTerritory } from './routes.ts';
export { placeIndex, type PlaceIndex, type ShapeRow } from './place-index.ts';
