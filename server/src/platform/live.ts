/**
 * Live notices: what changed, told to those who may see it, over server-sent events. A notice carries ids and enums, never
 * what somebody wrote or is called; the face that hears of a change asks for it again through the door.
 */
import { type Actor, permits } from '../access/actor.ts';
import { type MatterFacts, sees } from '../access/sees.ts';

export type MatterNotice = { id: string; number: string; state: string; version: number; place: string; kind: string };
export type ProgressNotice = { job: string; kind: string; done: number; total: number; state: string };

export type LiveEvent =
  | { name: 'matter'; data: MatterNotice; facts: MatterFacts }
  | { name: 'tally'; data: { day?: string } }
  /** `may`: the permission it takes to hear of it; without one every signed-in person does. */
  | { name: 'progress'; data: ProgressNotice; may?: string };

/** Takes one event in the wire form of `text/event-stream`. */
export type Send = (frame: string) => void;

export type Live = {
  /** @returns how to leave again */
  subscribe(county: string, actor: Actor, send: Send): () => void;
  publish(county: string, event: LiveEvent): void;
  /** Hands on what other processes published, and has what is published here handed to them. */
  relay(pass: (county: string, events: LiveEvent[]) => void): void;
  /** From another process: to the subscribers here only. */
  deliver(county: string, event: LiveEvent): void;
  subscribers(): number;
};

export function frameOf(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Whether the actor is told of the event. */
export function hears(actor: Actor, event: LiveEvent): boolean {
  if (event.name === 'matter') return sees(actor, event.facts);
  if (event.name === 'progress' && event.may) return permits(actor, event.may);
  return true;
}

type Subscriber = { actor: Actor; send: Send };

export function makeLive(): Live {
  const counties = new Map<string, Set<Subscriber>>();
  const passing = new Map<string, LiveEvent[]>();
  let pass: ((county: string, events: LiveEvent[]) => void) | null = null;

  function deliver(county: string, event: LiveEvent): void {
    const subscribers = counties.get(county);
    if (!subscribers?.size) return;
    const frame = frameOf(event.name, event.data);
    for (const subscriber of subscribers) if (hears(subscriber.actor, event)) subscriber.send(frame);
  }

  /** What comes together travels together. */
  function hand(county: string, event: LiveEvent): void {
    const waiting = passing.get(county);
    if (waiting) {
      waiting.push(event);
      return;
    }
    passing.set(county, [event]);
    setImmediate(() => {
      const events = passing.get(county) ?? [];
      passing.delete(county);
      pass?.(county, events);
    });
  }

  return {
    subscribe(county, actor, send) {
      const subscriber = { actor, send };
      const subscribers = counties.get(county) ?? new Set<Subscriber>();
      counties.set(county, subscribers.add(subscriber));
      return () => {
        subscribers.delete(subscriber);
      };
    },
    publish(county, event) {
      deliver(county, event);
      if (pass) hand(county, event);
    },
    relay(to) {
      pass = to;
    },
    deliver,
    subscribers: () => [...counties.values()].reduce((sum, one) => sum + one.size, 0),
  };
}
