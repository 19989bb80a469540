/** Pictures: taken in, kept, shown to those who may see them. */
export { sweepFiles } from './commands.ts';
export { formatOf, preparePicture } from './pictures.ts';
export { requireOwnFiles } from './require.ts';
export { registerFiles } from './routes.ts';
