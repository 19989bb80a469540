/** Registers this county's service worker; tells when a newer version of the page waits. */
import { useSyncExternalStore } from 'react';
import { faceBase } from '../../../shared/api/county.ts';

let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function found(worker: ServiceWorker | null): void {
  waiting = worker;
  for (const listener of listeners) listener();
}

export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const scope = `${faceBase('pocket')}/`;
  try {
    const registration = await navigator.serviceWorker.register(`${scope}sw.js`, { scope });
    if (registration.waiting && navigator.serviceWorker.controller) found(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const next = registration.installing;
      next?.addEventListener('statechange', () => {
        if (next.state === 'installed' && navigator.serviceWorker.controller) found(next);
      });
    });
  } catch {
    // Without it the page works as long as there is network.
  }
}

/** Takes the newer version, by the person's press: what they are writing is in the draft. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('take-over');
}

export function useNewVersion(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== null,
  );
}
