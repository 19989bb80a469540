/** The county: its pack, its rows, its runtime, its figures. */
export { unitFigures } from './figures.ts';
export { installCalendar, latestCalendar, lockCalendar, publishCalendar } from './install-calendar.ts';
export { dutiesOf, installDuties, installItems } from './install-items.ts';
export { installPosts, makePosts, type PostSeat } from './install-posts.ts';
export { installPlaces, installUnits } from './install-territory.ts';
export * from './list-versions.ts';
export { NewPackError } from './new/new-pack-error.ts';
export { type NewPackAnswers, writeNewPack } from './new/write-pack.ts';
export { lineOf, PackError, type PackProblem } from './pack-error.ts';
export { kindsAtPlace, kindsAtUnit, postId, postKindsOf, readPlaceSorts } from './post-kinds.ts';
export { type PackKept, packOf, readCounty, readItems } from './read-county.ts';
export { hasStory, packRoot, readPack } from './read-pack.ts';
export { reloadCounty, watchCounties } from './reload.ts';
export { type CountyRooms, type DemoView, registerCounty } from './routes.ts';
export * from './runtime.ts';
