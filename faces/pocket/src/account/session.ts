/** Who is signed in, also without network: the phone remembers whom it served last until they sign out. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, asProblem } from '../../../shared/api/client.ts';
import { keys } from '../../../shared/api/hooks.ts';
import type { Me } from '../../../shared/api/types.ts';
import { lineIs } from '../lib/line.ts';
import { locked } from '../queue/lock.ts';
import { flushNow } from '../queue/sender.ts';
import { type Account, ANONYMOUS, GUEST } from '../queue/types.ts';
import { breakOff } from '../queue/wire.ts';
import { forget, keep, kept } from '../store/kept.ts';
import { wipeSeen } from '../store/seen.ts';

const LAST = 'last-person';
/** `over`: their session has ended by itself; what they wrote still waits for them. */
type Last = { me: Me; over: boolean };
export type Session = { me: Me | null; last: Me | null };

async function readSession(): Promise<Session> {
  try {
    const me = await api<Me>('/me');
    lineIs(true);
    await keep(LAST, { me, over: false } satisfies Last);
    return { me, last: me };
  } catch (error) {
    const problem = asProblem(error);
    lineIs(problem.status !== 0);
    const last = await kept<Last>(LAST);
    if (problem.status === 401) {
      if (last) await keep(LAST, { ...last, over: true } satisfies Last);
      return { me: null, last: last?.me ?? null };
    }
    if (!problem.passing && problem.status !== 500) throw error;
    return { me: last && !last.over ? last.me : null, last: last?.me ?? null };
  }
}

/** Undefined while it is not known yet. */
export function useSession(): Session | undefined {
  return useQuery({ queryKey: [...keys.me, 'session'], queryFn: readSession, staleTime: 60_000, retry: false }).data;
}

/** Accounts whose entries this phone shows: the person's (also while their session has ended), and unnamed ones. */
export function shownAccounts(session: Session | undefined): Account[] {
  const person = session?.me ?? session?.last;
  return [...(person ? [person.person.id] : []), GUEST, ANONYMOUS];
}

export type Credentials = { phone: string; code: string } | { username: string; password: string };

/** Signs in; another person's last-seen things leave the phone. The queue goes on with the new session. */
export function useSignIn(): (credentials: Credentials) => Promise<Me> {
  const client = useQueryClient();
  return async (credentials) => {
    breakOff();
    const me = await locked(async () => (await api<{ me: Me }>('/session', { body: credentials })).me);
    await wipeSeen(me.person.id);
    await keep(LAST, { me, over: false } satisfies Last);
    dropPersonal(client);
    client.setQueryData([...keys.me, 'session'], { me, last: me } satisfies Session);
    void flushNow();
    return me;
  };
}

/** Signs out and wipes what was seen. Unsent entries stay, hidden, until the same person signs in again. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    breakOff();
    await locked(() => api('/session', { method: 'DELETE' }));
    await wipeSeen(null);
    await forget(LAST);
    await forget('draft');
    dropPersonal(client);
    client.setQueryData([...keys.me, 'session'], { me: null, last: null } satisfies Session);
  };
}

function dropPersonal(client: ReturnType<typeof useQueryClient>): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'county' && queryKey[0] !== 'me' });
}
