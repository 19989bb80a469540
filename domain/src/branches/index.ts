/** Party branches over grids: formed by rule, exactly. */
export { bordersOf, centreOf, metres, type Outline } from './borders.ts';
export { type Changes, type Covering, changesBetween } from './changes.ts';
export { type FormOptions, formationFigures, formBranches } from './form.ts';
export { compareFigures, joinByHand } from './greedy.ts';
export * from './types.ts';
export { wishFaults } from './wishes.ts';
