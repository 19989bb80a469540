import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { Also } from './Also.tsx';
import { PrintSheets } from './PrintSheets.tsx';
import type { PostSheetView } from './post-types.ts';

const day = (value: string) => dayText(value, { year: true });

/** One post: who holds and held it, what it owes, what it has in hand. */
export function PostSheet({ id, me, county }: { id: string; me: Me; county: County }) {
  const { data, error, refetch } = useQuery<PostSheetView, ProblemError>({
    queryKey: ['people', 'post', id],
    queryFn: ({ signal }) => api<PostSheetView>(`/posts/${encodeURIComponent(id)}`, { signal }),
  });
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  return (
    <article className="sheet" data-testid="post-sheet">
      <h2>{both(data.word)}</h2>
      <p className="hy-soft">{data.at.name}</p>
      <p className="in-hand">{t('posts.inHand', { n: data.inHand.matters, overdue: data.inHand.overdue })}</p>
      {data.level === 'building' && may(me, 'boards.print') && <PrintSheets place={data.at.id} />}
      <h3>{t('contact.everyday')}</h3>
      <ul className="duties">
        {data.duties.everyday.map((duty) => (
          <li key={duty.zh}>{both(duty)}</li>
        ))}
      </ul>
      <h3>{t('contact.emergency')}</h3>
      <ul className="duties">
        {data.duties.emergency.map((duty) => (
          <li key={duty.zh}>{both(duty)}</li>
        ))}
      </ul>
      <h3>{t('posts.terms')}</h3>
      {data.terms.length === 0 && <p className="hy-soft">{t('posts.never')}</p>}
      <ul className="terms">
        {data.terms.map((term) => (
          <li key={term.term}>
            <div>
              <Link to={`/people/${term.person.id}`}>{term.person.name}</Link>{' '}
              <span className="hy-chip">{t(`posts.state.${term.state}`)}</span>
              <span className="block hy-soft">
                {term.to
                  ? t('people.fromTo', { from: day(term.from), to: day(term.to) })
                  : t('people.since', { from: day(term.from) })}
              </span>
              <Also county={county} also={data.holders.find((one) => one.term === term.term)?.also ?? []} />
            </div>
          </li>
        ))}
      </ul>
    </article>
  );
}
