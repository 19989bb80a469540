// Grades of community workers (三岗十八级): where somebody begins, when they may rise, and why. Pure.
export { type Entry, entryOn, within } from './entry.ts';
export { factsInEffect, fullYears, highest, type Recorded } from './facts.ts';
export { givenBack, reckon } from './reckon.ts';
export * from './types.ts';
