/** `GET /live`: the stream of notices. The browser opens it again by itself when it ends. */
import { Refusal } from '@huying/domain/kernel';
import type { Actor } from '../access/actor.ts';
import type { Call, Ground } from './http.ts';
import { frameOf } from './live.ts';
import type { Services } from './services.ts';

const HEARTBEAT_MS = 25_000;
/** For all streams of the process, and for those of one person. */
const MOST = 2000;
const MOST_OF_ONE = 20;
/** A reader that takes nothing for so long a while has gone to sleep; it will come again. */
const MOST_WAITING_BYTES = 1_000_000;

export type LiveOptions = {
  /** Who the caller is by now: sessions end, posts change hands. Asked at each heartbeat. */
  again?: (call: Call) => Promise<Actor>;
  heartbeatMs?: number;
};

export function registerLive({ app, route }: Ground, services: Services, options: LiveOptions = {}): void {
  const { live } = services;
  const { again, heartbeatMs = HEARTBEAT_MS } = options;
  const open = new Map<() => void, string>();

  // Streams never end by themselves: without this the server would wait for them.
  app.addHook('preClose', async () => {
    for (const end of [...open.keys()]) end();
  });

  route(
    {
      method: 'GET',
      path: '/live',
      may: 'signed',
      summary: 'Notices of what changed, as server-sent events',
      raw: true,
    },
    async (call) => {
      const { county, actor, reply, request } = call;
      const person = actor.person?.id ?? '';
      const own = [...open.values()].filter((one) => one === person).length;
      if (open.size >= MOST || own >= MOST_OF_ONE) throw new Refusal('too_many_requests');

      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        // Proxies that gather before they pass on would hold the notices back.
        'x-accel-buffering': 'no',
      });
      const send = (frame: string): void => {
        if (raw.writableLength > MOST_WAITING_BYTES) end();
        else raw.write(frame);
      };
      let leave = live.subscribe(county.id, actor, send);
      const beat = setInterval(() => {
        send(': \n\n');
        if (!again) return;
        again(call).then(
          (now) => {
            if (now.person?.id !== person) return end();
            leave();
            if (open.has(end)) leave = live.subscribe(county.id, now, send);
          },
          () => end(),
        );
      }, heartbeatMs);
      const end = (): void => {
        if (!open.delete(end)) return;
        clearInterval(beat);
        leave();
        raw.end();
      };
      open.set(end, person);
      request.raw.once('close', end);
      raw.once('error', end);
      send(`retry: 3000\n${frameOf('hello', { county: county.id })}`);
      return undefined;
    },
  );
}
