import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../../shared/api/client.ts';
import type { MatterCard, Page } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { agoText, dayText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { useSession } from '../account/session.ts';
import { Title } from '../frame/Frame.tsx';
import { follows } from '../store/kept.ts';
import { useSeen } from '../store/use-seen.ts';
import { MatterRow } from './MatterRow.tsx';

/** What I said: by my name, and without it by the links this phone keeps. */
export function MinePage() {
  const session = useSession();
  const links = useQuery({ queryKey: ['queue', 'follows'], queryFn: follows, retry: false }).data ?? [];
  return (
    <div data-testid="my-matters">
      <Title>{t('pocket.tab.mine')}</Title>
      {session?.me ? (
        <Named person={session.me.person.id} />
      ) : (
        session && (
          <EmptyState
            title={t('pocket.mine.signIn')}
            action={
              <Link className="hy-button" data-look="primary" data-size="large" to="/sign-in?to=/mine">
                {t('pocket.signIn')}
              </Link>
            }
          >
            {t('pocket.mine.signIn.more')}
          </EmptyState>
        )
      )}
      {links.length > 0 && (
        <section className="pk-section" aria-labelledby="links">
          <h2 id="links">{t('pocket.mine.links')}</h2>
          <p className="hy-soft">{t('pocket.mine.links.more')}</p>
          <ul className="pk-list">
            {links.map((link) => (
              <li key={link.id}>
                <Link className="pk-row" to={`/follow/${link.id}/${link.secret}`} data-testid="follow-card">
                  <span className="pk-row-body">
                    <strong>{link.title}</strong>
                    <span className="pk-row-meta">
                      <span className="hy-num">{link.number}</span>
                      <span>{dayText(link.at)}</span>
                    </span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Named({ person }: { person: string }) {
  const query = { view: 'mine', sort: '-submitted', limit: 20 };
  const first = useSeen<Page<MatterCard>>(['matters', 'mine', 'list'], person, '/matters', query);
  const [older, setOlder] = useState<{ rows: MatterCard[]; next: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  if (first.isPending) return <Loading />;
  if (first.isError) return <Failed error={first.error} onRetry={() => void first.refetch()} />;
  const { value, fresh, at } = first.data;
  const next = older ? older.next : value.next;
  const more = async () => {
    setBusy(true);
    try {
      const page = await api<Page<MatterCard>>('/matters', { query: { ...query, cursor: next } });
      setOlder({ rows: [...(older?.rows ?? []), ...page.rows], next: page.next });
    } finally {
      setBusy(false);
    }
  };
  if (value.rows.length === 0) {
    return (
      <EmptyState
        title={t('pocket.mine.empty')}
        action={
          <Link className="hy-button" data-look="primary" data-size="large" to="/report">
            {t('pocket.report.title')}
          </Link>
        }
      >
        {t('pocket.mine.empty.more')}
      </EmptyState>
    );
  }
  return (
    <>
      {!fresh && <p className="pk-stale">{t('pocket.seenAt', { when: agoText(at) })}</p>}
      <ul className="pk-list">
        {[...value.rows, ...(older?.rows ?? [])].map((matter) => (
          <MatterRow key={matter.id} matter={matter} />
        ))}
      </ul>
      {next && fresh && (
        <Button wide busy={busy} onClick={() => void more()}>
          {t('pocket.more')}
        </Button>
      )}
    </>
  );
}
