/** What hangs on a place that is to end, and what becomes of it: said before it is done. */
import { useQuery } from '@tanstack/react-query';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { Consequences } from './types.ts';

export function useConsequences(place: string, others: readonly string[] = []) {
  return useQuery<Consequences, ProblemError>({
    queryKey: ['places', place, 'consequences', ...others],
    queryFn: ({ signal }) =>
      api<Consequences>(`/places/${place}/consequences`, { query: { with: others.join(',') }, signal }),
    staleTime: 0,
  });
}

export function Follows({ facts, lines }: { facts: Consequences | undefined; lines: string[] }) {
  if (!facts) return null;
  return (
    <section className="follows" aria-label={t('territory.follows')} data-testid="consequences">
      <h3>{t('territory.follows')}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

export function counted(key: string, n: number, more: Record<string, string> = {}): string[] {
  return n > 0 ? [t(key, { n: numberText(n), ...more })] : [];
}

/** Names of the branches that answer for the places, where there are some. */
export function branchLine(key: string, { branches }: Consequences, more: Record<string, string> = {}): string[] {
  return branches.length > 0 ? [t(key, { names: branches.map((one) => one.name).join('、'), ...more })] : [];
}
