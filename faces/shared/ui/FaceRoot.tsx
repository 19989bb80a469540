import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useCounty } from '../api/hooks.ts';
import type { County } from '../api/types.ts';
import { setOffset } from '../words/format.ts';
import { setCountyWords, useLang } from '../words/i18n.ts';
import { Failed, Loading } from './Stages.tsx';
import { Toasts } from './Toast.tsx';

function WithCounty({ children }: { children: (county: County) => ReactNode }) {
  useLang();
  const county = useCounty();
  const data = county.data;
  useEffect(() => {
    if (!data) return;
    setOffset(data.utcOffsetMinutes);
    setCountyWords(data.words ?? {});
  }, [data]);
  if (data) return <>{children(data)}</>;
  if (county.isError) return <Failed error={county.error} onRetry={() => void county.refetch()} />;
  return <Loading lines={4} />;
}

/** What every face stands in: server state, the county with its words and hours, toasts. Re-renders on a change of language. */
export function FaceRoot({ client, children }: { client: QueryClient; children: (county: County) => ReactNode }) {
  return (
    <QueryClientProvider client={client}>
      <WithCounty>{children}</WithCounty>
      <Toasts />
    </QueryClientProvider>
  );
}
