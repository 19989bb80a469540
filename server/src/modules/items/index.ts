export { registerItems } from './routes.ts';
