export { type SuggestibleItem, type Suggestion, suggestItems } from './suggest-items.ts';
