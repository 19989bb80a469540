import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { County, MatterCard, Named, Page, Shapes } from '../../../shared/api/types.ts';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { agoText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { useSession } from '../account/session.ts';
import { Title } from '../frame/Frame.tsx';
import { useSeen } from '../store/use-seen.ts';
import { TaskRow } from './TaskRow.tsx';

const MapView = lazy(() => import('../../../shared/map/MapView.tsx').then((m) => ({ default: m.MapView })));
const OPEN = 'submitted,accepted,raised,dispatched,in_arbitration,in_progress,concluded,calling_back';

/** The places I answer for: outline, what is open in them. */
export function GridPage({ county }: { county: County }) {
  const session = useSession();
  const me = session?.me;
  const places = (me?.posts ?? []).flatMap((post) => (post.place ? [{ ...post.place, word: both(post.word) }] : []));
  const [chosen, setChosen] = useState<string | null>(null);
  const place = places.find((one) => one.id === chosen) ?? places[0];
  if (session === undefined) return <Loading />;
  if (!me) {
    return (
      <>
        <Title>{t('pocket.tab.grid')}</Title>
        <EmptyState
          title={t('pocket.staff.only')}
          action={<Link to="/sign-in/staff?to=/grid">{t('pocket.staff.signIn')}</Link>}
        />
      </>
    );
  }
  if (!place) {
    return (
      <>
        <Title>{t('pocket.tab.grid')}</Title>
        <EmptyState title={t('pocket.grid.none')}>{t('pocket.grid.none.more')}</EmptyState>
      </>
    );
  }
  return (
    <>
      <Title>{place.name}</Title>
      {places.length > 1 && (
        <fieldset className="pk-groups" aria-label={t('pocket.tab.grid')}>
          {places.map((one) => (
            <button
              type="button"
              key={`${one.id}${one.word}`}
              aria-pressed={one.id === place.id}
              onClick={() => setChosen(one.id)}
            >
              {one.name}
            </button>
          ))}
        </fieldset>
      )}
      <OnePlace key={place.id} place={place} person={me.person.id} county={county} />
    </>
  );
}

function OnePlace({ place, person, county }: { place: Named; person: string; county: County }) {
  const navigate = useNavigate();
  const maps = county.switches.map !== false;
  const outline = `/places/${place.id}/shapes`;
  const shapes = useSeen<Shapes>(['shapes', 'mine', place.id], person, outline, { depth: 1 }, maps);
  const query = { view: 'register', place: place.id, state: OPEN, sort: 'due', limit: 50 };
  const open = useSeen<Page<MatterCard>>(['matters', 'grid', place.id], person, '/matters', query);
  const rows = open.data?.value.rows ?? [];
  const points = rows.flatMap((one) =>
    one.point
      ? [
          {
            id: one.id,
            number: one.number,
            state: one.state,
            card: one.clock?.card ?? 'none',
            point: one.point,
            title: one.title,
          },
        ]
      : [],
  );
  return (
    <>
      {maps && (
        <div className="pk-grid-map">
          <Suspense fallback={<Loading lines={3} />}>
            <MapView
              label={t('pocket.grid.map', { place: place.name })}
              shapes={shapes.data?.value}
              points={points}
              center={county.center}
              fit={place.id}
              onSelectPoint={(id) => navigate(`/matter/${id}`)}
            />
          </Suspense>
        </div>
      )}
      <h2 className="pk-h2">{t('pocket.grid.open')}</h2>
      {open.data && !open.data.fresh && (
        <p className="pk-stale">{t('pocket.seenAt', { when: agoText(open.data.at) })}</p>
      )}
      {open.isPending && <Loading />}
      {open.isError && <Failed error={open.error} onRetry={() => void open.refetch()} />}
      {open.data && rows.length === 0 && <EmptyState title={t('pocket.grid.quiet')} />}
      <ul className="pk-list">
        {rows.map((matter) => (
          <TaskRow key={matter.id} matter={matter} />
        ))}
      </ul>
    </>
  );
}
