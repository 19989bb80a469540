/** Teams over the network: who is in them, and keeping them. */
import type { Ground } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { changeTeam, endTeam, makeTeam, type TeamFields } from './commands/keep-team.ts';
import { exportTeams } from './export-lists.ts';
import { listTeams, viewTeam } from './list-teams.ts';
import * as shape from './schema.ts';
import type { TeamQuery } from './teams.ts';
import { callOf, type Id, idOf } from './wire.ts';

export function registerTeams({ route }: Ground, services: Services): void {
  const { db } = services;
  route<unknown, TeamQuery>(
    {
      method: 'GET',
      path: '/teams',
      may: 'facilities.read',
      summary: 'Teams by kind, place or name',
      query: shape.TeamFilter,
    },
    ({ county, actor, query }) => listTeams(db, county, actor, query),
  );
  route<unknown, TeamQuery>(
    {
      method: 'GET',
      path: '/exports/teams.xlsx',
      may: 'facilities.read',
      summary: 'The list of teams with their people as a workbook',
      query: shape.TeamExport,
      raw: true,
    },
    (call) => exportTeams(services, call, call.query),
  );
  route<unknown, unknown, Id>(
    { method: 'GET', path: '/teams/:id', may: 'facilities.read', summary: 'One team with its people' },
    ({ county, actor, params }) => viewTeam(db, county, actor, idOf(params)),
  );
  route<TeamFields & { id: string }>(
    { method: 'POST', path: '/teams', may: 'roster.edit', summary: 'Make a team', body: shape.MakeTeam, status: 201 },
    (call) => makeTeam(services, callOf(call), call.body),
  );
  route<Partial<TeamFields> & { version: number }, unknown, Id>(
    { method: 'POST', path: '/teams/:id/change', may: 'roster.edit', summary: 'Change a team', body: shape.ChangeTeam },
    (call) => changeTeam(services, callOf(call), idOf(call.params), call.body),
  );
  route<{ version: number }, unknown, Id>(
    { method: 'POST', path: '/teams/:id/end', may: 'roster.edit', summary: 'End a team', body: shape.OnlyVersion },
    (call) => endTeam(services, callOf(call), idOf(call.params), call.body),
  );
}
