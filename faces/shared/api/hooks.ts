/** Server state by react-query: one key per thing, so that live notices know what to refresh. */
import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, asProblem, type ProblemError, type Query } from './client.ts';
import type {
  Ability,
  Acted,
  ClockExplained,
  County,
  ItemView,
  MatterView,
  Me,
  Named,
  Page,
  PlaceRow,
  Shapes,
  Suggestions,
  UnitRow,
} from './types.ts';

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => asProblem(error).passing && failures < 3,
        refetchOnWindowFocus: true,
        // The server may sit on this very machine: a browser that calls itself offline can still reach it.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

export const keys = {
  county: ['county'] as const,
  me: ['me'] as const,
  matters: ['matters'] as const,
  matter: (id: string) => ['matter', id] as const,
};

export function useCounty() {
  return useQuery<County, ProblemError>({
    queryKey: keys.county,
    queryFn: () => api<County>('/county'),
    staleTime: 300_000,
  });
}

/** Whether the county uses a room of the program; while the county is not known, everything is there. */
export function useSwitch(name: string): boolean {
  return useCounty().data?.switches[name] !== false;
}

/** Who is signed in; null when nobody is. */
export function useMe() {
  return useQuery<Me | null, ProblemError>({
    queryKey: keys.me,
    queryFn: async () => {
      try {
        return await api<Me>('/me');
      } catch (error) {
        if (asProblem(error).status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
  });
}

export function useMatter(id: string, follow?: string) {
  return useQuery<MatterView, ProblemError>({
    queryKey: keys.matter(id),
    queryFn: ({ signal }) => api<MatterView>(`/matters/${id}`, { query: { follow }, signal }),
    enabled: id !== '',
  });
}

export function useClock(id: string, no: number, enabled: boolean, follow?: string) {
  return useQuery<ClockExplained, ProblemError>({
    queryKey: ['matter', id, 'clock', no],
    queryFn: ({ signal }) => api<ClockExplained>(`/matters/${id}/clocks/${no}`, { query: { follow }, signal }),
    enabled,
  });
}

export function useSuggestions(id: string, enabled: boolean) {
  return useQuery<Suggestions, ProblemError>({
    queryKey: ['matter', id, 'suggestions'],
    queryFn: ({ signal }) => api<Suggestions>(`/matters/${id}/suggestions`, { signal }),
    enabled: enabled && id !== '',
    staleTime: 60_000,
  });
}

export function useItem(id: string | null) {
  return useQuery<ItemView, ProblemError>({
    queryKey: ['items', id],
    queryFn: ({ signal }) => api<ItemView>(`/items/${id}`, { signal }),
    enabled: id !== null && id !== '',
    staleTime: 300_000,
  });
}

/** All units of the county; a county has some hundred. */
export function useUnits() {
  return useQuery<UnitRow[], ProblemError>({
    queryKey: ['units'],
    queryFn: async ({ signal }) => (await api<{ rows: UnitRow[] }>('/units', { signal })).rows,
    staleTime: 600_000,
  });
}

/** @param below how many levels, or the one level of which all are wanted, however deep */
export function useShapes(place: string | null, below: number | { kind: string } = 1) {
  const maps = useSwitch('map');
  const query: Query = typeof below === 'number' ? { depth: below } : below;
  return useQuery<Shapes, ProblemError>({
    queryKey: ['shapes', place, JSON.stringify(query)],
    queryFn: ({ signal }) => api<Shapes>(`/places/${place}/shapes`, { query, signal }),
    enabled: maps && place !== null && place !== '',
    staleTime: 600_000,
  });
}

/** The node at the top of the county's tree. */
export function useRootPlace() {
  return useQuery<PlaceRow | null, ProblemError>({
    queryKey: ['places', 'root'],
    queryFn: async ({ signal }) => (await api<{ rows: PlaceRow[] }>('/places', { signal })).rows[0] ?? null,
    staleTime: 600_000,
  });
}

export const searchUnits = (q: string, signal?: AbortSignal) =>
  api<{ rows: UnitRow[] }>('/units', { query: { q }, ...(signal ? { signal } : {}) }).then((page) => page.rows);

export const searchPlaces = (q: string, signal?: AbortSignal) =>
  api<{ rows: PlaceRow[] }>('/places', { query: { q }, ...(signal ? { signal } : {}) }).then((page) => page.rows);

export const searchItems = (q: string, signal?: AbortSignal) =>
  api<Page<ItemView>>('/items', { query: { q, limit: 20 }, ...(signal ? { signal } : {}) }).then((page) => page.rows);

export const placeAt = (point: readonly [number, number]) =>
  api<{ place: Named; path: Named[]; gridded: boolean }>('/places/at', { query: { lon: point[0], lat: point[1] } });

export function uploadPicture(file: Blob, key?: string) {
  return api<{ id: string; width: number; height: number }>('/files', {
    method: 'POST',
    body: file,
    ...(key ? { key } : {}),
  });
}

export type Act = {
  ability: Pick<Ability, 'verb' | 'assignment'>;
  version: number;
  fields: Record<string, unknown>;
  key?: string;
  follow?: string;
};

/** The path an ability is posted to. */
export function actPath(id: string, ability: Pick<Ability, 'verb' | 'assignment'>): string {
  const part = ability.assignment === null ? '' : `/assignments/${ability.assignment}`;
  return `/matters/${id}${part}/${ability.verb}`;
}

export function sendAct(id: string, { ability, version, fields, key, follow }: Act): Promise<Acted> {
  const query: Query = { follow };
  return api<Acted>(actPath(id, ability), { body: { version, ...fields }, query, ...(key ? { key } : {}) });
}

/** Sends an act and refreshes what it changed. */
export function useAct(id: string) {
  const client = useQueryClient();
  return useMutation<Acted, ProblemError, Act>({
    mutationFn: (act) => sendAct(id, act),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.matter(id) });
      void client.invalidateQueries({ queryKey: keys.matters });
    },
  });
}
