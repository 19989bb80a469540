import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { PlaceRow } from '../../../shared/api/types.ts';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { kindWords } from './words.ts';

export function useChildren(parent: string | null, enabled = true) {
  return useQuery<PlaceRow[], ProblemError>({
    queryKey: ['places', 'below', parent],
    queryFn: async ({ signal }) => (await api<{ rows: PlaceRow[] }>('/places', { query: { parent }, signal })).rows,
    enabled: parent !== null && enabled,
    staleTime: 600_000,
  });
}

function Node({ place, line, chosen }: { place: PlaceRow; line: ReadonlySet<string>; chosen: string | null }) {
  const onLine = line.has(place.id);
  const [open, setOpen] = useState(onLine);
  useEffect(() => {
    if (onLine) setOpen(true);
  }, [onLine]);
  return (
    <li>
      <span className="tree-node" data-active={chosen === place.id || undefined}>
        {place.children > 0 ? (
          <button
            type="button"
            className="tree-open"
            aria-expanded={open}
            aria-label={t(open ? 'territory.close' : 'territory.open', { name: place.name })}
            onClick={() => setOpen(!open)}
          >
            {open ? <ChevronDown size="1em" aria-hidden /> : <ChevronRight size="1em" aria-hidden />}
          </button>
        ) : (
          <span className="tree-open" />
        )}
        <Link
          to={`/territory/${place.id}`}
          aria-current={chosen === place.id ? 'page' : undefined}
          title={kindWords(place)}
        >
          {place.name}
        </Link>
        {place.children > 0 && <span className="hy-soft hy-num">{place.children}</span>}
      </span>
      {open && place.children > 0 && <Branch parent={place.id} line={line} chosen={chosen} />}
    </li>
  );
}

function Branch({ parent, line, chosen }: { parent: string; line: ReadonlySet<string>; chosen: string | null }) {
  const children = useChildren(parent);
  if (children.isError) return <Failed error={children.error} onRetry={() => void children.refetch()} />;
  if (!children.data) return <Loading lines={3} />;
  return (
    <ul>
      {children.data.map((one) => (
        <Node key={one.id} place={one} line={line} chosen={chosen} />
      ))}
    </ul>
  );
}

/** The tree, open along the line to the place that is looked at. */
export function Tree({ root, line, chosen }: { root: PlaceRow; line: string[]; chosen: string | null }) {
  return (
    <nav className="tree" aria-label={t('territory.tree')}>
      <ul>
        <Node place={root} line={new Set([root.id, ...line])} chosen={chosen} />
      </ul>
    </nav>
  );
}
