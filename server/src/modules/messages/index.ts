/** Messages to reporters: what becomes of their matter. */
export { tellReporter, templateOf } from './reactions.ts';
export { sendMessages } from './send.ts';
