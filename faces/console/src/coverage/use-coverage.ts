import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { onProgress } from '../../../shared/api/live.ts';
import type { Page } from '../../../shared/api/types.ts';
import type { Fault, FaultFeatures, Kind, Mending, MendingAll, MendWish, Runs } from './types.ts';

const open = (runs: Runs | undefined) => runs?.rows.some((run) => run.state === 'waiting' || run.state === 'running');

/** Checks of late; asked for again while one is under way. */
export function useRuns() {
  const client = useQueryClient();
  useEffect(
    () =>
      onProgress((notice) => {
        if (notice.kind === 'territory.coverage' || notice.kind === undefined)
          void client.invalidateQueries({ queryKey: ['coverage', 'runs'] });
      }),
    [client],
  );
  return useQuery<Runs, ProblemError>({
    queryKey: ['coverage', 'runs'],
    queryFn: ({ signal }) => api<Runs>('/coverage/runs', { signal }),
    refetchInterval: (query) => (open(query.state.data) ? 1000 : false),
  });
}

export function useFaults(run: string | null, kind: Kind | null) {
  return useInfiniteQuery({
    queryKey: ['coverage', 'faults', run, kind],
    queryFn: ({ signal, pageParam }) =>
      api<Page<Fault>>(`/coverage/runs/${run}/faults`, { query: { kind, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: run !== null,
  });
}

export function useFaultMap(run: string | null, kind: Kind | null) {
  return useQuery<FaultFeatures, ProblemError>({
    queryKey: ['coverage', 'map', run, kind],
    queryFn: ({ signal }) => api<FaultFeatures>(`/coverage/runs/${run}/faults.geojson`, { query: { kind }, signal }),
    enabled: run !== null,
  });
}

export function useMending(run: string | null, wish: MendWish | null) {
  return useQuery<Mending, ProblemError>({
    queryKey: ['coverage', 'mending', run, wish],
    queryFn: ({ signal }) =>
      api<Mending>(`/coverage/areas/${wish?.area.id}/mending`, {
        query: { run, reach: wish?.reach, faults: wish?.no },
        signal,
        timeout: 120_000,
      }),
    enabled: run !== null && wish !== null,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useStartCheck() {
  const client = useQueryClient();
  return useMutation<{ run: string; job: string }, ProblemError, { place?: string; tolerance?: number }>({
    mutationFn: (body) => api('/coverage/runs', { body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['coverage', 'runs'] }),
  });
}

export type Mended = { mended: number; left: number; remaining: number; places: string[] };

export function useMend(run: string | null) {
  const client = useQueryClient();
  return useMutation<Mended, ProblemError, { wish: MendWish; mending: Mending; key: string }>({
    mutationFn: ({ wish, mending, key }) =>
      api(`/coverage/areas/${wish.area.id}/mend`, {
        key,
        timeout: 120_000,
        body: {
          reach: wish.reach,
          ...(run ? { run } : {}),
          ...(wish.no === null ? {} : { faults: [wish.no] }),
          seen: mending.changes.map(({ id, version }) => ({ place: id, version })),
        },
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['shapes'] });
      void client.invalidateQueries({ queryKey: ['places'] });
    },
  });
}

/** Orders a step of mending all areas of a check; both are long work. */
export function useMendAll(run: string) {
  return useMutation<{ job: string }, ProblemError, { step: 'mendings' | 'mend'; body: object; key: string }>({
    mutationFn: ({ step, body, key }) => api(`/coverage/runs/${run}/${step}`, { body, key }),
  });
}

/** How far it is; asked again until it has ended. */
export function useMendingAll(run: string, job: string | null) {
  const client = useQueryClient();
  return useQuery<MendingAll, ProblemError>({
    queryKey: ['coverage', 'mending-all', run, job],
    queryFn: async ({ signal }) => {
      const told = await api<MendingAll>(`/coverage/runs/${run}/mendings/${job}`, { signal });
      if (told.state === 'done')
        for (const queryKey of [['shapes'], ['places']]) void client.invalidateQueries({ queryKey });
      return told;
    },
    enabled: job !== null,
    refetchInterval: (query) => (['done', 'failed'].includes(query.state.data?.state ?? '') ? false : 800),
  });
}
