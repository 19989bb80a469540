import { Download, Upload } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState } from '../../../shared/ui/Stages.tsx';
import { dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ImportDialog } from '../jobs/ImportDialog.tsx';
import { RowList } from '../list/RowList.tsx';
import { useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { Also } from './Also.tsx';
import { POST_FILTERS, PostBar } from './PostBar.tsx';
import { PostSheet } from './PostSheet.tsx';
import type { PostRow } from './post-types.ts';

/** Terms as a workbook, and back: for whoever keeps people. */
function TermFiles({ me, query }: { me: Me; query: Record<string, string> }) {
  const [importing, setImporting] = useState(false);
  return (
    <>
      {may(me, 'people.edit') && (
        <Button icon={<Upload size="1em" aria-hidden />} onClick={() => setImporting(true)} data-testid="import-terms">
          {t('imports.terms')}
        </Button>
      )}
      <a className="hy-button" href={apiUrl('/exports/terms.xlsx', query)} download data-testid="export-terms">
        <Download size="1em" aria-hidden /> {t('posts.exportTerms')}
      </a>
      {importing && <ImportDialog kinds={['terms']} onClose={() => setImporting(false)} />}
    </>
  );
}

/** Posts with their holders; or those with a free seat, and since when. */
export function PostsTab({ me, county, vacant }: { me: Me; county: County; vacant: boolean }) {
  const filters = useFilters(POST_FILTERS);
  const query = { ...filters.query, ...(vacant ? { vacant: 'true' } : {}) };
  const posts = useRows<PostRow>('people', '/posts', query);
  const chosen = filters.get('at');
  return (
    <>
      <PostBar
        county={county}
        filters={filters}
        count={posts.count === null ? '' : t('posts.count', { n: posts.count })}
        file={apiUrl('/exports/posts.xlsx', query)}
      >
        {!vacant && <TermFiles me={me} query={filters.query} />}
      </PostBar>
      <RowList
        list={posts}
        label={t(vacant ? 'posts.tab.vacancies' : 'posts.tab.posts')}
        heads={[
          ...[t('people.post'), t('people.where'), t('posts.holders'), t('posts.vacant')],
          ...(vacant ? [t('posts.since')] : []),
        ]}
        none={{ title: t(vacant ? 'posts.noneVacant' : 'list.noneMatch'), hint: t('people.none') }}
        row={(post) => (
          <tr key={post.id} data-active={post.id === chosen || undefined} data-testid="post-row">
            <td>
              <button type="button" className="hy-link" onClick={() => filters.change({ at: post.id })}>
                {both(post.word)}
              </button>
            </td>
            <td className="hy-soft">{post.at.name}</td>
            <td>
              <Holders post={post} county={county} />
            </td>
            <td className="hy-num">{post.vacant > 0 ? `${post.vacant} / ${post.capacity}` : ''}</td>
            {vacant && (
              <td className="hy-num">
                <Since post={post} />
              </td>
            )}
          </tr>
        )}
      />
      <aside className="side" aria-label={t('people.post')}>
        {chosen ? (
          <PostSheet key={chosen} id={chosen} me={me} county={county} />
        ) : (
          <EmptyState title={t('posts.pick')}>{t('posts.pickHint')}</EmptyState>
        )}
      </aside>
    </>
  );
}

/** Who holds the post, and what else each of them holds. */
function Holders({ post, county }: { post: PostRow; county: County }) {
  return post.holders.map((holder) => (
    <span className="block" key={holder.term}>
      <Link to={`/people/${holder.person.id}`}>{holder.person.name}</Link>
      {holder.suspended && <span className="hy-chip">{t('posts.state.suspended')}</span>}
      <Also county={county} also={holder.also} />
    </span>
  ));
}

/** Seats that became free on the same day stand on one line. */
function Since({ post }: { post: PostRow }) {
  const byDay = [...Map.groupBy(post.freeSince, (since) => since)];
  return byDay.map(([since, seats]) => (
    <span className="block" key={since ?? ''}>
      {since ? dayText(since, { year: true }) : t('posts.never')}
      {post.freeSince.length > 1 && ` · ${t('posts.seats', { n: seats.length })}`}
    </span>
  ));
}
