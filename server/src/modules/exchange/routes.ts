/** Files in and out over the network. */
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { registerExports } from './export-routes.ts';
import { registerImports } from './import-routes.ts';

export function registerExchange(ground: Ground, services: Services): void {
  registerImports(ground, services);
  registerExports(ground, services);
}
