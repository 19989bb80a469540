/** Live notices (server-sent events): what changed is asked for again, at most twice a second, so bursts do no harm. */
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { apiUrl } from './client.ts';
import { keys } from './hooks.ts';

export type LiveState = 'off' | 'connecting' | 'live' | 'lost';
export type MatterNotice = {
  id: string;
  number?: string;
  state?: string;
  version?: number;
  place?: string;
  kind?: string;
};
export type ProgressNotice = { job: string; kind?: string; done: number; total: number; state: string };

const QUIET = 500;
let state: LiveState = 'off';
const listeners = new Set<() => void>();
const matterListeners = new Set<(notice: MatterNotice) => void>();
const progressListeners = new Set<(notice: ProgressNotice) => void>();

function become(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Whether notices arrive, for the indicator on the frame. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

export function onMatter(act: (notice: MatterNotice) => void): () => void {
  matterListeners.add(act);
  return () => matterListeners.delete(act);
}

export function onProgress(act: (notice: ProgressNotice) => void): () => void {
  progressListeners.add(act);
  return () => progressListeners.delete(act);
}

function read<T>(event: MessageEvent): T | null {
  try {
    return JSON.parse(event.data as string) as T;
  } catch {
    return null;
  }
}

/** Opens the stream; answers how to close it. The browser reconnects by itself, and what was missed is asked for again. */
export function startLive(client: QueryClient): () => void {
  const stale = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let lost = false;

  const refresh = () => {
    timer = null;
    const ids = [...stale];
    stale.clear();
    for (const id of ids) {
      if (id === 'tally') void client.invalidateQueries({ queryKey: ['tally'] });
      else void client.invalidateQueries({ queryKey: keys.matter(id) });
    }
    if (ids.some((id) => id !== 'tally')) void client.invalidateQueries({ queryKey: keys.matters });
  };
  const touch = (id: string) => {
    stale.add(id);
    timer ??= setTimeout(refresh, QUIET);
  };

  become('connecting');
  const source = new EventSource(apiUrl('/live'));
  source.addEventListener('hello', () => {
    if (lost) void client.invalidateQueries();
    lost = false;
    become('live');
  });
  source.addEventListener('open', () => become('live'));
  source.addEventListener('error', () => {
    lost = true;
    become('lost');
  });
  source.addEventListener('matter', (event) => {
    const notice = read<MatterNotice>(event as MessageEvent);
    if (!notice) return;
    touch(notice.id);
    for (const listener of matterListeners) listener(notice);
  });
  source.addEventListener('tally', () => touch('tally'));
  source.addEventListener('progress', (event) => {
    const notice = read<ProgressNotice>(event as MessageEvent);
    if (!notice) return;
    void client.invalidateQueries({ queryKey: ['jobs'] });
    for (const listener of progressListeners) listener(notice);
  });
  return () => {
    source.close();
    if (timer) clearTimeout(timer);
    become('off');
  };
}
