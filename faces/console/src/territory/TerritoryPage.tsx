import { useQuery } from '@tanstack/react-query';
import { CalendarClock, ChevronRight, Download, Search, Upload } from 'lucide-react';
import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { searchPlaces, useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import type { Bilingual, County, Me, Shapes } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { Tabs } from '../../../shared/ui/Tabs.tsx';
import { numberText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ImportDialog } from '../jobs/ImportDialog.tsx';
import { ChangeRow, Changes, usePlanned } from './Changes.tsx';
import type { Board, Choice } from './forms.tsx';
import { History } from './History.tsx';
import { PlaceForm } from './PlaceForm.tsx';
import { Tree, useChildren } from './Tree.tsx';
import type { DrawTask, PlaceSheet, Shape, Verb } from './types.ts';
import { useDraw } from './use-draw.ts';
import { areaText, kindWords } from './words.ts';
import './territory.css';

type Answerer = {
  place: { id: string; name: string; kind: string };
  posts: { id: string; kind: string; word: Bilingual; holders: { id: string; name: string; phone: string | null }[] }[];
  units: { id: string; name: string }[];
};

const DOWN_TO = ['town', 'community', 'grid', 'compound', 'building', 'stairway', 'household'];
const NO_TASK: DrawTask | null = null;
/** What is chosen on the map: neither red nor amber. */
const CHOSEN = '#8ccbb5';

function Below({ parent }: { parent: PlaceSheet['place'] }) {
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
            {row.units.length > 0 && (
              <div>
                <dt>{t('units.here')}</dt>
                <dd>
                  {row.units.map((unit) => (
                    <Link
                      key={unit.id}
                      to={`/people?tab=units&at=${encodeURIComponent(unit.id)}&place=${row.place.id}`}
                    >
                      {unit.name}
                    </Link>
                  ))}
                </dd>
              </div>
            )}
          </dl>
        </section>
      ))}
    </>
  );
}

function Standing({ sheet }: { sheet: PlaceSheet }) {
  if (sheet.inForce && sheet.changes.length === 0) return null;
  return (
    <>
      {!sheet.inForce && (
        <p className="hy-notice">
          {sheet.to && sheet.to < sheet.from
            ? t('territory.never')
            : sheet.to
              ? t('territory.ended', { day: sheet.to })
              : t('territory.begins', { day: sheet.from })}
        </p>
      )}
      {sheet.changes.length > 0 && (
        <ul className="changes">
          {sheet.changes.map((change) => (
            <ChangeRow key={change.id} change={change} />
          ))}
        </ul>
      )}
    </>
  );
}

