/** Whether the server was reached the last time anything asked it. A phone may call itself online on a stairway without signal. */
import { useSyncExternalStore } from 'react';

let down = false;
const listeners = new Set<() => void>();

export function lineIs(up: boolean): void {
  if (down === !up) return;
  down = !up;
  for (const listener of listeners) listener();
}

function watch(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

export function useLine(): boolean {
  return useSyncExternalStore(
    watch,
    () => navigator.onLine && !down,
    () => true,
  );
}
