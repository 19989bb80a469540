import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { useMe } from '../../shared/api/hooks.ts';
import { startLive } from '../../shared/api/live.ts';
import type { County, Me } from '../../shared/api/types.ts';
import { EmptyState, Failed, Loading } from '../../shared/ui/Stages.tsx';
import { both, t } from '../../shared/words/i18n.ts';
import { hasPage, pagesFor } from './frame/pages.ts';
import { Shell } from './frame/Shell.tsx';
import { SignInPage } from './frame/SignInPage.tsx';
import { ListPage } from './matters/ListPage.tsx';
import { MatterPage } from './matters/MatterPage.tsx';

const ReportPage = lazy(() => import('./matters/ReportPage.tsx'));
const ItemsPage = lazy(() => import('./items/ItemsPage.tsx'));
const ListsPage = lazy(() => import('./lists/ListsPage.tsx'));
const VersionPage = lazy(() => import('./lists/VersionPage.tsx'));
const TerritoryPage = lazy(() => import('./territory/TerritoryPage.tsx'));
const CoveragePage = lazy(() => import('./coverage/CoveragePage.tsx'));
const CalendarPage = lazy(() => import('./calendar/CalendarPage.tsx'));
const PartyPage = lazy(() => import('./party/PartyPage.tsx'));
const PlansPage = lazy(() => import('./party/PlansPage.tsx'));
const PeoplePage = lazy(() => import('./people/PeoplePage.tsx'));
const FacilitiesPage = lazy(() => import('./facilities/FacilitiesPage.tsx'));
const TeamsPage = lazy(() => import('./facilities/TeamsPage.tsx'));
const FacilityDutyPage = lazy(() => import('./facilities/DutyPage.tsx'));
const CirclePage = lazy(() => import('./facilities/CirclePage.tsx'));
const JobsPage = lazy(() => import('./jobs/JobsPage.tsx'));
const DevicesPage = lazy(() => import('./devices/DevicesPage.tsx'));
const FiguresPage = lazy(() => import('./figures/FiguresPage.tsx'));
const OverviewPage = lazy(() => import('./overview/OverviewPage.tsx'));

function SignedIn({ county, me }: { county: County; me: Me }) {
  const client = useQueryClient();
  useEffect(() => startLive(client), [client]);
  const pages = pagesFor(me, county);
  const first = pages[0]?.path ?? '/inbox';
  const unknown = <EmptyState title={t('page.unknown')}>{t('page.unknownHint')}</EmptyState>;
  const route = (path: string, element: React.ReactNode) => (
    <Route path={path} element={hasPage(county, path) ? element : unknown} />
  );
  return (
    <Shell county={county} me={me} pages={pages}>
      <Suspense fallback={<Loading />}>
        <Routes>
          {route('/', <Navigate to={first} replace />)}
          {route('/inbox', <ListPage key="inbox" view="inbox" county={county} me={me} />)}
          {route('/register', <ListPage key="register" view="register" county={county} me={me} />)}
          {route('/matters/:id', <MatterPage me={me} />)}
          {route('/report', <ReportPage county={county} me={me} />)}
          {route('/items/:id?', <ItemsPage />)}
          {route('/lists', <ListsPage me={me} />)}
          {route('/lists/:list/:version?/:tab?/:id?', <VersionPage me={me} />)}
          {route('/territory/:id?', <TerritoryPage county={county} me={me} />)}
          {route('/party/plans/:plan?', <PlansPage />)}
          {route('/party/:id?', <PartyPage />)}
          {route('/facilities/teams', <TeamsPage me={me} />)}
          {county.switches.rosters !== false && route('/facilities/duty', <FacilityDutyPage />)}
          {route('/facilities/circle', <CirclePage me={me} />)}
          {route('/facilities/:id?', <FacilitiesPage me={me} />)}
          {route('/coverage/:view?', <CoveragePage me={me} />)}
          {route('/calendar', <CalendarPage me={me} />)}
          {route('/people/:id?', <PeoplePage me={me} county={county} />)}
          {route('/jobs/:id?', <JobsPage me={me} />)}
          {route('/devices/:id?', <DevicesPage me={me} county={county} />)}
          {route('/figures', <FiguresPage me={me} county={county} />)}
          {route('/overview', <OverviewPage />)}
          {route('*', unknown)}
        </Routes>
      </Suspense>
    </Shell>
  );
}

export function App({ county }: { county: County }) {
  const me = useMe();
  const loop = both(county.loop);
  useEffect(() => {
    document.title = `${loop} · ${both(county.name)}`;
  }, [loop, county]);
  if (me.data) return <SignedIn county={county} me={me.data} />;
  if (me.data === null) return <SignInPage county={county} />;
  if (me.isError) return <Failed error={me.error} onRetry={() => void me.refetch()} />;
  return <Loading />;
}
