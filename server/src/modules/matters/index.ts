/** Matters: the public face of the room. */
import { defineInHand } from '../people/index.ts';
import { countMatters } from './queries.ts';

export { type Act, act, actWithin } from './commands/act.ts';
export { countBelow, countOpenBelow, type Follow, moveMatters } from './commands/move-matters.ts';
export { countOpenMatters, recalculateClocks } from './commands/recalculate.ts';
export { makeSubmit, type Submit } from './commands/submit.ts';
export { writeMatters } from './export.ts';
export { numbering } from './numbers.ts';
export { matterNotices } from './reactions.ts';
export { loadMatter, saveMatter } from './repository.ts';
export { registerMatters } from './routes.ts';
export type { SubmitBody } from './schema.ts';
export { indexMatters, searchable } from './search.ts';
export { sweep } from './sweep.ts';

defineInHand(async (db, county, actor) => {
  const { count: matters } = await countMatters(db, county, actor, { view: 'inbox' });
  const { count: overdue } = await countMatters(db, county, actor, { view: 'inbox', card: 'red' });
  return { matters, overdue };
});
