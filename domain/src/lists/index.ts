/** Lists by version: their lifecycle, what must hold of their contents, how two versions differ. */
export { dutyFaults } from './check-duties.ts';
export { itemFaults, listFaults } from './check-items.ts';
export * from './compare.ts';
export { actOnList, type ListContext, type ListDecision, type ListVersion, listFacts } from './decide.ts';
export { inForceOn, stateOn, turnsDue } from './in-force.ts';
export { renumbered } from './renumber.ts';
export * from './shapes.ts';
export {
  APPROVALS,
  LIST_STATES,
  LIST_VERBS,
  type ListFact,
  type ListState,
  type ListVerb,
  listLifecycle,
} from './table.ts';
