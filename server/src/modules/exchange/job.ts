/** Imports sent over the network run as jobs: the upload waits in the data folder until its job is done. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '@huying/domain/kernel';
import { type Actor, PROGRAM, permits } from '../../access/actor.ts';
import { readWorkbook } from '../../platform/exchange/index.ts';
import { defineJob, type JobRow, startJob } from '../../platform/jobs.ts';
import { bodyHash, once } from '../../platform/once.ts';
import type { Services } from '../../platform/services.ts';
import type { Language } from '../../platform/words.ts';
import type { CountyRuntime } from '../county/runtime.ts';
import { actorFor } from '../people/index.ts';
import type { Fix } from '../territory/index.ts';
import { readFeatures } from './import-shapes.ts';
import { type ImportKind, kindOf, mayImport } from './kinds.ts';
import { readMapping } from './mapping.ts';
import { importFolder, performImport } from './perform-import.ts';

const UPLOAD = 'upload';

type Input = {
  what: ImportKind;
  mapping: string;
  upload: string;
  language: Language;
  post: string | null;
  fix?: Fix | null;
};

/** The job kind of imports. */
export const IMPORT_JOB = 'import';

export function defineImportJob(): void {
  defineJob<Input>(
    IMPORT_JOB,
    async ({ services, county, input, by, progress, signal }) => {
      const upload = join(importFolder(services, county.id, input.upload), UPLOAD);
      const file = await readFile(upload).catch(() => null);
      if (!file) throw new Refusal('upload_gone');
      const report = await performImport(services, county, input.what, file, {
        id: input.upload,
        mapping: await readMapping(county.id, input.what, input.mapping),
        actor: await actorBehind(services, county, by, input),
        now: services.clock(),
        onProgress: progress,
        signal,
        language: input.language,
        fix: input.fix ?? null,
      }).catch(async (error: unknown) => {
        // A refused file is not tried again.
        if (error instanceof Refusal) await rm(upload, { force: true });
        throw error;
      });
      // It holds personal data and has done its work.
      await rm(upload, { force: true });
      return { figures: report.figures, ...(report.list ? { list: report.list } : {}) };
    },
    { heardBy: 'jobs.read' },
  );
}

/**
 * Whoever sent the file, in the post in which they did, for the journal. Where a row may lie outside their reach, they are
 * asked again what they may do: as it is when the rows are taken in.
 */
async function actorBehind(
  services: Services,
  county: CountyRuntime,
  person: string | null,
  { what, post }: Pick<Input, 'what' | 'post'>,
): Promise<Actor> {
  if (person === null) return PROGRAM;
  if (kindOf(what).may[0] !== 'import.run') {
    const actor = await actorFor(services.db, county, person, services.clock());
    if (!actor || !mayImport(actor, what)) throw new Refusal('not_permitted');
    return actor;
  }
  const posts = post
    ? [
        {
          id: post,
          kind: '',
          placeId: county.root.id,
          path: county.root.path,
          unitId: null,
          permissions: new Set(['import.run']),
        },
      ]
    : [];
  return { kind: 'staff', person: { id: person, name: '' }, posts, follows: null };
}

export type ImportRequest = {
  county: CountyRuntime;
  actor: Actor;
  post: string | null;
  now: number;
  key: string | null;
  language: Language;
  what: ImportKind;
  mapping: string;
  file: Buffer;
  /** shapes: a mistake in the coordinates that is put right. */
  fix?: Fix | null;
};

/**
 * Looks at the file and puts its import in line.
 * @returns the job's id, the first one where the same request comes again
 * @throws Refusal as the workbook and the mapping say, at once and not only in the job
 */
export async function requestImport(services: Services, request: ImportRequest): Promise<{ job: string }> {
  const { county, actor, now, key, what, mapping, file, language, post, fix = null } = request;
  await readMapping(county.id, what, mapping);
  if (what === 'shapes') readFeatures(file);
  else await readWorkbook(file);
  const upload = randomUUID();
  const folder = importFolder(services, county.id, upload);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(join(folder, UPLOAD), file, { mode: 0o600 });
    const body = { what, mapping, fix, sha256: bodyHash('import', file.toString('base64')).toString('hex') };
    const input: Input = { what, mapping, upload, language, post, fix };
    let started = false;
    const call = { county: county.id, actorKey: actor.person?.id ?? actor.kind, key, now };
    const answer = await once(services.db, call, `imports/${what}`, body, async (tx) => {
      started = true;
      return { job: await startJob(services, county.id, IMPORT_JOB, input, actor.person?.id ?? null, tx) };
    });
    if (!started) await rm(folder, { recursive: true, force: true });
    return answer;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The folder of an import job's result. @throws Refusal `not_found` for other jobs and before it is done; `not_permitted` */
export function resultFolder(services: Pick<Services, 'dataDir'>, county: string, job: JobRow, actor: Actor): string {
  const { upload, what } = job.input as Partial<Input>;
  if (what ? !mayImport(actor, what) : !permits(actor, 'import.run')) throw new Refusal('not_permitted');
  if (job.kind !== IMPORT_JOB || job.state !== 'done' || !upload) throw new Refusal('not_found');
  return importFolder(services, county, upload);
}
