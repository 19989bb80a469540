import { useQuery } from '@tanstack/react-query';
import { OctagonAlert, TriangleAlert } from 'lucide-react';
import { api } from '../../../shared/api/client.ts';
import { countedText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { type FilterName, type Filters, toQuery } from './filters.ts';

type Counts = { count: number; counted: boolean; groups: { state: string; card: string; n: number }[] };

/** In the order of the loop. */
const STATES = [
  'submitted',
  'raised',
  'accepted',
  'dispatched',
  'in_arbitration',
  'in_progress',
  'concluded',
  'calling_back',
  'closed',
  'rejected',
  'withdrawn',
];

/** The list by card and state with honest counts; a press narrows to one, another gives all back. */
export function GroupBar({
  view,
  filters,
  change,
}: {
  view: string;
  filters: Filters;
  change: (next: Partial<Record<FilterName, string | null>>) => void;
}) {
  const { state, card, sort: _sort, ...rest } = filters;
  const query = { ...toQuery(rest), view };
  const { data } = useQuery({
    queryKey: ['matters', 'counts', JSON.stringify(query)],
    queryFn: ({ signal }) => api<Counts>('/matters/counts', { query, signal }),
    placeholderData: (old) => old,
  });
  const sum = (fits: (group: Counts['groups'][number]) => boolean) =>
    (data?.groups ?? []).filter(fits).reduce((total, group) => total + group.n, 0);
  const capped = data ? !data.counted : false;
  const chips = [
    ...(['red', 'yellow'] as const).map((value) => ({
      kind: 'card' as const,
      value,
      word: t(`card.${value}`),
      n: sum((group) => group.card === value),
      icon: value === 'red' ? OctagonAlert : TriangleAlert,
    })),
    ...STATES.map((value) => ({
      kind: 'state' as const,
      value,
      word: t(`state.${value}`),
      n: sum((group) => group.state === value),
      icon: null,
    })),
  ].filter((chip) => chip.n > 0 || filters[chip.kind] === chip.value);
  return (
    <fieldset className="groups" aria-label={t('filter.groups')}>
      <button
        type="button"
        className="group"
        aria-pressed={!state && !card}
        onClick={() => change({ state: null, card: null })}
      >
        {t('filter.all')} <b>{data ? countedText(data.count, capped) : '…'}</b>
      </button>
      {chips.map(({ kind, value, word, n, icon: Icon }) => (
        <button
          type="button"
          className="group"
          key={value}
          data-card={kind === 'card' ? value : undefined}
          aria-pressed={filters[kind] === value}
          data-testid={`group-${value}`}
          onClick={() => change({ [kind]: filters[kind] === value ? null : value })}
        >
          {Icon && <Icon size="1em" aria-hidden />}
          {word} <b>{countedText(n, capped && n >= 10_000)}</b>
        </button>
      ))}
    </fieldset>
  );
}
