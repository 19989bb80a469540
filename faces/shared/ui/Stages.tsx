/** The designed states of a page: nothing here, loading, failed, offline. */
import { CloudOff, Inbox, RotateCw, TriangleAlert } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { asProblem } from '../api/client.ts';
import { t } from '../words/i18n.ts';
import { Button } from './Button.tsx';

export function EmptyState({
  title,
  children,
  icon,
  action,
}: {
  title: ReactNode;
  /** What to do now. */
  children?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="hy-stage">
      {icon ?? <Inbox size={36} strokeWidth={1.4} aria-hidden />}
      <strong>{title}</strong>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Bones of the page to come; `lines` about as many as it will have. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div className="hy-bones" role="status" aria-label={t('loading.words')}>
      {Array.from({ length: lines }, (_, i) => i).map((line) => (
        <span key={line} style={{ width: `${[92, 74, 83, 61, 88, 70][line % 6]}%` }} />
      ))}
    </div>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = asProblem(error);
  return (
    <div className="hy-stage" role="alert">
      {problem.status === 0 ? (
        <CloudOff size={36} strokeWidth={1.4} aria-hidden />
      ) : (
        <TriangleAlert size={36} strokeWidth={1.4} aria-hidden />
      )}
      <strong>{problem.message}</strong>
      {problem.detail && <p>{problem.detail}</p>}
      {onRetry && (
        <Button onClick={onRetry} icon={<RotateCw size="1em" aria-hidden />}>
          {t('act.retry')}
        </Button>
      )}
      {problem.requestId && <small>{t('error.requestId', { id: problem.requestId })}</small>}
    </div>
  );
}

function watchNetwork(listener: () => void): () => void {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
  };
}

/** What the device says; false only means that there is certainly no network. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    watchNetwork,
    () => navigator.onLine,
    () => true,
  );
}

export function OfflineBanner({ children }: { children?: ReactNode }) {
  if (useOnline()) return null;
  return (
    <div className="hy-banner" role="status">
      <CloudOff size="1.2em" aria-hidden />
      <span>{children ?? t('offline.words')}</span>
    </div>
  );
}
