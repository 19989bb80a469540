import { useQuery } from '@tanstack/react-query';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { LonLat } from '../../../shared/api/types.ts';
import { numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { Redrawn, Shape } from './types.ts';

const NAMED = 8;

/** What would go under another grid, or come here, with this outline; whether the place itself would, with this point. */
export function Rehoused({ place, ...body }: { place: string } & ({ shape: Shape } | { point: LonLat })) {
  const { data } = useQuery<Redrawn, ProblemError>({
    queryKey: ['places', place, 'redrawn', JSON.stringify(body)],
    queryFn: ({ signal }) => api<Redrawn>(`/places/${place}/redrawn`, { method: 'POST', body, signal }),
    // A mistake in the outline or the point is said when it is sent, with its remedy.
    retry: false,
    staleTime: 0,
  });
  if (!data || data.count === 0) return null;
  const [own] = data.moves;
  const named = data.moves
    .slice(0, NAMED)
    .map(({ place: one, from, to }) =>
      t('territory.then.rehousedOne', { place: one.name, from: from.name, to: to.name }),
    );
  const list = [...named, ...(data.count > NAMED ? ['…'] : [])].join('、');
  return (
    <p className="hy-notice" data-testid="rehoused">
      {'point' in body && own
        ? t('territory.then.rehousedPoint', { place: own.place.name, from: own.from.name, to: own.to.name })
        : t('territory.then.rehoused', { n: numberText(data.count), list })}
    </p>
  );
}
