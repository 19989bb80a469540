/** Keeping the program running. */
export { clearAway, type Housekeeping, startHousekeeping } from './housekeeping.ts';
export { registerOperations } from './routes.ts';
