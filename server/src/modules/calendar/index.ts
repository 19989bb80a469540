/** The calendar: working time as people read it, and the years that are published. */
export { RECALCULATE, withYear } from './publish-year.ts';
export { registerCalendar } from './routes.ts';
