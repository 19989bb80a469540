/** The territory: places in time, their outlines, what changes them. */
import { defineRewrite } from './rewrite.ts';

export { applyDue } from './apply-due.ts';
export { placeFigures } from './figures.ts';
export { figuresInTime } from './figures-in-time.ts';
export { importPlaceRows } from './import-places.ts';
export { importShapeFeatures, type ShapeInput } from './import-shapes.ts';
export { order, put, type TerritoryCall } from './order.ts';
export { lockPlaces } from './places.ts';
export type { PlaceInput } from './plan-places.ts';
export { registerTerritory } from './routes.ts';
export type { Fix } from './rules.ts';
export { editorOf, requireVersion } from './rules.ts';

defineRewrite();
