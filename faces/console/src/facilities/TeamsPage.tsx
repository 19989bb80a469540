import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Search } from 'lucide-react';
import { useState } from 'react';
import { api, asProblem, type ProblemError } from '../../../shared/api/client.ts';
import type { Bilingual, Me, Page } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { EmptyState, Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { countedText, listText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { RoomNav } from './RoomNav.tsx';
import { useRules } from './rules.ts';
import { TeamForm } from './TeamForm.tsx';
import './facilities.css';

export type TeamView = {
  id: string;
  kind: string;
  word: Bilingual;
  name: string;
  place: { id: string; path: { id: string; name: string }[] };
  facility: string | null;
  version: number;
  members: { id: string; name: string; leads: boolean }[];
  abilities: string[];
};

/** Teams: volunteers, duty, errands; who is in them and who leads. */
export default function TeamsPage({ me }: { me: Me }) {
  const client = useQueryClient();
  const rules = useRules().data;
  const [q, setQ] = useState('');
  const [kind, setKind] = useState('');
  const [editing, setEditing] = useState<TeamView | 'new' | null>(null);
  const query = { q: q.trim(), kind };
  const list = useInfiniteQuery<
    Page<TeamView>,
    ProblemError,
    { pages: Page<TeamView>[] },
    readonly unknown[],
    string | null
  >({
    queryKey: ['teams', 'list', JSON.stringify(query)],
    queryFn: ({ pageParam, signal }) =>
      api<Page<TeamView>>('/teams', { query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: null,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (old) => old,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const last = list.data?.pages.at(-1);
  const refresh = () => void client.invalidateQueries({ queryKey: ['teams'] });
  const end = async (team: TeamView) => {
    try {
      await api(`/teams/${team.id}/end`, { body: { version: team.version } });
      toast(t('facilities.team.ended', { name: team.name }));
      refresh();
    } catch (error) {
      toast(asProblem(error).message, 'wrong');
    }
  };
  return (
    <div className="master fac-wide">
      <header className="head">
        <h1>{t('page.facilities')}</h1>
        <span className="hy-soft">
          {last ? t('facilities.team.count', { n: countedText(last.count, !last.counted) }) : ''}
        </span>
        <RoomNav />
        <span className="grow" />
        {may(me, 'roster.edit') && (
          <Button
            look="primary"
            icon={<Plus size="1em" aria-hidden />}
            onClick={() => setEditing('new')}
            data-testid="team-new"
          >
            {t('facilities.team.new')}
          </Button>
        )}
      </header>
      <div className="bars">
        <search className="filters">
          <div className="search">
            <Search size="1em" aria-hidden />
            <input
              className="hy-input"
              type="search"
              aria-label={t('facilities.team.search')}
              placeholder={t('facilities.team.search')}
              value={q}
              onChange={(event) => setQ(event.target.value)}
            />
          </div>
          <select
            className="hy-input pick"
            aria-label={t('facilities.team.kind')}
            data-set={kind ? true : undefined}
            value={kind}
            onChange={(event) => setKind(event.target.value)}
          >
            <option value="">{t('facilities.team.kind')}</option>
            {rules?.teamKinds.map((one) => (
              <option key={one.kind} value={one.kind}>
                {both(one.word)}
              </option>
            ))}
          </select>
        </search>
      </div>
      <section className="list" aria-label={t('facilities.nav.teams')}>
        {list.isPending && <Loading lines={10} />}
        {list.isError && !list.data && <Failed error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && rows.length === 0 && (
          <EmptyState title={t('list.noneMatch')}>{t('facilities.team.none')}</EmptyState>
        )}
        {rows.length > 0 && (
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('facilities.name')}</th>
                <th scope="col">{t('facilities.team.kind')}</th>
                <th scope="col">{t('people.where')}</th>
                <th scope="col">{t('facilities.team.members')}</th>
                <th scope="col">
                  <span className="hy-sr">{t('facilities.team.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((team) => (
                <tr key={team.id} data-testid="team-row">
                  <td>{team.name}</td>
                  <td className="hy-soft">{both(team.word)}</td>
                  <td className="hy-soft">
                    {team.place.path
                      .map((one) => one.name)
                      .slice(-2)
                      .join(' ')}
                  </td>
                  <td>
                    {listText(
                      team.members.map((one) =>
                        one.leads ? t('facilities.team.leads', { name: one.name }) : one.name,
                      ),
                    )}
                  </td>
                  <td className="fac-acts">
                    {team.abilities.includes('change') && (
                      <Button
                        look="plain"
                        icon={<Pencil size="1em" aria-hidden />}
                        label={t('facilities.team.change')}
                        onClick={() => setEditing(team)}
                      />
                    )}
                    {team.abilities.includes('end') && (
                      <Button look="plain" onClick={() => void end(team)}>
                        {t('facilities.team.end')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {list.hasNextPage && (
          <p className="row-more-button">
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('list.more')}
            </Button>
          </p>
        )}
      </section>
      {editing && (
        <TeamForm team={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={refresh} />
      )}
    </div>
  );
}
