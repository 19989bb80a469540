/** The party's organisation beside the territory: tree, members, branch formation. */
import { defineFormJob } from './commands/form-plan.ts';

export { allMembers, currentOrgs, type MemberLine } from './all-members.ts';
export { moveParty, partyAt } from './commands/follow-places.ts';
export { FORM_JOB, formPlan } from './commands/form-plan.ts';
export { RELATIONS, STANDINGS } from './commands/members.ts';
export { takeMember } from './commands/take-member.ts';
export { installDemoParty } from './demo.ts';
export { partyFigures } from './figures.ts';
export { remindOfTerms } from './remind.ts';
export { registerParty } from './routes.ts';

defineFormJob();
