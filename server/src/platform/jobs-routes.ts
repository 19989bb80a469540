import type { Ground } from './http.ts';
import type { Services } from './services.ts';
export function registerJobs(_ground: Ground, _services: Services): void {}
