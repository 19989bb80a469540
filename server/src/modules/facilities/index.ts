/** Facilities people go to, the teams and rosters that keep them open, and how far they reach on foot. */
import './circle/job.ts';

export { sweepDuties } from './commands/do-duty.ts';
export { facilityFigures } from './figures.ts';
export { installDemoFacilities } from './install-demo.ts';
export { registerFacilities } from './routes.ts';
