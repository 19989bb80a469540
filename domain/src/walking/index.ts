// Walking times, what they cover, and where the next station helps most. Pure; the solver is handed in.
export {
  bestCover,
  type Chosen,
  type CoverAnswer,
  type CoverProblem,
  coverProgram,
  greedyCover,
  reduceCover,
} from './cover.ts';
export { type Coverage, type Covered, coverageOf, type Demand } from './coverage.ts';
export { areaOf, lattice, pointWithin, type Rings, within } from './ground.ts';
export { buildNetwork, type Network, type Way } from './network.ts';
export { crowMinutes, DETOUR, type LonLat, METRES_PER_MINUTE, metresBetween } from './plane.ts';
export { MEETS_WITHIN, type Reached, type Times, walkTimes } from './times.ts';
