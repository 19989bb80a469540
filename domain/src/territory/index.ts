export { pointInRing } from './point-in-ring.ts';