function Overview({ sheet }: { sheet: PlaceSheet }) {
  const { place, figures } = sheet;
  return (
    <>
      <ul className="figures">
        {DOWN_TO.filter((kind) => figures[kind]).map((kind) => (
          <li key={kind}>
            <b>{numberText(figures[kind] ?? 0)}</b>
            {kindWords({ kind, subkind: null })}
          </li>
        ))}
      </ul>
      <p className="hy-soft">
        {sheet.area !== null && `${t('territory.area', { area: areaText(sheet.area) })} · `}
        {t('territory.since', { day: sheet.from })} ·{' '}
        <Link to={`/register?place=${place.id}`}>{t('territory.matters')}</Link>
      </p>
      {sheet.coming.length > 0 && (
        <>
          <h3>{t('territory.coming')}</h3>
          <ul className="places">
            {sheet.coming.map((one) => (
              <li key={one.id}>
                <Link to={`/territory/${one.id}`}>
                  <span>{one.name}</span>
                  <span className="hy-soft">{t('territory.fromDay', { day: one.from })}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <Answerers place={place.id} />
      <h3>{t('territory.below')}</h3>
      <Below key={place.id} parent={place} />
    </>
  );
}

function Sheet({ sheet, onAct }: { sheet: PlaceSheet; onAct: (verb: Verb) => void }) {
  const { place, path } = sheet;
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
      {sheet.abilities.length > 0 && (
        <div className="hy-actions acts">
          {sheet.abilities.map(({ verb }) => (
            <Button key={verb} onClick={() => onAct(verb)} data-testid={`act-${verb}`}>
              {t(`territory.verb.${verb}`)}
            </Button>
          ))}
        </div>
      )}
      <Standing sheet={sheet} />
      <Tabs
        label={place.name}
        tabs={[
          { id: 'overview', label: t('territory.overview'), sheet: <Overview sheet={sheet} /> },
          { id: 'history', label: t('territory.history'), sheet: <History place={place.id} version={sheet.version} /> },
        ]}
      />
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

type Ring = [number, number][];

function ringsOf(shapes: Shapes | undefined): Ring[] {
  return (shapes?.features ?? []).flatMap(({ geometry: { type, coordinates } }) =>
    type === 'Polygon' ? (coordinates as Ring[]) : (coordinates as Ring[][]).flat(),
  );
}

/** What forms draw on the map, and what of it is shown. */
function useBoard(
  map: MapLibre | null,
  borders: Ring[],
): { board: Board; shown: { name: string; shape: Shape }[]; choice: Choice | null } {
  const [task, setTask] = useState(NO_TASK);
  const [drawn, setDrawn] = useState<Shape | null>(null);
  const [shown, setShown] = useState<{ name: string; shape: Shape }[]>([]);
  const [choice, setChoice] = useState<Choice | null>(null);
  const { undo } = useDraw(map, task, borders, setDrawn);
  const start = (next: DrawTask | null) => {
    setDrawn(null);
    setTask(next);
  };
  return { board: { task, drawn, start, undo, preview: setShown, choose: setChoice }, shown, choice };
}

/** The territory: tree, sheet and map walk together; what changes it is done in the sheet, with the map to draw on. */
export default function TerritoryPage({ county, me }: { county: County; me: Me }) {
  const params = useParams();
  const navigate = useNavigate();
  const root = useRootPlace().data ?? null;
  const listing = params.id === 'changes';
  const id = listing ? (root?.id ?? null) : (params.id ?? root?.id ?? null);
  const [act, setAct] = useState<Verb | null>(null);
  const [importing, setImporting] = useState(false);
  const [map, setMap] = useState<MapLibre | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place, another sheet
  useEffect(() => setAct(null), [id]);
  const sheet = useQuery<PlaceSheet, ProblemError>({
    queryKey: ['places', id],
    queryFn: ({ signal }) => api<PlaceSheet>(`/places/${id}`, { signal }),
    enabled: id !== null,
    staleTime: 60_000,
  });
  const planned = usePlanned().data?.rows.length ?? 0;
  const own = useShapes(id).data;
  const upperId = sheet.data?.place.parent ?? null;
  const upper = useShapes(act || own?.features.length === 0 ? upperId : null).data;
  const drawn = own?.features.length ? own : upper;
  const borders = useMemo(() => [...ringsOf(own), ...ringsOf(upper)], [own, upper]);
  const { board, shown, choice } = useBoard(map, borders);
  const drawing = board.task !== null;
  const chosen = choice?.chosen;
  // The same object while nothing changed: the map takes its sources anew for every other one.
  const withPreview = useMemo<Shapes | undefined>(() => {
    if (!drawn) return undefined;
    const known = new Set(drawn.features.map((one) => one.properties.id));
    const beside = (drawing || chosen) && upper ? upper.features.filter((one) => !known.has(one.properties.id)) : [];
    return {
      ...drawn,
      features: [
        ...[...beside, ...drawn.features].map((one) => ({
          ...one,
          properties: {
            ...one.properties,
            own: one.properties.id === id,
            ...(chosen?.includes(String(one.properties.id)) ? { tint: CHOSEN } : {}),
          },
        })),
        ...shown.map(({ name, shape }, index) => ({
          type: 'Feature' as const,
          geometry: shape,
          properties: { id: `part-${index}`, name, kind: 'part' },
        })),
      ],
    };
  }, [drawn, upper, drawing, chosen, id, shown]);
  const line = useRef<string[]>([]);
  if (sheet.data) line.current = sheet.data.path.map((one) => one.id);
  const ability = sheet.data?.abilities.find((one) => one.verb === act);
  const edits = may(me, 'territory.edit');
  return (
    <div className="master master-territory">
      <header className="head">
        <h1>{t('page.territory')}</h1>
        <Find />
        <span className="grow" />
        <Link className="hy-button" to="/territory/changes" data-testid="planned">
          <CalendarClock size="1em" aria-hidden />
          {planned > 0 ? t('territory.plannedCount', { n: planned }) : t('territory.changes')}
        </Link>
        {edits && may(me, 'import.run') && (
          <Button icon={<Upload size="1em" aria-hidden />} onClick={() => setImporting(true)} data-testid="import">
            {t('imports.title')}
          </Button>
        )}
        <a className="hy-button" href={apiUrl('/exports/places.xlsx')} download data-testid="export">
          <Download size="1em" aria-hidden />
          {t('act.export')}
        </a>
        <a className="hy-button" href={apiUrl('/exports/places.geojson')} download>
          <Download size="1em" aria-hidden />
          {t('territory.exportShapes')}
        </a>
      </header>
      <aside className="treeside">
        {root ? <Tree root={root} line={line.current} chosen={listing ? null : id} /> : <Loading lines={8} />}
      </aside>
      <section className="list" aria-label={t('page.territory')}>
        {listing ? (
          <Changes />
        ) : sheet.data && ability ? (
          <PlaceForm
            key={`${id}.${act}`}
            county={county}
            sheet={sheet.data}
            ability={ability}
            board={board}
            shapes={own}
            onCancel={() => setAct(null)}
            onDone={({ places, state }) => {
              setAct(null);
              const next = state === 'done' && act !== 'edit' ? places.at(-1) : undefined;
              if (next) navigate(act === 'retire' && upperId ? `/territory/${upperId}` : `/territory/${next}`);
            }}
          />
        ) : sheet.data ? (
          <Sheet sheet={sheet.data} onAct={setAct} />
        ) : sheet.isError ? (
          <Failed error={sheet.error} onRetry={() => void sheet.refetch()} />
        ) : (
          <Loading lines={8} />
        )}
      </section>
      <aside className="side side-map" aria-label={t('list.map')}>
        {withPreview ? (
          <MapView
            label={t('territory.map', { name: sheet.data?.place.name ?? '' })}
            shapes={withPreview}
            selected={id}
            {...(choice
              ? { onSelectPlace: choice.toggle }
              : // A form that is being filled in is not lost by a click beside it.
                act
                ? {}
                : { onSelectPlace: (place: string) => navigate(`/territory/${place}`) })}
            fit={`${id}.${choice ? withPreview.features.length : own?.features.length}`}
            onReady={setMap}
          />
        ) : (
          <EmptyState title={t('loading.words')} />
        )}
      </aside>
      {importing && <ImportDialog initial="places" kinds={['places', 'shapes']} onClose={() => setImporting(false)} />}
    </div>
  );
}
