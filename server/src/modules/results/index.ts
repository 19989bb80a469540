/** Results: tallies that follow from events, and what is shown of them. */
export { rebuildAllTallies, tallies } from './reactions.ts';
export { registerResults } from './routes.ts';
export { compareTallies } from './tally.ts';
