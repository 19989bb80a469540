import { serviceWorker } from './sw/plugin.ts';

export default { plugins: [serviceWorker('/assets/pocket/')] };
