/** People: the door, residents, posts and terms. */
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { registerDirectory } from './directory-routes.ts';
import { registerPosts } from './post-routes.ts';
import { registerReporting } from './reporting-routes.ts';
import { registerSessions } from './session-routes.ts';
import { registerTerms } from './term-routes.ts';

export { actorFor, actorOf, cookieName, followFits, forgetActors, hearOfActors } from './actor-of.ts';
export { allTerms, type TermLine } from './all-terms.ts';
export { type Answerer, type AnsweringPost, answerersOf, answeringBelow } from './answerers.ts';
export { createUser, type NewUser } from './commands/create-user.ts';
export { REPORTED_TO, setReporting } from './commands/report-to.ts';
export { officeFor, takeTerm } from './commands/take-term.ts';
export { peopleFigures } from './figures.ts';
export { findOrMakePerson, type PersonMeant } from './find-person.ts';
export { defineInHand } from './in-hand.ts';
export { maskName, maskPhone } from './mask.ts';
export { namesOf } from './names.ts';
export { hashPassword, passwordFits } from './passwords.ts';
export { isOffice, type PersonKind } from './person.ts';
export { type PostsSettled, settlePlacePosts, termsAt } from './place-posts.ts';
export { tellOfEnding } from './reactions.ts';
export { listReporting, type ReportingQuery, type ReportingUnit } from './reporting.ts';
export { ReportingFilter } from './reporting-routes.ts';
export { findOrMakeResident, makePerson, maskedContact } from './residents.ts';
export { AT_NAME, POST, postFilters, runsOn } from './seats.ts';
export { forgetSecret, makeSecretCache, secretOf } from './secrets.ts';
export { type Credentials, signIn, signOut } from './sign-in.ts';
export { sweepTerms } from './sweep-terms.ts';

export function registerPeople(ground: Ground, services: Services): void {
  registerSessions(ground, services);
  registerDirectory(ground, services);
  registerTerms(ground, services);
  registerPosts(ground, services);
  registerReporting(ground, services);
}
