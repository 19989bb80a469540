/** Matters: the public face of the room. */
export { type Act, act, actWithin } from './commands/act.ts';
export { countBelow, countOpenBelow, type Follow, moveMatters } from './commands/move-matters.ts';
export { countOpenMatters, recalculateClocks } from './commands/recalculate.ts';
export { followSecret, makeSubmit, type Submit } from './commands/submit.ts';
export { writeMatters } from './export.ts';
export { numbering } from './numbers.ts';
export { countMatters } from './queries.ts';
export { matterNotices } from './reactions.ts';
export { loadMatter, saveMatter } from './repository.ts';
export { registerMatters } from './routes.ts';
export type { SubmitBody } from './schema.ts';
export { indexMatters, searchable } from './search.ts';
export { sweep } from './sweep.ts';
