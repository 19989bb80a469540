/**
 * Everything a post may allow. A post's permission holds at its place and everywhere below it, or for its unit.
 * `matter.rule` approves or denies pauses and extensions; `matter.personal` lifts the mask from personal data.
 */
export const PERMISSIONS = [
  'matter.submit',
  'matter.read',
  'matter.accept',
  'matter.reject',
  'matter.classify',
  'matter.settle',
  'matter.raise',
  'matter.dispatch',
  'matter.arbitrate',
  'matter.rule',
  'matter.callback',
  'matter.redo',
  'matter.close',
  'matter.reopen',
  'matter.note',
  'matter.personal',
  'matter.export',
  'assignment.take_on',
  'assignment.refuse',
  'assignment.arrive',
  'assignment.step',
  'assignment.conclude',
  'assignment.request',
  'territory.read',
  'territory.edit',
  'items.read',
  'items.edit',
  'items.approve',
  'calendar.read',
  'calendar.edit',
  'people.read',
  'people.edit',
  'boards.print',
  'grades.read',
  'grades.edit',
  'party.read',
  'party.edit',
  'journal.verify',
  'jobs.read',
  'import.run',
  'facilities.read',
  'facilities.edit',
  'roster.edit',
  'devices.read',
  'devices.edit',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/**
 * Groups of which one post may hold only one: system, security and audit administrators are three people (三员分立), and
 * whoever approves a list is none of them and does not write it.
 */
export const APART: readonly (readonly Permission[])[] = [
  ['territory.edit', 'items.edit', 'calendar.edit', 'import.run'],
  ['people.edit'],
  ['items.approve'],
  ['journal.verify'],
];
