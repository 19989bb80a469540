import { useQuery } from '@tanstack/react-query';
import { CalendarClock, Download, Upload } from 'lucide-react';
import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import { useRootPlace } from '../../../shared/api/hooks.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ImportDialog } from '../jobs/ImportDialog.tsx';
import { useBoard } from './board.ts';
import { Changes, usePlanned } from './Changes.tsx';
import { Find } from './Find.tsx';
import { pointed, useGround, usePoints, useShown } from './ground.ts';
import { PlaceForm } from './PlaceForm.tsx';
import { Sheet } from './Sheet.tsx';
import { Tree } from './Tree.tsx';
import type { PlaceSheet, Verb } from './types.ts';
import './territory.css';

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
  const upperId = sheet.data?.place.parent ?? null;
  // A building is looked at within its grid: what lies between has no outline as a rule.
  const frameId = sheet.data?.path.findLast((one) => one.id !== id && !pointed(one.kind))?.id ?? null;
  const ground = useGround(id, frameId, act !== null);
  const { board, shown } = useBoard(map, ground.borders);
  const shapes = useShown(ground, { id, drawing: board.task !== null, shown });
  const points = usePoints(sheet.data, shown.pin);
  const line = useRef<string[]>([]);
  if (sheet.data) line.current = sheet.data.path.map((one) => one.id);
  const ability = sheet.data?.abilities.find((one) => one.verb === act);
  const edits = may(me, 'territory.edit');
  const goTo = (place: string) => navigate(`/territory/${place}`);
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
            shapes={ground.own}
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
        {shapes ? (
          <MapView
            label={t('territory.map', { name: sheet.data?.place.name ?? '' })}
            shapes={shapes}
            points={points}
            selected={id}
            {...(shown.choice
              ? { onSelectPlace: shown.choice.toggle }
              : // A form that is being filled in is not lost by a click beside it.
                act
                ? {}
                : { onSelectPlace: goTo, onSelectPoint: goTo })}
            fit={`${id}.${shown.choice ? shapes.features.length : ground.own?.features.length}`}
            onReady={setMap}
          />
        ) : (
          <EmptyState title={t('loading.words')} />
        )}
      </aside>
      {importing && <ImportDialog kinds={['places', 'shapes']} onClose={() => setImporting(false)} />}
    </div>
  );
}
