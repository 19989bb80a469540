export { joined, type Outline, shared, without } from './clip.ts';
export { type CodeFault, type CodeRule, codeFault, nextCode } from './codes.ts';
export { type Ended, followPlace, heirsOf } from './follow.ts';
export { mayLieBelow, POINTED, SUBKINDS } from './levels.ts';
