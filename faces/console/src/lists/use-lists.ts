/** Lists by version from the server, and the acts that change them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, newId, type ProblemError } from '../../../shared/api/client.ts';
import { toast } from '../../../shared/ui/Toast.tsx';
import type { Acted, Comparison, ItemsPage, PostDuties, ReplayView, VersionCard, VersionView } from './types.ts';

export const pathOf = (list: string, version: number | string) => `/lists/${list}/versions/${version}`;

export function useLists() {
  return useQuery<VersionCard[], ProblemError>({
    queryKey: ['lists', 'all'],
    queryFn: async ({ signal }) => (await api<{ rows: VersionCard[] }>('/lists', { signal })).rows,
  });
}

export function useVersion(list: string, version: number) {
  return useQuery<VersionView, ProblemError>({
    queryKey: ['lists', list, version],
    queryFn: ({ signal }) => api<VersionView>(pathOf(list, version), { signal }),
    enabled: version > 0,
  });
}

/** What was read, and the revision it is at least of: changes made from looking at it are changes of that revision. */
export type Read<T> = { revision: number; of: T };

/** Keyed by the revision too: an edit of somebody else's shows as soon as the version is read again. */
export function useListItems({ list, version, revision }: VersionView) {
  return useQuery<Read<ItemsPage>, ProblemError>({
    queryKey: ['lists', list, version, 'items', revision],
    queryFn: async ({ signal }) => ({
      revision,
      of: await api<ItemsPage>(`${pathOf(list, version)}/items`, { signal }),
    }),
    placeholderData: (old) => old,
  });
}

export function useDuties({ list, version, revision }: VersionView) {
  return useQuery<Read<PostDuties[]>, ProblemError>({
    queryKey: ['lists', list, version, 'duties', revision],
    queryFn: async ({ signal }) => ({
      revision,
      of: (await api<{ rows: PostDuties[] }>(`${pathOf(list, version)}/duties`, { signal })).rows,
    }),
    placeholderData: (old) => old,
  });
}

export function useComparison(list: string, from: number, to: number, revision: number) {
  return useQuery<Comparison, ProblemError>({
    queryKey: ['lists', list, 'compare', from, to, revision],
    queryFn: ({ signal }) => api<Comparison>(`/lists/${list}/compare`, { query: { from, to }, signal }),
    enabled: from > 0,
  });
}

const POLL_MS = 1500;

/** Null: it was never tried. Asked for again while it is under way. */
export function useReplay(list: string, version: number) {
  return useQuery<ReplayView | null, ProblemError>({
    queryKey: ['lists', list, version, 'replay'],
    queryFn: async ({ signal }) => {
      try {
        return await api<ReplayView>(`${pathOf(list, version)}/replay`, { signal });
      } catch (error) {
        if ((error as ProblemError).status === 404) return null;
        throw error;
      }
    },
    refetchInterval: (query) => (query.state.data && query.state.data.doneAt === null ? POLL_MS : false),
  });
}

export type Change = { path: string; body: Record<string, unknown>; done?: string };

/**
 * The revision a form was written from. It moves on by itself as long as nobody changed what the form was opened with; where
 * somebody did, whoever writes decides, and until then the server refuses what they send.
 * @param now what the form is about as it was read last; null: it is gone
 */
export function useSeen(revision: number, now: unknown): { seen: number; overtaken: boolean; keepMine: () => void } {
  const text = JSON.stringify(now);
  const [opened, setOpened] = useState(text);
  const [seen, setSeen] = useState(revision);
  const overtaken = text !== opened;
  useEffect(() => {
    if (!overtaken) setSeen(revision);
  }, [overtaken, revision]);
  return { seen, overtaken, keepMine: () => setOpened(text) };
}

/** One change of a version, with the revision that was seen; says what was done, and reads anew where somebody was faster. */
export function useChange(view: VersionView, after: (acted: Acted) => void = () => {}, seen = view.revision) {
  const client = useQueryClient();
  return useMutation<Acted, ProblemError, Change>({
    mutationFn: ({ path, body }) =>
      api<Acted>(`${pathOf(view.list, view.version)}/${path}`, {
        body: { seen, ...body },
        key: newId(),
      }),
    onSuccess: (acted, { done }) => {
      if (done) toast(done);
      after(acted);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['lists'] }),
  });
}

/** The faults of a refusal by the field's path, in words. */
export function faultsOf(error: ProblemError | null): Record<string, string> {
  return Object.fromEntries((error?.fields ?? []).map((field) => [field.path, field.message]));
}
