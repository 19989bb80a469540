import { useQueryClient } from '@tanstack/react-query';
import { Download, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import type { County, Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Loading } from '../../../shared/ui/Stages.tsx';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ChoiceFilter, FilterBar, PlaceFilter, TextFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { BoardsTab } from './BoardsTab.tsx';
import { EndingTab } from './EndingTab.tsx';
import { NewPerson } from './NewPerson.tsx';
import { PersonSheet } from './PersonSheet.tsx';
import { PostsTab } from './PostsTab.tsx';
import { RoomTabs, tabsFor } from './RoomTabs.tsx';
import type { PersonCard } from './types.ts';
import { UnitsTab } from './UnitsTab.tsx';

const GradesTab = lazy(() => import('../grades/GradesTab.tsx'));

const FILTERS = ['q', 'post', 'place', 'unit'];

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
      {here === 'units' && <UnitsTab me={me} />}
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
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const filters = useFilters(FILTERS);
  const people = useRows<PersonCard>('people', '/people', filters.query);
  return (
    <div className="master">
      <header className="head">
        <h1>{t('page.people')}</h1>
        <RoomTabs tabs={tabsFor(me, county)} here="people" />
        <span className="hy-soft">{people.count === null ? '' : t('people.count', { n: people.count })}</span>
        <span className="grow" />
        <a
          className="hy-button"
          href={apiUrl('/exports/people.xlsx', filters.query)}
          download
          data-testid="people-export"
        >
          <Download size="1em" aria-hidden /> {t('act.export')}
        </a>
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
        <FilterBar>
          <TextFilter filters={filters} name="q" label={t('people.search')} />
          <ChoiceFilter
            filters={filters}
            name="post"
            label={t('people.post')}
            options={county.posts.map(({ kind, word }) => ({ value: kind, label: both(word) }))}
          />
          <PlaceFilter filters={filters} name="place" label={t('people.place')} />
          <PlaceFilter filters={filters} name="unit" of="unit" label={t('people.unit')} />
        </FilterBar>
      </div>
      <RowList
        list={people}
        label={t('page.people')}
        heads={[t('field.name'), t('people.posts'), t('people.where'), t('field.phone')]}
        none={{ hint: t('people.none') }}
        row={(person) => (
          <tr key={person.id} data-active={person.id === id || undefined}>
            <td>
              <Link to={{ pathname: `/people/${person.id}`, search: filters.search }}>{person.name}</Link>
            </td>
            <td>
              {person.posts.map((post) => both(post.word)).join('、') || (
                <span className="hy-soft">{t('people.noPost')}</span>
              )}
            </td>
            <td className="hy-soft">{[...new Set(person.posts.map((post) => post.at.name))].join('、')}</td>
            <td className="hy-num hy-soft">{person.phone ?? ''}</td>
          </tr>
        )}
      />
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
