/** What runs beside the requests: the drainer with its reactions, the sweep of deadlines, jobs, and housekeeping. */
// Jobs that wait from before must find their handlers as soon as the worker looks.
import './modules/boards/index.ts';
import './modules/calendar/index.ts';
import './modules/demo/index.ts';
import './modules/exchange/index.ts';
import './modules/facilities/index.ts';
import './modules/party/index.ts';
import { startHousekeeping } from './modules/operations/housekeeping.ts';
import type { Notices } from './platform/notices.ts';
import { startDrainer } from './platform/outbox.ts';
import type { Services } from './platform/services.ts';
import { startWorker } from './platform/worker.ts';
import { reactions } from './reactions.ts';

export type Work = { wake(county: string): void; lag(county: string): number; stop(): Promise<void> };

export async function startWork(services: Services, notices: Notices): Promise<Work> {
  const drainer = startDrainer(services, reactions);
  const housekeeping = startHousekeeping(services, drainer);
  const worker = await startWorker(services, notices);
  return {
    wake: (county) => drainer.wake(county),
    lag: (county) => drainer.lag(county),
    async stop() {
      await housekeeping.stop();
      await worker.stop();
      await drainer.stop();
    },
  };
}
