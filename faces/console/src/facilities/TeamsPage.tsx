import { useQueryClient } from '@tanstack/react-query';
import { Download, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { api, apiUrl, asProblem } from '../../../shared/api/client.ts';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { listText } from '../../../shared/words/format.ts';
import { both, t } from '../../../shared/words/i18n.ts';
import { may } from '../frame/pages.ts';
import { ChoiceFilter, FilterBar, PlaceFilter, TextFilter } from '../list/filter-fields.tsx';
import { RowList } from '../list/RowList.tsx';
import { useFilters } from '../list/use-filters.ts';
import { useRows } from '../list/use-rows.ts';
import { RoomNav } from './RoomNav.tsx';
import { useRules } from './rules.ts';
import { TeamForm } from './TeamForm.tsx';
import type { TeamView } from './types.ts';
import './facilities.css';

/** Teams: volunteers, duty, errands; who is in them and who leads. */
export default function TeamsPage({ me }: { me: Me }) {
  const client = useQueryClient();
  const rules = useRules().data;
  const [editing, setEditing] = useState<TeamView | 'new' | null>(null);
  const filters = useFilters(['q', 'kind', 'place']);
  const teams = useRows<TeamView>('teams', '/teams', filters.query);
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
        <span className="hy-soft">{teams.count === null ? '' : t('facilities.team.count', { n: teams.count })}</span>
        <RoomNav />
        <span className="grow" />
        <a
          className="hy-button"
          href={apiUrl('/exports/teams.xlsx', filters.query)}
          download
          data-testid="teams-export"
        >
          <Download size="1em" aria-hidden /> {t('act.export')}
        </a>
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
        <FilterBar>
          <TextFilter filters={filters} name="q" label={t('facilities.team.search')} />
          <ChoiceFilter
            filters={filters}
            name="kind"
            label={t('facilities.team.kind')}
            options={(rules?.teamKinds ?? []).map(({ kind, word }) => ({ value: kind, label: both(word) }))}
          />
          <PlaceFilter filters={filters} name="place" label={t('people.place')} />
        </FilterBar>
      </div>
      <RowList
        list={teams}
        label={t('facilities.nav.teams')}
        heads={[
          t('facilities.name'),
          t('facilities.team.kind'),
          t('people.where'),
          t('facilities.team.members'),
          <span className="hy-sr" key="acts">
            {t('facilities.team.acts')}
          </span>,
        ]}
        none={{ hint: t('facilities.team.none') }}
        row={(team) => (
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
                team.members.map((one) => (one.leads ? t('facilities.team.leads', { name: one.name }) : one.name)),
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
        )}
      />
      {editing && (
        <TeamForm team={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={refresh} />
      )}
    </div>
  );
}
