/** The matter: its table, its units' parts, its clocks. Pure: values and `now` in, values out. */
export { ASSIGNMENT_VERBS, type AssignmentFact, type AssignmentVerb, assignmentLifecycle } from './assignment-table.ts';
export { actOnAssignment, actOnMatter, type Decision, type MatterEvent } from './decide.ts';
export { assignmentFacts, matterFacts } from './facts.ts';
export { isUnderWay } from './parts.ts';
export { type ClockTurn, type Replayed, replayMatter } from './replay.ts';
export type { ActContext, CountyRules, ItemRule, MatterRules } from './rules.ts';
export { clockInput, isPaused, leadingClock, settleDue } from './running.ts';
export * from './states.ts';
export { type Submission, submitMatter } from './submit.ts';
export { MATTER_VERBS, type MatterFact, type MatterVerb, matterLifecycle } from './table.ts';
