/** "What would change" over the network: ask for it, watch it, read it. */
import { Refusal } from '@huying/domain/kernel';
import Type, { type Static } from 'typebox';
import type { Ground } from '../../../platform/http.ts';
import type { Services } from '../../../platform/services.ts';
import { iso, isoOrNull } from '../../../platform/wire.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { findVersion, keyOf } from '../../items/index.ts';
import { type ReplayRow, readReplay } from './job.ts';
import { requireListWork, startReplay } from './start.ts';

type At = { list: string; version: string };

const UnitTurn = Type.Object({
  id: Type.String({ description: '- for matters nobody is answerable for by the list' }),
  name: Type.String(),
  before: Type.Integer(),
  after: Type.Integer(),
});

const ReplayView = Type.Object({
  id: Type.String(),
  from: Type.String(),
  to: Type.String({ description: 'the first day after the year' }),
  madeAt: Type.String(),
  doneAt: Type.Union([Type.String(), Type.Null()]),
  looked: Type.Integer(),
  stale: Type.Boolean({ description: 'the version was changed since' }),
  figures: Type.Union([Type.Record(Type.String(), Type.Integer()), Type.Null()]),
  units: Type.Array(UnitTurn),
});

/** Units by how much changes for them, the most first; those that neither had nor get any are left out. */
function unitTurns(county: CountyRuntime, figures: Record<string, number>): Static<typeof UnitTurn>[] {
  const ids = new Set(Object.keys(figures).flatMap((flag) => /^lead\.(?:before|after):(.+)$/.exec(flag)?.[1] ?? []));
  return [...ids]
    .map((id) => ({
      id,
      name: county.units.get(id)?.name ?? '',
      before: figures[`lead.before:${id}`] ?? 0,
      after: figures[`lead.after:${id}`] ?? 0,
    }))
    .sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || b.before - a.before);
}

function present(county: CountyRuntime, row: ReplayRow, revision: number): Static<typeof ReplayView> {
  const offset = county.pack.utcOffsetMinutes;
  const { id, from, to, looked, figures } = row;
  return {
    ...{ id, from, to, looked },
    madeAt: iso(row.madeAt, offset),
    doneAt: isoOrNull(row.doneAt, offset),
    stale: row.revision !== revision,
    figures: figures && Object.fromEntries(Object.entries(figures).filter(([flag]) => !flag.startsWith('lead.'))),
    units: figures ? unitTurns(county, figures) : [],
  };
}

export function registerReplay({ route }: Ground, services: Services): void {
  route<unknown, unknown, At>(
    {
      method: 'POST',
      path: '/lists/:list/versions/:version/replay',
      may: 'items.read',
      summary: "What this version would have made of the last year's matters, as a job",
      reply: Type.Object({ replay: Type.String(), job: Type.String() }),
      status: 202,
      perMinute: 10,
    },
    ({ county, actor, now, key, params }) =>
      startReplay(services, { county, actor, now, key, version: keyOf(params.list, params.version) }),
  );

  route<unknown, unknown, At>(
    {
      method: 'GET',
      path: '/lists/:list/versions/:version/replay',
      may: 'items.read',
      summary: 'The latest of these, finished or under way',
      reply: ReplayView,
    },
    async ({ county, actor, params }) => {
      requireListWork(actor);
      const key = keyOf(params.list, params.version);
      const { row } = await findVersion(services.db, county, actor, key);
      const replay = await readReplay(services.db, county.id, key);
      if (!replay) throw new Refusal('not_found');
      return present(county, replay, row.revision);
    },
  );
}
