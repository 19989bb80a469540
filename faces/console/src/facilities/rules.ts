import { useQuery } from '@tanstack/react-query';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { FacilityRules } from '../../../shared/facilities/types.ts';

/** Kinds, services and rules of the county's pack. */
export function useRules() {
  return useQuery<FacilityRules, ProblemError>({
    queryKey: ['facilities', 'kinds'],
    queryFn: ({ signal }) => api<FacilityRules>('/facilities/kinds', { signal }),
    staleTime: 600_000,
  });
}
