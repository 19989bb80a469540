export { itemFigures } from './figures.ts';
export { registerItems } from './routes.ts';
