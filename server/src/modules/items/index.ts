/** Lists: the items in force as people read them, versions with their lifecycle, drafts, comparing. */
export type { ListActed } from './commands/act-on-list.ts';
export { type Edit, putAllDuties, putItems } from './commands/edit-draft.ts';
export { itemFigures } from './figures.ts';
export { registerItems } from './routes.ts';
export { turnLists } from './turn-lists.ts';
export { findVersion, keyOf, type VersionRow } from './versions.ts';
