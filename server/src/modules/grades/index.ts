/** Grades of community workers (三岗十八级): where they stand, why, who may rise (docs/decisions/0015-grades.md). */
export { installDemoGrades } from './demo.ts';
export { gradeFigures } from './figures.ts';
export { tellOfGrade } from './reactions.ts';
export { registerGrades } from './routes.ts';
