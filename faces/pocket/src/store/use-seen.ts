/** A GET whose answer is remembered for the signed-in person and shown again, marked with its time, without network. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { api, asProblem, type ProblemError, type Query, withQuery } from '../../../shared/api/client.ts';
import { lineIs } from '../lib/line.ts';
import { recall, remember, type Seen } from './seen.ts';

/** `person` null: nobody to remember it for, so it is only shown. */
export function useSeen<T>(
  key: readonly unknown[],
  person: string | null,
  path: string,
  query: Query = {},
  enabled = true,
): UseQueryResult<Seen<T>, ProblemError> {
  return useQuery<Seen<T>, ProblemError>({
    queryKey: [...key],
    enabled,
    retry: false,
    queryFn: async ({ signal }) => {
      const what = withQuery(path, query);
      try {
        const value = await api<T>(path, { query, signal, timeout: 12_000 });
        lineIs(true);
        const at = Date.now();
        if (person !== null) await remember(person, what, value, at);
        return { value, at, fresh: true };
      } catch (error) {
        if (signal.aborted) throw error;
        lineIs(asProblem(error).status !== 0);
        const old = person !== null && asProblem(error).passing ? await recall<T>(person, what) : null;
        if (old) return old;
        throw error;
      }
    },
  });
}
