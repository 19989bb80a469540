import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '../../../shared/api/hooks.ts';
import { t } from '../../../shared/words/i18n.ts';
import { EntryChoices, EntryState, EntryWhy } from './EntryFate.tsx';
import { useEntries } from './hooks.ts';
import type { Account, Entry } from './types.ts';

/** Thanks are said once, not at the next visit. */
function isNew(entry: Entry): boolean {
  return Date.now() - (entry.sentAt ?? 0) < 60_000;
}

/** What this person wrote on one matter and where it is, above the matter: nothing is done until it says so. */
export function EntryFates({ matter, account }: { matter: string; account: Account }) {
  const client = useQueryClient();
  const all = useEntries([account]) ?? [];
  const mine = all.filter((entry) => entry.task.kind === 'act' && entry.task.matter === matter);
  const sent = mine.filter((entry) => entry.state === 'sent').length;
  // What went changed the matter: it is asked for again, with its new acts.
  useEffect(() => {
    if (sent === 0) return;
    void client.invalidateQueries({ queryKey: keys.matter(matter) });
    void client.invalidateQueries({ queryKey: keys.matters });
  }, [client, matter, sent]);
  const last = mine.find((entry) => entry.state === 'sent');
  const shown = mine.filter((entry) => entry.state !== 'sent' || (entry === last && isNew(entry)));
  if (shown.length === 0) return null;
  return (
    <ul className="pk-queue" aria-label={t('pocket.queue.title')}>
      {shown.map((entry) => (
        <li key={entry.id} className="pk-queue-item" data-testid="act-fate" data-state={entry.state}>
          <p className="pk-queue-head">
            <strong>
              {entry.task.kind === 'act' &&
                t(entry.state === 'sent' ? `done.${entry.task.verb}` : `verb.${entry.task.verb}`)}
            </strong>
            {entry.state !== 'sent' && <EntryState entry={entry} />}
          </p>
          {entry.state !== 'sent' && <EntryWhy entry={entry} />}
          <EntryChoices entry={entry} />
        </li>
      ))}
    </ul>
  );
}
