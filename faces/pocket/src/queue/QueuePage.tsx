import { useQuery } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { shownAccounts, useSession } from '../account/session.ts';
import { Title } from '../frame/Frame.tsx';
import { storageWorks } from '../store/db.ts';
import { EntryChoices, EntryState, EntryWhen, EntryWhy } from './EntryFate.tsx';
import { useEntries } from './hooks.ts';
import { flushNow } from './sender.ts';
import type { Entry } from './types.ts';

/** 待发送: everything written on this phone that has not gone, and what went today. */
export function QueuePage() {
  const entries = useEntries(shownAccounts(useSession()));
  const kept = useQuery({ queryKey: ['storage'], queryFn: storageWorks, staleTime: Number.POSITIVE_INFINITY }).data;
  const open = entries?.some((entry) => entry.state !== 'sent');
  return (
    <>
      <Title back="/">{t('pocket.queue.title')}</Title>
      <p className="hy-soft">{t(kept === false ? 'pocket.queue.memory' : 'pocket.queue.what')}</p>
      {!entries && <Loading />}
      {entries?.length === 0 && (
        <EmptyState title={t('pocket.queue.empty')} icon={<CheckCheck size={36} strokeWidth={1.4} aria-hidden />}>
          {t('pocket.queue.empty.more')}
        </EmptyState>
      )}
      {open && (
        <Button wide onClick={() => void flushNow()} data-testid="queue-flush">
          {t('pocket.queue.flush')}
        </Button>
      )}
      <ul className="pk-queue">
        {entries?.map((entry) => (
          <li key={entry.id} className="pk-queue-item" data-testid="queue-item" data-state={entry.state}>
            <p className="pk-queue-head">
              <strong>{entryName(entry)}</strong>
              <EntryWhen entry={entry} />
            </p>
            <p className="pk-queue-title">
              {entry.title}
              {entry.pictures.length > 0 && (
                <span className="hy-soft"> · {t('pocket.queue.pictures', { n: entry.pictures.length })}</span>
              )}
            </p>
            <EntryState entry={entry} />
            <EntryWhy entry={entry} />
            <EntryChoices entry={entry} />
          </li>
        ))}
      </ul>
    </>
  );
}

export function entryName(entry: Entry): string {
  return entry.task.kind === 'report' ? t('pocket.queue.report') : t(`verb.${entry.task.verb}`);
}
