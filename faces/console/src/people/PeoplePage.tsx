import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Search, UserPlus } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import type { County, Me, Page } from '../../../shared/api/types.ts';
import { placeRows, unitRows } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo } from '../../../shared/ui/Combo.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { countedText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { BoardsTab } from './BoardsTab.tsx';
import { NewPerson } from './NewPerson.tsx';
import { PersonSheet } from './PersonSheet.tsx';
import { EndingTab, PostsTab } from './PostsTab.tsx';
import { RoomTabs, tabsFor } from './RoomTabs.tsx';
import type { PersonCard } from './types.ts';

const GradesTab = lazy(() => import('../grades/GradesTab.tsx'));

function usePeople(query: Record<string, string>) {
  return useInfiniteQuery<
    Page<PersonCard>,
    ProblemError,
    { pages: Page<PersonCard>[] },
    readonly unknown[],
    string | null
  >({
    queryKey: ['people', 'list', JSON.stringify(query)],
    queryFn: ({ pageParam, signal }) =>
      api<Page<PersonCard>>('/people', { query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (old) => old,
  });
}

function Filters({ county }: { county: County }) {
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState(search.get('q') ?? '');
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
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== (search.get('q') ?? '')) change({ q: text.trim() || null });
    }, 300);
    return () => clearTimeout(timer);
  });
  const at = (name: 'place' | 'unit') => {
    const id = search.get(name);
    return id ? { id, name: names[id] ?? id } : null;
  };
  return (
    <search className="filters">
      <div className="search">
        <Search size="1em" aria-hidden />
        <input
          className="hy-input"
          type="search"
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <select
        className="hy-input pick"
        aria-label={t('people.post')}
        data-set={search.get('post') ? true : undefined}
        value={search.get('post') ?? ''}
        onChange={(event) => change({ post: event.target.value || null })}
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

/** People, their posts and terms: a tab for each way to look at them. */
export default function PeoplePage({ me, county }: { me: Me; county: County }) {
  const { id } = useParams();
  const [search] = useSearchParams();
  const tabs = tabsFor(me, county);
  const wanted = tabs.find((tab) => tab === search.get('tab'));
  const here = id ? 'people' : (wanted ?? tabs[0] ?? 'people');
  if (here === 'people') return <PeopleTab me={me} county={county} />;
  return (
    <div className="master">
      <header className="head">
        <h1>{t('page.people')}</h1>
        <RoomTabs tabs={tabs} here={here} />
      </header>
      {here === 'ending' && <EndingTab county={county} />}
      {here === 'grades' && (
        <Suspense fallback={<Loading />}>
          <GradesTab me={me} county={county} />
        </Suspense>
      )}
      {here === 'boards' && <BoardsTab />}
      {(here === 'posts' || here === 'vacancies') && (
        <PostsTab key={here} me={me} county={county} vacant={here === 'vacancies'} />
      )}
    </div>
  );
}

/** People and their posts: who is where, since when, until when. */
function PeopleTab({ me, county }: { me: Me; county: County }) {
  const { id } = useParams();
  const [search] = useSearchParams();
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const people = usePeople(Object.fromEntries(search));
  const rows = people.data?.pages.flatMap((page) => page.rows) ?? [];
  const last = people.data?.pages.at(-1);
  return (
    <div className="master">
      <header className="head">
        <h1>{t('page.people')}</h1>
        <RoomTabs tabs={tabsFor(me, county)} here="people" />
        <span className="hy-soft">{last ? t('people.count', { n: countedText(last.count, !last.counted) }) : ''}</span>
        <span className="grow" />
        {may(me, 'people.edit') && (
          <Button
            look="primary"
            icon={<UserPlus size="1em" aria-hidden />}
            onClick={() => setAdding(true)}
            data-testid="person-new"
          >
            {t('people.new')}
          </Button>
        )}
      </header>
      <div className="bars">
        <Filters county={county} />
      </div>
      <section className="list" aria-label={t('page.people')}>
        {people.isPending && <Loading lines={10} />}
        {people.isError && !people.data && <Failed error={people.error} onRetry={() => void people.refetch()} />}
        {people.data && rows.length === 0 && <EmptyState title={t('list.noneMatch')}>{t('people.none')}</EmptyState>}
        {rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('field.name')}</th>
                <th scope="col">{t('people.posts')}</th>
                <th scope="col">{t('people.where')}</th>
                <th scope="col">{t('field.phone')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((person) => (
                <tr key={person.id} data-active={person.id === id || undefined}>
                  <td>
                    <Link to={{ pathname: `/people/${person.id}`, search: search.toString() }}>{person.name}</Link>
                  </td>
                  <td>
                    {person.posts.map((post) => both(post.word)).join('、') || (
                      <span className="hy-soft">{t('people.noPost')}</span>
                    )}
                  </td>
                  <td className="hy-soft">{[...new Set(person.posts.map((post) => post.at.name))].join('、')}</td>
                  <td className="hy-num hy-soft">{person.phone ?? ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {people.hasNextPage && (
          <p className="row-more-button">
            <Button busy={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
              {t('list.more')}
            </Button>
          </p>
        )}
      </section>
      <aside className="side" aria-label={t('people.person')}>
        {id ? (
          <PersonSheet key={id} id={id} me={me} county={county} />
        ) : (
          <EmptyState title={t('people.pick')}>{t('people.pickHint')}</EmptyState>
        )}
      </aside>
      {adding && (
        <NewPerson
          county={county}
          onClose={() => setAdding(false)}
          onDone={() => void client.invalidateQueries({ queryKey: ['people'] })}
        />
      )}
    </div>
  );
}
