export { joined, type Outline, shared, without } from './clip.ts';
export { type CodeFault, type CodeRule, codeFault, nextCode } from './codes.ts';
export { type Ended, followPlace } from './follow.ts';
export { mayLieBelow, SUBKINDS } from './levels.ts';
