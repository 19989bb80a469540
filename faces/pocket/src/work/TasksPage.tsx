import { CheckCheck, Megaphone } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { MatterCard, Page } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { agoText, countedText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { useSession } from '../account/session.ts';
import { Title } from '../frame/Frame.tsx';
import { useSeen } from '../store/use-seen.ts';
import { type Counts, type Group, groupsOf } from './groups.ts';
import { TaskRow } from './TaskRow.tsx';

const PAGE = 50;

/** What my posts must act on now, by clock. */
export function TasksPage() {
  const me = useSession()?.me;
  const person = me?.person.id ?? null;
  const [limit, setLimit] = useState(PAGE);
  const [group, setGroup] = useState<Group | null>(null);
  const query = { view: 'inbox', sort: 'due', limit, ...group?.filter };
  const tasks = useSeen<Page<MatterCard>>(
    ['matters', 'inbox', limit, group?.id],
    person,
    '/matters',
    query,
    Boolean(me),
  );
  const counts = useSeen<Counts>(['matters', 'counts'], person, '/matters/counts', { view: 'inbox' }, Boolean(me));
  const groups = counts.data ? groupsOf(counts.data.value) : [];
  const posts = (me?.posts ?? []).map((post) =>
    [post.place?.name ?? post.unit?.name, both(post.word)].filter(Boolean).join(' '),
  );
  return (
    <>
      <Title>{t('pocket.tab.tasks')}</Title>
      <p className="hy-soft pk-posts">{posts.join(t('pocket.comma'))}</p>
      <Link to="/report" className="pk-call" data-small data-testid="report-start">
        <Megaphone size="1.5em" aria-hidden />
        <strong>{t('pocket.work.report')}</strong>
      </Link>
      {groups.length > 1 && (
        <fieldset className="pk-groups" aria-label={t('pocket.groups')}>
          <button type="button" aria-pressed={group === null} onClick={() => setGroup(null)}>
            {t('pocket.groups.all')} {counts.data && countedText(counts.data.value.count, !counts.data.value.counted)}
          </button>
          {groups.map((one) => (
            <button
              type="button"
              key={one.id}
              aria-pressed={group?.id === one.id}
              data-key={one.id}
              onClick={() => setGroup(one)}
            >
              {t(one.word)} {countedText(one.n, false)}
            </button>
          ))}
        </fieldset>
      )}
      {tasks.data && !tasks.data.fresh && (
        <p className="pk-stale">{t('pocket.seenAt', { when: agoText(tasks.data.at) })}</p>
      )}
      {tasks.isPending && <Loading />}
      {tasks.isError && <Failed error={tasks.error} onRetry={() => void tasks.refetch()} />}
      {tasks.data?.value.rows.length === 0 && (
        <EmptyState title={t('pocket.tasks.empty')} icon={<CheckCheck size={36} strokeWidth={1.4} aria-hidden />}>
          {t('pocket.tasks.empty.more')}
        </EmptyState>
      )}
      <ul className="pk-list" data-testid="tasks">
        {tasks.data?.value.rows.map((matter) => (
          <TaskRow key={matter.id} matter={matter} />
        ))}
      </ul>
      {tasks.data?.value.next && tasks.data.fresh && limit < 200 && (
        <Button wide onClick={() => setLimit(Math.min(200, limit + PAGE))}>
          {t('pocket.more')}
        </Button>
      )}
    </>
  );
}
