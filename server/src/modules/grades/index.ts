/** Grades of community workers (三岗十八级): where they stand, why, who may rise (docs/decisions/0015-grades.md). */

export { GRADE_REASONS } from './commands/calls.ts';
export { type FactToTake, takeFacts } from './commands/take-facts.ts';
export { installDemoGrades } from './demo.ts';
export { gradeFigures } from './figures.ts';
export { type KnownLine, knownFacts, workersMeant } from './known.ts';
export { tellOfGrade } from './reactions.ts';
export { registerGrades } from './routes.ts';
