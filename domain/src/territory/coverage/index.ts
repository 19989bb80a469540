export { type CoverageFault, type CoverageKind, type CoverageRules, coverageFaults, FLOOR } from './coverage.ts';
export type { Outline } from './ground.ts';
export { type LeftBecause, type Mending, type MendRules, mendCoverage } from './mend.ts';
