import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { faceBase } from '../../shared/api/county.ts';
import { makeQueryClient, useCounty } from '../../shared/api/hooks.ts';
import type { County } from '../../shared/api/types.ts';
import { LangToggle } from '../../shared/ui/LangToggle.tsx';
import { Mark } from '../../shared/ui/Mark.tsx';
import { Failed, Loading } from '../../shared/ui/Stages.tsx';
import { setOffset } from '../../shared/words/format.ts';
import { both, setCountyWords, t, useLang } from '../../shared/words/i18n.ts';
import { contactPlace } from './contact-place.ts';
import { FacilitiesSection } from './FacilitiesSection.tsx';
import { Figures } from './Figures.tsx';
import { MapSection } from './MapSection.tsx';
import { Recent } from './Recent.tsx';
import { useResults } from './results.ts';
import { ByCategory, ByCommunity } from './Tables.tsx';

const ContactPage = lazy(() => import('./ContactPage.tsx'));

const client = makeQueryClient();

export function App() {
  return (
    <QueryClientProvider client={client}>
      <Page />
    </QueryClientProvider>
  );
}

/** The county's front page: what this is, how things stand, what was done. Anybody may read it. */
function Page() {
  useLang();
  const county = useCounty();
  const data = county.data;
  useEffect(() => {
    if (!data) return;
    setOffset(data.utcOffsetMinutes);
    setCountyWords(data.words ?? {});
  }, [data]);
  useEffect(() => {
    if (data) document.title = `${both(data.loop)} · ${both(data.name)}`;
  });
  if (!data) {
    return county.isError ? <Failed error={county.error} onRetry={() => void county.refetch()} /> : <Loading />;
  }
  const place = contactPlace(location.pathname);
  if (place !== null) {
    return (
      <Suspense fallback={<Loading lines={6} />}>
        <ContactPage county={data} place={place} />
      </Suspense>
    );
  }
  return (
    <div className="pb-page">
      <a className="hy-sr pb-skip" href="#results">
        {t('public.skip')}
      </a>
      <Head county={data} />
      <main id="results">
        <Results county={data} />
      </main>
      <Foot county={data} />
    </div>
  );
}

function Head({ county }: { county: County }) {
  return (
    <header className="pb-head">
      <div className="pb-bar">
        <Mark size={34} onDark />
        <p className="pb-name">{both(county.name)}</p>
        <LangToggle look="plain" />
      </div>
      <div className="pb-hero">
        <h1>{both(county.loop)}</h1>
        <p>{t('public.what')}</p>
        <p className="pb-keys">
          <a className="pb-call" href={`${faceBase('pocket')}/report`} data-testid="report-start">
            {t('public.report')}
          </a>
          <a className="pb-quiet" href={`${faceBase('pocket')}/mine`}>
            {t('public.mine')}
          </a>
        </p>
      </div>
    </header>
  );
}

function Results({ county }: { county: County }) {
  const results = useResults();
  if (results.isError) return <Failed error={results.error} onRetry={() => void results.refetch()} />;
  if (!results.data) return <Loading lines={8} />;
  const history = county.demo?.history;
  return (
    <>
      {history && history.state !== 'done' && history.done < history.total && (
        <p className="pb-note" role="status">
          {t('public.telling', { share: Math.floor((100 * history.done) / Math.max(1, history.total)) })}
        </p>
      )}
      <Figures results={results.data} />
      <div className="pb-two" data-wide-first>
        {county.switches.map !== false && <MapSection county={county} />}
        <ByCategory rows={results.data.byCategory} />
      </div>
      <Recent rows={results.data.recent} />
      <FacilitiesSection county={county} />
      <div className="pb-two" data-wide-first>
        <ByCommunity rows={results.data.byCommunity} />
        <How days={county.reopenDays} />
      </div>
    </>
  );
}

function How({ days }: { days: number }) {
  return (
    <section className="pb-section" aria-labelledby="how">
      <h2 id="how">{t('public.how')}</h2>
      <ol className="pb-how">
        {['say', 'answer', 'work', 'judge'].map((step) => (
          <li key={step}>
            <strong>{t(`public.how.${step}`)}</strong>
            <span>{t(`public.how.${step}.more`, { days })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Foot({ county }: { county: County }) {
  return (
    <footer className="pb-foot">
      <p>{t('public.private')}</p>
      {county.synthetic && <p data-testid="synthetic">{t('public.synthetic')}</p>}
      <p>
        <a href={`${faceBase('console')}/`} data-testid="staff">
          {t('public.staff')}
        </a>
      </p>
    </footer>
  );
}
