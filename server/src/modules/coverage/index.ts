/** Whether grids cover their communities: the check as long work, its faults, and mending them. */
import { defineCoverageJob } from './check.ts';
import { defineMendJobs } from './mend-all.ts';

export { registerCoverage } from './routes.ts';

defineCoverageJob();
defineMendJobs();
