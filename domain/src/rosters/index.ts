// Duty rosters: planned by rule and fair share, swapped, attended or missed. Pure.
export * from './duty.ts';
export { planRoster } from './plan.ts';
export { checkRoster, MOST_DAYS } from './rule.ts';
export * from './swap.ts';
export type * from './types.ts';
