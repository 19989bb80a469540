/**
 * Mending every area that a check found faults in, as long work in two steps: what would change, area by area; then exactly that.
 * An area that changed in between is left and said.
 */
import { Refusal } from '@huying/domain/kernel';
import { type Actor, actorKey, PROGRAM } from '../../access/actor.ts';
import type { Queryable } from '../../platform/db.ts';
import { defineJob, readJob, startJob } from '../../platform/jobs.ts';
import { once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { editorOf, type TerritoryCall } from '../territory/index.ts';
import { settingsOf } from './areas.ts';
import { mendArea, previewMend } from './mend.ts';
import { areasWithFaults, readRun } from './runs.ts';

const LOOK_JOB = 'territory.mending';
const MEND_JOB = 'territory.mend';

type Input = { run: string; reach: number };
/** `post`: in which whoever ordered it did so; `look`: the job whose preview is carried out. */
type MendInput = Input & { look: string; post: string | null };

/** `seen`: version of each grid that would change. */
type Looked = { mended: number; left: number; remaining: number; seen: Record<string, number> };
type Done = { mended: number; left: number; remaining: number; changes: number } | { refused: string };
type Result<T> = { figures: Record<string, number>; byArea: Record<string, T> };

/**
 * Puts the preview in line. @param reach metres, the county's own where nothing is said
 * @throws Refusal `not_found`, `not_permitted`
 */
export async function lookAtAll(
  services: Services,
  call: TerritoryCall,
  id: string,
  body: { reach?: number },
): Promise<{ job: string }> {
  const { county, actor, now, key } = call;
  const run = await readRun(services.db, county.id, id);
  requireEditor(county, actor, run.place);
  const input: Input = { run: run.id, reach: body.reach ?? settingsOf(county).mend };
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  return once(services.db, stamp, `coverage/runs/${id}/mendings`, body, async (tx) => ({
    job: await startJob(services, county.id, LOOK_JOB, input, actor.person?.id ?? null, tx),
  }));
}

/**
 * Puts in line what a preview showed.
 * @throws Refusal `not_found`, `not_permitted`, `mending_not_ready`, `nothing_to_mend`
 */
export async function mendAll(
  services: Services,
  call: TerritoryCall,
  id: string,
  body: { mending: string },
): Promise<{ job: string }> {
  const { county, actor, now, key } = call;
  const run = await readRun(services.db, county.id, id);
  const { post } = requireEditor(county, actor, run.place);
  const look = await readJob(services.db, county.id, body.mending);
  if (look.kind !== LOOK_JOB || look.input.run !== run.id) throw new Refusal('not_found');
  if (look.state !== 'done') throw new Refusal('mending_not_ready');
  if (changesOf(look.result as Result<Looked>) === 0) {
    throw new Refusal('nothing_to_mend', { name: county.places.get(run.place)?.name ?? run.place });
  }
  const input: MendInput = { run: run.id, reach: Number(look.input.reach), look: look.job_id, post };
  const stamp = { county: county.id, actorKey: actorKey(actor), key, now };
  return once(services.db, stamp, `coverage/runs/${id}/mend`, body, async (tx) => ({
    job: await startJob(services, county.id, MEND_JOB, input, actor.person?.id ?? null, tx),
  }));
}

function requireEditor(county: CountyRuntime, actor: Actor, place: string) {
  return editorOf(actor, [(county.places.get(place) ?? county.root).path]);
}

const changesOf = ({ byArea }: Result<Looked>): number =>
  Object.values(byArea).reduce((sum, { seen }) => sum + Object.keys(seen).length, 0);

export function defineMendJobs(): void {
  defineJob<Input>(
    LOOK_JOB,
    async ({ services, county, input, progress, signal }) => {
      const { db } = services;
      const areas = await areasWithFaults(db, county.id, input.run);
      const byArea: Record<string, Looked> = {};
      for (const [no, area] of areas.entries()) {
        signal.throwIfAborted();
        progress(no, areas.length);
        const view = await previewMend(db, county, area, input, services.clock()).catch(gone);
        if (!view) continue;
        const { mended, left, remaining, changes } = view;
        const seen = Object.fromEntries(changes.map(({ id, version }) => [id, version]));
        byArea[area] = { mended: mended.length, left: left.length, remaining, seen };
      }
      progress(areas.length, areas.length);
      return { figures: { ...sums(byArea), changes: changesOf({ figures: {}, byArea }) }, byArea };
    },
    { heardBy: 'territory.edit' },
  );
  defineJob<MendInput>(
    MEND_JOB,
    async ({ services, county, id, input, by, progress, signal }) => {
      const { byArea: looked } = (await readJob(services.db, county.id, input.look)).result as Result<Looked>;
      const areas = Object.entries(looked).filter(([, { seen }]) => Object.keys(seen).length > 0);
      const actor = actorBehind(county, by, input.post);
      const byArea: Record<string, Done> = {};
      for (const [no, [area, { seen }]] of areas.entries()) {
        signal.throwIfAborted();
        progress(no, areas.length);
        // Its own key, so that a run that was cut off takes what it did already for done.
        const call = { county, actor, now: services.clock(), key: `${id}.${area}` };
        const body = {
          run: input.run,
          reach: input.reach,
          seen: Object.entries(seen).map(([place, version]) => ({ place, version })),
        };
        byArea[area] = await mendArea(services, call, area, body).then(
          ({ places, ...figures }) => ({ ...figures, changes: places.length }),
          refusedAs,
        );
      }
      progress(areas.length, areas.length);
      const refused = Object.values(byArea).filter((one) => 'refused' in one).length;
      return { figures: { ...sums(byArea), areasLeft: refused }, byArea };
    },
    { heardBy: 'territory.edit' },
  );
}

/** An area that ended since the check has nothing to mend. */
function gone(error: unknown): null {
  if (error instanceof Refusal && ['not_found', 'area_undrawn'].includes(error.code)) return null;
  throw error;
}

function refusedAs(error: unknown): Done {
  if (error instanceof Refusal) return { refused: error.code };
  throw error;
}

function sums(byArea: Record<string, Looked | Done>): Record<string, number> {
  const figures: Record<string, number> = { areas: 0, mended: 0, left: 0, remaining: 0, changes: 0 };
  for (const one of Object.values(byArea)) {
    figures.areas = (figures.areas ?? 0) + 1;
    for (const [name, n] of Object.entries(one)) {
      if (typeof n === 'number') figures[name] = (figures[name] ?? 0) + n;
    }
  }
  return figures;
}

/** Whoever ordered it, in the post in which they did. */
function actorBehind(county: CountyRuntime, person: string | null, post: string | null): Actor {
  if (person === null || post === null) return PROGRAM;
  const { id: placeId, path } = county.root;
  const held = { id: post, kind: '', placeId, path, unitId: null, permissions: new Set(['territory.edit']) };
  return { kind: 'staff', person: { id: person, name: '' }, posts: [held], follows: null };
}

/** A preview or a mend as people watch it. @throws Refusal `not_found` */
export async function viewMending(db: Queryable, county: CountyRuntime, run: string, id: string) {
  const job = await readJob(db, county.id, id);
  if (![LOOK_JOB, MEND_JOB].includes(job.kind) || job.input.run !== run) throw new Refusal('not_found');
  const result = job.state === 'done' ? (job.result as Result<Looked | Done>) : null;
  return {
    id,
    state: job.state,
    done: job.done,
    total: job.total,
    reach: Number(job.input.reach),
    figures: result?.figures ?? null,
    areas: Object.entries(result?.byArea ?? {}).map(([area, one]) => ({
      area: { id: area, name: county.places.get(area)?.name ?? area },
      ...('seen' in one ? { ...one, seen: undefined, changes: Object.keys(one.seen).length } : one),
    })),
  };
}
