import { useQuery } from '@tanstack/react-query';
import { ChevronRight, Download, Search } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { searchPlaces, useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { Bilingual, PlaceRow } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { both, t, tOr } from '../../../shared/words/i18n.ts';

type Answerer = {
  place: { id: string; name: string; kind: string };
  posts: { id: string; kind: string; word: Bilingual; holders: { id: string; name: string; phone: string | null }[] }[];
};
type PlaceSheet = {
  place: PlaceRow;
  path: { id: string; name: string; kind?: string }[];
  figures: Record<string, number>;
};

const DOWN_TO = ['town', 'community', 'grid', 'compound', 'building', 'stairway'];

function kindWords(place: Pick<PlaceRow, 'kind' | 'subkind'>): string {
  return place.subkind ? tOr([`subkind.${place.subkind}`], t(`place.${place.kind}`)) : t(`place.${place.kind}`);
}

function useChildren(parent: string | null) {
  return useQuery<PlaceRow[], ProblemError>({
    queryKey: ['places', 'below', parent],
    queryFn: async ({ signal }) => (await api<{ rows: PlaceRow[] }>('/places', { query: { parent }, signal })).rows,
    enabled: parent !== null,
    staleTime: 600_000,
  });
}

function Below({ parent }: { parent: PlaceRow }) {
  const [q, setQ] = useState('');
  const children = useChildren(parent.id);
  if (children.isError) return <Failed error={children.error} onRetry={() => void children.refetch()} />;
  if (!children.data) return <Loading lines={6} />;
  if (children.data.length === 0) return <p className="hy-soft">{t('territory.nothingBelow')}</p>;
  const rows = children.data.filter((one) => one.name.includes(q.trim()));
  return (
    <>
      {children.data.length > 20 && (
        <input
          className="hy-input"
          type="search"
          aria-label={t('territory.narrow')}
          placeholder={t('territory.narrow')}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      )}
      <ul className="places">
        {rows.map((one) => (
          <li key={one.id}>
            <Link to={`/territory/${one.id}`}>
              <span>{one.name}</span>
              <span className="hy-soft">{kindWords(one)}</span>
              {one.children > 0 && <span className="hy-soft hy-num">{one.children}</span>}
              {one.children > 0 && <ChevronRight size="1em" aria-hidden />}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who answers here, from this place up to the county. */
function Answerers({ place }: { place: string }) {
  const { data } = useQuery({
    queryKey: ['answerers', place],
    queryFn: ({ signal }) => api<{ rows: Answerer[] }>('/posts/answerers', { query: { place }, signal }),
  });
  const rows = data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{t('territory.answers')}</h3>
      {rows.map((row) => (
        <section key={row.place.id}>
          <h4 className="answerers-place">{row.place.name}</h4>
          <dl className="answerers">
            {row.posts.map((post) => (
              <div key={post.id}>
                <dt>{both(post.word)}</dt>
                <dd>
                  {post.holders.length === 0 && <span className="hy-soft">{t('territory.vacant')}</span>}
                  {post.holders.map((one) => (
                    <span key={one.id}>
                      {one.name} <span className="hy-soft hy-num">{one.phone ?? ''}</span>
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}

function Sheet({ sheet }: { sheet: PlaceSheet }) {
  const { place, path, figures } = sheet;
  return (
    <article className="sheet" data-testid="place-sheet">
      <nav className="crumbs" aria-label={t('territory.path')}>
        {path
          .filter((one) => one.id !== place.id)
          .map((one) => (
            <span key={one.id}>
              <Link to={`/territory/${one.id}`}>{one.name}</Link>
              <ChevronRight size="0.9em" aria-hidden />
            </span>
          ))}
      </nav>
      <h2>{place.name}</h2>
      <p className="hy-soft">
        {kindWords(place)} {place.code && <span className="hy-num">· {t('territory.code', { code: place.code })}</span>}
      </p>
      <ul className="figures">
        {DOWN_TO.filter((kind) => figures[kind]).map((kind) => (
          <li key={kind}>
            <b>{numberText(figures[kind] ?? 0)}</b>
            {t(`place.${kind}`)}
          </li>
        ))}
      </ul>
      <p>
        <Link className="hy-button" to={`/register?place=${place.id}`}>
          {t('territory.matters')}
        </Link>
      </p>
      <Answerers place={place.id} />
      <h3>{t('territory.below')}</h3>
      <Below key={place.id} parent={place} />
    </article>
  );
}

function Find() {
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  const found = useQuery({
    queryKey: ['places', 'find', q.trim()],
    queryFn: ({ signal }) => searchPlaces(q.trim(), signal),
    enabled: q.trim().length > 0,
  });
  return (
    <div className="search find">
      <Search size="1em" aria-hidden />
      <input
        className="hy-input"
        type="search"
        aria-label={t('territory.search')}
        placeholder={t('territory.search')}
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
      {q.trim() && found.data && (
        <ul className="found">
          {found.data.length === 0 && <li className="hy-empty-list">{t('combo.none')}</li>}
          {found.data.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="hy-option"
                onClick={() => {
                  setQ('');
                  navigate(`/territory/${one.id}`);
                }}
              >
                <span>{one.name}</span>
                <small>{[kindWords(one), ...(one.path ?? []).slice(1, -1).map((up) => up.name)].join(' · ')}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The territory: tree and map walk together. */
export default function TerritoryPage() {
  const params = useParams();
  const navigate = useNavigate();
  const root = useRootPlace().data?.id ?? null;
  const id = params.id ?? root;
  const sheet = useQuery<PlaceSheet, ProblemError>({
    queryKey: ['places', id],
    queryFn: ({ signal }) => api<PlaceSheet>(`/places/${id}`, { signal }),
    enabled: id !== null,
    staleTime: 600_000,
  });
  const own = useShapes(id).data;
  const upper = useShapes(own && own.features.length === 0 ? (sheet.data?.place.parent ?? null) : null).data;
  const drawn = own?.features.length ? own : upper;
  const shapes = drawn && {
    ...drawn,
    features: drawn.features.map((one) => ({
      ...one,
      properties: { ...one.properties, own: one.properties.id === id },
    })),
  };
  return (
    <div className="master master-map">
      <header className="head">
        <h1>{t('page.territory')}</h1>
        <span className="grow" />
        <a className="hy-button" href={apiUrl('/exports/places.xlsx')} download data-testid="export">
          <Download size="1em" aria-hidden />
          {t('act.export')}
        </a>
        <Find />
      </header>
      <section className="list" aria-label={t('page.territory')}>
        {sheet.data ? (
          <Sheet sheet={sheet.data} />
        ) : sheet.isError ? (
          <Failed error={sheet.error} onRetry={() => void sheet.refetch()} />
        ) : (
          <Loading lines={8} />
        )}
      </section>
      <aside className="side side-map" aria-label={t('list.map')}>
        {shapes ? (
          <MapView
            label={t('territory.map', { name: sheet.data?.place.name ?? '' })}
            shapes={shapes}
            selected={id}
            onSelectPlace={(place) => navigate(`/territory/${place}`)}
            fit={`${id}.${shapes.features.length}`}
          />
        ) : (
          <EmptyState title={t('loading.words')} />
        )}
      </aside>
    </div>
  );
}
