/** Facilities people go to, the teams and rosters that keep them open, and how far they reach on foot. */
import './circle/job.ts';

export type { FacilityFields } from './check-facility.ts';
export { sweepDuties } from './commands/do-duty.ts';
export { countFacilitiesAt, moveFacilities } from './commands/follow-places.ts';
export { keepFacility } from './commands/keep-row.ts';
export { facilityFigures } from './figures.ts';
export { installDemoFacilities } from './install-demo.ts';
export { allFacilities, type FacilityQuery } from './list-facilities.ts';
export { tellOfDuties } from './reactions.ts';
export type { FacilityRow } from './repository.ts';
export { registerFacilities } from './routes.ts';
export { facilityRules } from './rules.ts';
export { FacilityFilter } from './schema.ts';
