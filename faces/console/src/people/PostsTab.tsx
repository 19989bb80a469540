import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Download, Printer, Upload } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, apiUrl, type ProblemError } from '../../../shared/api/client.ts';
import type { Bilingual, County, Me, Named, Page } from '../../../shared/api/types.ts';
import { placeRows, unitRows } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo } from '../../../shared/ui/Combo.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { countedText, dayText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ImportDialog } from '../jobs/ImportDialog.tsx';
import type { HeldTerm } from './types.ts';

type Holder = {
  term: string;
  person: Named;
  from: string;
  to: string | null;
  suspended: boolean;
  also: { kind: string; at: string }[];
};
type PostRow = {
  id: string;
  kind: string;
  word: Bilingual;
  at: Named;
  atKind: 'place' | 'unit';
  level: string | null;
  capacity: number;
  vacant: number;
  since: string | null;
  freeSince: (string | null)[];
  holders: Holder[];
};
type PostSheetView = PostRow & {
  terms: (HeldTerm & { person: Named })[];
  inHand: { matters: number; overdue: number };
  duties: { everyday: Bilingual[]; emergency: Bilingual[] };
};
type EndingRow = HeldTerm & { person: Named; daysLeft: number; reminded: boolean };

const day = (value: string) => dayText(value, { year: true });

function useFilters() {
  const [search, setSearch] = useSearchParams();
  const [names, setNames] = useState<Record<string, string>>({});
  const change = (next: Record<string, string | null>) =>
    setSearch(
      (old) => {
        const made = new URLSearchParams(old);
        for (const [name, value] of Object.entries(next)) {
          if (value) made.set(name, value);
          else made.delete(name);
        }
        return made;
      },
      { replace: true },
    );
  const query = Object.fromEntries(
    ['kind', 'place', 'unit'].flatMap((name) => (search.get(name) ? [[name, search.get(name) as string]] : [])),
  );
  return { search, query, change, names, setNames };
}

function Filters({ county, filters }: { county: County; filters: ReturnType<typeof useFilters> }) {
  const { search, change, names, setNames } = filters;
  const at = (name: 'place' | 'unit') => {
    const id = search.get(name);
    return id ? { id, name: names[id] ?? id } : null;
  };
  return (
    <search className="filters">
      <select
        className="hy-input pick"
        aria-label={t('people.post')}
        data-set={search.get('kind') ? true : undefined}
        value={search.get('kind') ?? ''}
        onChange={(event) => change({ kind: event.target.value || null })}
      >
        <option value="">{t('people.post')}</option>
        {county.posts.map((kind) => (
          <option key={kind.kind} value={kind.kind}>
            {both(kind.word)}
          </option>
        ))}
      </select>
      {(['place', 'unit'] as const).map((name) => (
        <div className="filter-place" key={name}>
          <Combo
            label={t(`people.${name}`)}
            placeholder={t(`people.${name}`)}
            value={at(name)}
            search={name === 'place' ? placeRows : unitRows}
            onChange={(row) => {
              if (row) setNames({ ...names, [row.id]: row.name });
              change({ [name]: row?.id ?? null });
            }}
          />
        </div>
      ))}
    </search>
  );
}

