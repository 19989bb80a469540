export { canonical } from './canonical.ts';
export { type Input, readFields } from './fields.ts';
export * from './lifecycle.ts';
export { childPath, isWithin, type PlacePath, pathIds, pathRange } from './place-path.ts';
export type { Program, Solve, Solved } from './program.ts';
export { type FieldRefusal, Refusal, refuseFields } from './refusal.ts';
