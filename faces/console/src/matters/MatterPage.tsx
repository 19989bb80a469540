import { ChevronLeft, ChevronRight, CornerUpLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useMatter, useShapes, useSwitch } from '../../../shared/api/hooks.ts';
import type { MatterView, Me } from '../../../shared/api/types.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { ClockChip } from '../../../shared/matter/ClockChip.tsx';
import { BeforeAfter } from '../../../shared/matter/Pictures.tsx';
import { Story } from '../../../shared/matter/Story.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { useKeys } from '../frame/use-keys.ts';
import { Acts } from './Acts.tsx';
import { Clocks, Facts, Heading } from './MatterFacts.tsx';
import { Parts } from './Parts.tsx';
import { followTrail } from './trail.ts';

function Trail({ id }: { id: string }) {
  const { back, previous, next, at, of } = followTrail(id);
  return (
    <nav className="trail" aria-label={t('matter.trail')}>
      <Link className="hy-button" data-look="plain" to={back}>
        <CornerUpLeft size="1em" aria-hidden />
        {t('matter.toList')}
      </Link>
      <span className="grow" />
      {at >= 0 && <span className="hy-soft hy-num">{`${at + 1} / ${of}`}</span>}
      {[
        { to: previous, word: 'act.previous', icon: <ChevronLeft size="1.2em" aria-hidden /> },
        { to: next, word: 'act.next', icon: <ChevronRight size="1.2em" aria-hidden /> },
      ].map(({ to, word, icon }) =>
        to ? (
          <Link className="hy-button" data-icon key={word} to={`/matters/${to}`} aria-label={t(word)} title={t(word)}>
            {icon}
          </Link>
        ) : (
          <span className="hy-button" data-icon key={word} aria-disabled="true" aria-hidden="true">
            {icon}
          </span>
        ),
      )}
    </nav>
  );
}

function Where({ matter }: { matter: MatterView }) {
  const maps = useSwitch('map');
  const shapes = useShapes(matter.place.id, 0).data;
  if (!maps) return null;
  if (!matter.point && !shapes?.features.length) return null;
  const own = shapes && {
    ...shapes,
    features: shapes.features.map((one) => ({ ...one, properties: { ...one.properties, own: true } })),
  };
  return (
    <div className="where-map">
      <MapView
        label={t('matter.whereMap')}
        shapes={own}
        points={
          matter.point
            ? [
                {
                  id: matter.id,
                  state: matter.state,
                  card: matter.clock?.card ?? 'none',
                  point: matter.point,
                  number: matter.number,
                },
              ]
            : []
        }
        selected={matter.id}
        center={matter.point ?? undefined}
        zoom={15}
      />
    </div>
  );
}

function PastClocks({ matter }: { matter: MatterView }) {
  const past = matter.clocks.filter((clock) => clock.stoppedAt);
  if (past.length === 0) return null;
  return (
    <details className="past">
      <summary>{t('matter.pastClocks', { n: past.length })}</summary>
      <ul className="clocks">
        {past.map((clock) => (
          <li key={clock.no}>
            <ClockChip clock={clock} matterId={matter.id} named />
            <span className="hy-soft">{clock.unit?.name}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Sheet({ matter }: { matter: MatterView }) {
  const [verb, setVerb] = useState<string | null>(null);
  useKeys({
    a: () => setVerb('accept'),
    d: () => setVerb('dispatch'),
    r: () => setVerb('raise'),
    escape: () => setVerb(null),
  });
  return (
    <div className="matter">
      <article className="matter-main">
        <Heading matter={matter} level={1} />
        <p className="words words-large">{matter.words ?? t('matter.erased')}</p>
        <BeforeAfter pictures={matter.files} />
        <Facts matter={matter} />
        <Where matter={matter} />
        <h2>{t('matter.story')}</h2>
        <Story matter={matter} />
      </article>
      <aside className="matter-side" aria-label={t('matter.acts')}>
        <Clocks matter={matter} />
        <Acts matter={matter} verb={verb} onVerb={setVerb} onDone={() => setVerb(null)} />
        <Parts matter={matter} />
        <PastClocks matter={matter} />
      </aside>
    </div>
  );
}

/** One matter on one page: what, where, who, clocks, story, next acts. */
export function MatterPage(_: { me: Me }) {
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const { data, error, refetch } = useMatter(id);
  const { previous, next, back } = followTrail(id);
  useKeys({
    j: () => next && navigate(`/matters/${next}`),
    k: () => previous && navigate(`/matters/${previous}`),
    u: () => navigate(back),
  });
  return (
    <div className="matterpage">
      <Trail id={id} />
      {data ? (
        <Sheet key={data.id} matter={data} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </div>
  );
}
