export { gramsOf, wantedGrams } from './grams.ts';
