import { useQuery } from '@tanstack/react-query';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { momentText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';
import type { HistoryEntry } from './types.ts';
import { setText, whoText } from './words.ts';

function what(entry: HistoryEntry): string {
  if (entry.kind === 'place.made') {
    const { name, code } = entry.set;
    const parts = [name ? t('territory.madeName', { name: String(name) }) : t('territory.event.made')];
    if (code) parts.push(t('territory.set.code', { value: String(code) }));
    return parts.join('，');
  }
  const heirs = entry.heirs.map((one) => one.name).join('、');
  const sentence = tOr([`territory.event.${entry.kind.slice(6)}`], entry.kind, {
    heirs,
    parent: entry.parent?.name ?? '',
  });
  const set = setText(entry.set) || entry.fields.map((field) => t(`territory.fieldOf.${field}`)).join('、');
  return [sentence, set].filter(Boolean).join('：');
}

/** Who changed what, and when: the latest first. */
export function History({ place, version }: { place: string; version: number }) {
  const { data, error, refetch } = useQuery<{ rows: HistoryEntry[] }, ProblemError>({
    queryKey: ['places', place, 'history', version],
    queryFn: ({ signal }) => api<{ rows: HistoryEntry[] }>(`/places/${place}/history`, { signal }),
  });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={4} />;
  return (
    <ol className="history" data-testid="place-history">
      {data.rows.map((entry) => (
        <li key={entry.seq}>
          <span>{what(entry)}</span>
          {entry.from && entry.kind !== 'place.changed' && (
            <span className="hy-soft"> {t('territory.fromDay', { day: entry.from })}</span>
          )}
          <span className="block hy-soft">
            <span className="hy-num">{momentText(entry.at)}</span> · {whoText(entry.by)}
          </span>
        </li>
      ))}
    </ol>
  );
}
