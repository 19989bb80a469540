/** The demo of a county: its people, its past, and today's matters. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal } from '@huying/domain/kernel';
import { sql } from '../../platform/db.ts';
import { defineJob, type JobRow, startJob } from '../../platform/jobs.ts';
import type { Services } from '../../platform/services.ts';
import { hasStory, readPack } from '../county/index.ts';
import { tellStory } from './story.ts';

export { demoView } from './demo-view.ts';
export { DEMO_PASSWORD, DEMO_PAST_DAYS, installDemoPeople } from './people.ts';
export { idAt, type Random, randomOf } from './random.ts';
export { type StoryOptions, type Told, tellStory } from './story.ts';

/** The job kind; everybody hears how far it is, as the faces show it. */
export const STORY_JOB = 'demo.story';
const SEED = 'huying';

type Input = { until: number; seed: string };

export function defineStoryJob(): void {
  defineJob<Input>(
    STORY_JOB,
    async ({ services, county, input, progress, signal }) => {
      const { story, ...pack } = await readPack(county.id);
      if (!story) throw new Refusal('story_not_here');
      return tellStory(services, county, { pack: { ...pack, story }, ...input, onProgress: progress, signal });
    },
    { heardBy: null, alone: true },
  );
}

defineStoryJob();

function lastTelling(services: Pick<Services, 'db'>, county: string): Promise<JobRow | null> {
  return services.db.row<JobRow>(sql`
    SELECT * FROM job WHERE county_id = ${county} AND kind = ${STORY_JOB} ORDER BY started_at DESC, job_id DESC LIMIT 1`);
}

/**
 * Has the history told in the background, once in a county's life: where it was told or is being told nothing happens;
 * where it failed, it goes on. A county without demo people, or whose pack has no story, has no history.
 * @returns the job's id, or null when there is nothing to tell
 */
export async function startStory(services: Services, county: string): Promise<string | null> {
  const demo = await services.db.row(sql`SELECT 1 FROM account WHERE county_id = ${county} AND demo LIMIT 1`);
  if (!demo || !hasStory(county)) return null;
  return services.db.tx(async (tx) => {
    await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`story/${county}`}, 0))`);
    const last = await lastTelling({ db: tx } as never, county);
    if (last && last.state !== 'failed') return last.state === 'done' ? null : last.job_id;
    const input = (last?.input as Input | undefined) ?? { until: services.clock(), seed: SEED };
    return startJob(services, county, STORY_JOB, input, null, tx);
  });
}

/**
 * Starts the history if need be and waits until it is told.
 * @throws Refusal `story_failed`, `story_not_here` for a county that has no demo people or no story
 */
export async function tellWholeStory(
  services: Services,
  county: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<{ state: string; done: number; total: number }> {
  await startStory(services, county);
  for (;;) {
    const job = await lastTelling(services, county);
    if (!job) throw new Refusal('story_not_here');
    onProgress(job.done, job.total);
    if (job.state === 'failed') throw new Refusal('story_failed');
    if (job.state === 'done') return { state: job.state, done: job.done, total: job.total };
    await sleep(300);
  }
}
