import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { faceBase } from '../../shared/api/county.ts';
import { useCounty } from '../../shared/api/hooks.ts';
import { Failed, Loading } from '../../shared/ui/Stages.tsx';
import { setOffset } from '../../shared/words/format.ts';
import { setCountyWords, useLang } from '../../shared/words/i18n.ts';
import { useSession } from './account/session.ts';
import { offerElder } from './frame/elder.ts';
import { Frame } from './frame/Frame.tsx';
import { HomePage } from './frame/HomePage.tsx';
import { useQueueWatch } from './queue/hooks.ts';
import { ReportPage } from './report/ReportPage.tsx';
import { keep } from './store/kept.ts';
import { TasksPage } from './work/TasksPage.tsx';

const DonePage = lazy(() => import('./report/DonePage.tsx').then((m) => ({ default: m.DonePage })));
const MinePage = lazy(() => import('./mine/MinePage.tsx').then((m) => ({ default: m.MinePage })));
const MatterPage = lazy(() => import('./mine/MatterPage.tsx').then((m) => ({ default: m.MatterPage })));
const GridPage = lazy(() => import('./work/GridPage.tsx').then((m) => ({ default: m.GridPage })));
const QueuePage = lazy(() => import('./queue/QueuePage.tsx').then((m) => ({ default: m.QueuePage })));
const SignInPage = lazy(() => import('./account/SignInPage.tsx').then((m) => ({ default: m.SignInPage })));
const MePage = lazy(() => import('./account/MePage.tsx').then((m) => ({ default: m.MePage })));
const PasswordPage = lazy(() => import('./account/PasswordPage.tsx').then((m) => ({ default: m.PasswordPage })));
const WhoPage = lazy(() => import('./who/WhoPage.tsx').then((m) => ({ default: m.WhoPage })));
const NearbyPage = lazy(() => import('./facilities/NearbyPage.tsx').then((m) => ({ default: m.NearbyPage })));
const DutyPage = lazy(() => import('./facilities/DutyPage.tsx').then((m) => ({ default: m.DutyPage })));
const GradePage = lazy(() => import('./grades/GradePage.tsx').then((m) => ({ default: m.GradePage })));
const NotFound = lazy(() => import('./frame/NotFound.tsx').then((m) => ({ default: m.NotFound })));

export function App({ client }: { client: QueryClient }) {
  return (
    <QueryClientProvider client={client}>
      <BrowserRouter basename={`${faceBase('pocket')}/`}>
        <Face />
      </BrowserRouter>
    </QueryClientProvider>
  );
}

function Face() {
  useLang();
  useQueueWatch();
  const county = useCounty();
  const session = useSession();
  const data = county.data;
  useEffect(() => {
    if (!data) return;
    setOffset(data.utcOffsetMinutes);
    offerElder(data.switches.elderMode !== false);
    setCountyWords(data.words ?? {});
    if (county.isFetchedAfterMount) void keep('county', data);
  }, [data, county.isFetchedAfterMount]);
  if (!data) {
    if (county.isError) return <Failed error={county.error} onRetry={() => void county.refetch()} />;
    return <Loading />;
  }
  const staff = session?.me?.person.kind === 'staff';
  const { facilities, rosters } = data.switches;
  return (
    <Frame county={data}>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route
            path="/"
            element={session === undefined ? <Loading /> : staff ? <TasksPage /> : <HomePage county={data} />}
          />
          <Route path="/report" element={<ReportPage county={data} />} />
          <Route path="/report/done/:entry" element={<DonePage county={data} />} />
          <Route path="/mine" element={<MinePage />} />
          <Route path="/matter/:id" element={<MatterPage county={data} />} />
          <Route path="/follow/:id/:secret" element={<MatterPage county={data} />} />
          <Route path="/grid" element={<GridPage county={data} />} />
          <Route path="/queue" element={<QueuePage />} />
          <Route path="/sign-in" element={<SignInPage county={data} staff={false} />} />
          <Route path="/sign-in/staff" element={<SignInPage county={data} staff />} />
          <Route path="/who" element={<WhoPage />} />
          <Route path="/me" element={<MePage county={data} />} />
          <Route path="/me/password" element={<PasswordPage />} />
          {data.switches.grades !== false && <Route path="/me/grade" element={<GradePage />} />}
          {facilities !== false && <Route path="/nearby" element={<NearbyPage />} />}
          {facilities !== false && rosters !== false && <Route path="/duty" element={<DutyPage />} />}
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </Frame>
  );
}