function usePages<T>(path: string, query: Record<string, string>) {
  return useInfiniteQuery<Page<T>, ProblemError, { pages: Page<T>[] }, readonly unknown[], string | null>({
    queryKey: ['people', path, JSON.stringify(query)],
    queryFn: ({ pageParam, signal }) =>
      api<Page<T>>(path, { query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (old) => old,
  });
}

function Bar({
  county,
  filters,
  count,
  file,
  children,
}: {
  county: County;
  filters: ReturnType<typeof useFilters>;
  count: string;
  file: string;
  children?: ReactNode;
}) {
  return (
    <div className="bars">
      <Filters county={county} filters={filters} />
      <div className="bar-line">
        <span className="hy-soft">{count}</span>
        <span className="grow" />
        {children}
        <a className="hy-button" href={file} download>
          <Download size="1em" aria-hidden /> {t('posts.export')}
        </a>
      </div>
    </div>
  );
}

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
  const filters = useFilters();
  const query = { ...filters.query, ...(vacant ? { vacant: 'true' } : {}) };
  const posts = usePages<PostRow>('/posts', query);
  const rows = posts.data?.pages.flatMap((page) => page.rows) ?? [];
  const last = posts.data?.pages.at(-1);
  const chosen = filters.search.get('at');
  const kinds = new Map(county.posts.map((kind) => [kind.kind, kind.word]));
  return (
    <>
      <Bar
        county={county}
        filters={filters}
        count={last ? t('posts.count', { n: countedText(last.count, !last.counted) }) : ''}
        file={apiUrl('/exports/posts.xlsx', query)}
      >
        {!vacant && <TermFiles me={me} query={filters.query} />}
      </Bar>
      <section className="list" aria-label={t(vacant ? 'posts.tab.vacancies' : 'posts.tab.posts')}>
        {posts.isPending && <Loading lines={10} />}
        {posts.isError && !posts.data && <Failed error={posts.error} onRetry={() => void posts.refetch()} />}
        {posts.data && rows.length === 0 && (
          <EmptyState title={t(vacant ? 'posts.noneVacant' : 'list.noneMatch')}>{t('people.none')}</EmptyState>
        )}
        {rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('people.post')}</th>
                <th scope="col">{t('people.where')}</th>
                <th scope="col">{t('posts.holders')}</th>
                <th scope="col">{t('posts.vacant')}</th>
                {vacant && <th scope="col">{t('posts.since')}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((post) => (
                <tr key={post.id} data-active={post.id === chosen || undefined} data-testid="post-row">
                  <td>
                    <button type="button" className="hy-link" onClick={() => filters.change({ at: post.id })}>
                      {both(post.word)}
                    </button>
                  </td>
                  <td className="hy-soft">{post.at.name}</td>
                  <td>
                    {post.holders.map((holder) => (
                      <span className="block" key={holder.term}>
                        <Link to={`/people/${holder.person.id}`}>{holder.person.name}</Link>
                        {holder.suspended && <span className="hy-chip">{t('posts.state.suspended')}</span>}
                        {holder.also.length > 0 && (
                          <span className="also hy-soft">
                            {t('posts.also', {
                              posts: holder.also
                                .map((one) => `${both(kinds.get(one.kind) ?? { zh: one.kind, en: one.kind })}`)
                                .join('、'),
                            })}
                          </span>
                        )}
                      </span>
                    ))}
                  </td>
                  <td className="hy-num">{post.vacant > 0 ? `${post.vacant} / ${post.capacity}` : ''}</td>
                  {vacant && (
                    <td className="hy-num">
                      <Since post={post} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {posts.hasNextPage && (
          <p className="row-more-button">
            <Button busy={posts.isFetchingNextPage} onClick={() => void posts.fetchNextPage()}>
              {t('list.more')}
            </Button>
          </p>
        )}
      </section>
      <aside className="side" aria-label={t('people.post')}>
        {chosen ? (
          <PostSheet key={chosen} id={chosen} me={me} />
        ) : (
          <EmptyState title={t('posts.pick')}>{t('posts.pickHint')}</EmptyState>
        )}
      </aside>
    </>
  );
}

/** Seats that became free on the same day stand on one line. */
function Since({ post }: { post: PostRow }) {
  const byDay = [...Map.groupBy(post.freeSince, (since) => since)];
  return byDay.map(([since, seats]) => (
    <span className="block" key={since ?? ''}>
      {since ? day(since) : t('posts.never')}
      {post.freeSince.length > 1 && ` · ${t('posts.seats', { n: seats.length })}`}
    </span>
  ));
}

/** One post: who holds and held it, what it owes, what it has in hand. */
function PostSheet({ id, me }: { id: string; me: Me }) {
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
      {data.level === 'building' && may(me, 'boards.print') && <Sheets place={data.at.id} />}
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
            </div>
          </li>
        ))}
      </ul>
    </article>
  );
}

export function Sheets({ place }: { place: string }) {
  return (
    <p className="term-acts">
      {(['board', 'card'] as const).map((format) => (
        <a
          key={format}
          className="hy-button"
          href={apiUrl('/boards/sheet.pdf', { place, format })}
          target="_blank"
          rel="noreferrer"
          data-testid={`print-${format}`}
        >
          <Printer size="1em" aria-hidden /> {t(`posts.print.${format}`)}
        </a>
      ))}
    </p>
  );
}

/** Terms that end soon and are not followed yet, the soonest first. */
export function EndingTab({ county }: { county: County }) {
  const filters = useFilters();
  const within = filters.search.get('within') ?? '60';
  const query = { ...filters.query, within };
  const terms = usePages<EndingRow>('/posts/ending', query);
  const rows = terms.data?.pages.flatMap((page) => page.rows) ?? [];
  const last = terms.data?.pages.at(-1);
  return (
    <>
      <Bar
        county={county}
        filters={filters}
        count={last ? t('posts.countTerms', { n: countedText(last.count, !last.counted), within }) : ''}
        file={apiUrl('/exports/ending.xlsx', query)}
      />
      <section className="list" aria-label={t('posts.tab.ending')}>
        {terms.isPending && <Loading lines={10} />}
        {terms.isError && !terms.data && <Failed error={terms.error} onRetry={() => void terms.refetch()} />}
        {terms.data && rows.length === 0 && (
          <EmptyState title={t('posts.noneEnding')}>{t('posts.noneEndingHint')}</EmptyState>
        )}
        {rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('field.name')}</th>
                <th scope="col">{t('people.post')}</th>
                <th scope="col">{t('people.where')}</th>
                <th scope="col">{t('people.to')}</th>
                <th scope="col">{t('posts.left')}</th>
                <th scope="col">{t('posts.reminded')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((term) => (
                <tr key={term.term} data-testid="ending-row">
                  <td>
                    <Link to={`/people/${term.person.id}`}>{term.person.name}</Link>
                  </td>
                  <td>{both(term.word)}</td>
                  <td className="hy-soft">{term.at.name}</td>
                  <td className="hy-num">{term.to ? day(term.to) : ''}</td>
                  <td className="hy-num">{t('posts.days', { n: term.daysLeft })}</td>
                  <td>{t(term.reminded ? 'posts.yes' : 'posts.no')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {terms.hasNextPage && (
          <p className="row-more-button">
            <Button busy={terms.isFetchingNextPage} onClick={() => void terms.fetchNextPage()}>
              {t('list.more')}
            </Button>
          </p>
        )}
      </section>
      <aside className="side" aria-label={t('people.person')}>
        <EmptyState title={t('posts.endingTitle')}>{t('posts.endingHint')}</EmptyState>
      </aside>
    </>
  );
}
