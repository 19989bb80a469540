import { lazy, Suspense, useState } from 'react';
import type { County, MatterView } from '../../../shared/api/types.ts';
import { ClockChip } from '../../../shared/matter/ClockChip.tsx';
import { BeforeAfter } from '../../../shared/matter/Pictures.tsx';
import { StateTag } from '../../../shared/matter/StateTag.tsx';
import { Story } from '../../../shared/matter/Story.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Loading } from '../../../shared/ui/Stages.tsx';
import { momentText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { Fact } from '../mine/Fact.tsx';
import { Acts } from './Acts.tsx';

const MapView = lazy(() => import('../../../shared/map/MapView.tsx').then((m) => ({ default: m.MapView })));

/** A matter on the phone of the one who handles it: what, where, how long still, and the acts at hand. */
export function WorkMatter({ matter, account, county }: { matter: MatterView; account: string; county: County }) {
  const [map, setMap] = useState(false);
  const running = matter.clocks.filter((clock) => !clock.stoppedAt);
  return (
    <>
      <section className="pk-now">
        <span className="pk-row-meta">
          <StateTag state={matter.state} />
          {running.map((clock) => (
            <ClockChip key={clock.no} clock={clock} matterId={matter.id} named />
          ))}
        </span>
        <p className="pk-said">{matter.words ?? t('pocket.words.erased')}</p>
        <BeforeAfter pictures={matter.files} />
      </section>
      {matter.abilities.length > 0 && (
        <section className="pk-section" aria-labelledby="acts">
          <h2 id="acts">{t('pocket.acts')}</h2>
          <Acts matter={matter} abilities={matter.abilities} account={account} follow={null} />
        </section>
      )}
      <section className="pk-section" aria-labelledby="facts">
        <h2 id="facts">{t('pocket.facts')}</h2>
        <dl className="pk-facts">
          <Fact name="pocket.part.place" value={[...matter.placeNames, matter.address ?? ''].join(' ')} />
          {matter.item && <Fact name="field.item" value={matter.item.name} />}
          {matter.condition && <Fact name="pocket.finish" value={matter.condition.finish} />}
          <Fact name="pocket.done.number" value={matter.number} />
          <Fact name="pocket.said.when" value={momentText(matter.submittedAt)} />
          {matter.lead && <Fact name="field.lead" value={matter.lead.name} />}
          <Fact
            name="pocket.reporter"
            value={[t(`reporter.${matter.reporter.kind}`), matter.reporter.name, matter.reporter.phone]
              .filter(Boolean)
              .join(' ')}
          />
        </dl>
        {matter.point && county.switches.map !== false && !map && (
          <Button onClick={() => setMap(true)}>{t('map.asMap')}</Button>
        )}
        {matter.point && map && (
          <div className="pk-place-map">
            <Suspense fallback={<Loading lines={3} />}>
              <MapView
                label={matter.place.name}
                zoom={15}
                center={matter.point ?? county.center}
                points={[
                  {
                    id: matter.id,
                    number: matter.number,
                    state: matter.state,
                    card: matter.clock?.card ?? 'none',
                    point: matter.point,
                    title: matter.title,
                  },
                ]}
              />
            </Suspense>
          </div>
        )}
      </section>
      <section className="pk-section" aria-labelledby="story">
        <h2 id="story">{t('pocket.story')}</h2>
        <Story matter={matter} />
      </section>
    </>
  );
}
