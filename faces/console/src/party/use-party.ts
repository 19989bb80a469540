/** The party's organisation as the server keeps it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { toast } from '../../../shared/ui/Toast.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { useRows } from '../list/use-rows.ts';
import type { MemberPage, OrgPage, OrgSheet, PartyView, PlanRow, PlanView } from './types.ts';

export function useParty() {
  return useQuery<PartyView, ProblemError>({
    queryKey: ['party'],
    queryFn: ({ signal }) => api<PartyView>('/party', { signal }),
    staleTime: 300_000,
  });
}

export function useOrgs(query: Record<string, string | number | boolean>, enabled = true) {
  return useQuery<OrgPage, ProblemError>({
    queryKey: ['party', 'orgs', JSON.stringify(query)],
    queryFn: ({ signal }) => api<OrgPage>('/party/orgs', { query: { limit: 200, ...query }, signal }),
    enabled,
  });
}

export function useOrg(id: string | null) {
  return useQuery<OrgSheet, ProblemError>({
    queryKey: ['party', 'org', id],
    queryFn: ({ signal }) => api<OrgSheet>(`/party/orgs/${id}`, { signal }),
    enabled: id !== null,
  });
}

export function useMembers(id: string, limit: number) {
  return useQuery<MemberPage, ProblemError>({
    queryKey: ['party', 'members', id, limit],
    queryFn: ({ signal }) => api<MemberPage>(`/party/orgs/${id}/members`, { query: { limit }, signal }),
    placeholderData: (old) => old,
  });
}

export function usePlans() {
  return useRows<PlanRow>('party', '/party/plans', {}, (row) => row.state === 'waiting');
}

export function usePlan(id: string | null) {
  return useQuery<PlanView, ProblemError>({
    queryKey: ['party', 'plan', id],
    queryFn: ({ signal }) => api<PlanView>(`/party/plans/${id}`, { signal }),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.state === 'waiting' ? 800 : false),
  });
}

/** Sends a command and reads everything of the party anew. `done`: the words shown when it was taken. */
export function useSend<Answer>(path: string, done: string, onDone: (answer: Answer) => void = () => {}) {
  const client = useQueryClient();
  return useMutation<Answer, ProblemError, object>({
    mutationFn: (body) => api<Answer>(path, { body }),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: ['party'] });
      if (done) toast(t(done));
      onDone(answer);
    },
  });
}
