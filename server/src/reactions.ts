/** All that follows from events, by room. A new reaction is added here and is from then on tested to be repeatable. */

import { tellOfDuties } from './modules/facilities/index.ts';
import { tellOfGrade } from './modules/grades/index.ts';
import { matterNotices, searchable } from './modules/matters/index.ts';
import { tellReporter } from './modules/messages/index.ts';
import { tellOfEnding } from './modules/people/index.ts';
import { tallies } from './modules/results/index.ts';
import type { Reactions } from './platform/reactions.ts';

export const reactions: Reactions = {
  projections: [tallies, searchable],
  effects: [tellReporter, tellOfEnding, tellOfDuties, tellOfGrade],
  notices: [matterNotices],
};
