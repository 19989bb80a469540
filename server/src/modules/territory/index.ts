/** The territory: places in time, their outlines, what changes them. */
import { defineRewrite } from './rewrite.ts';

export { applyDue } from './apply-due.ts';
export { placeFigures } from './figures.ts';
export { importPlaceRows, type PlaceInput } from './import-places.ts';
export { importShapeFeatures, type ShapeInput } from './import-shapes.ts';
export { type PlaceIndex, placeIndex, type ShapeRow } from './place-index.ts';
export { registerTerritory } from './routes.ts';
export type { Fix } from './rules.ts';

defineRewrite();
