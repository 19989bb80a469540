/** Runs of the check and what they found, kept so that they are found again. */
import { Refusal } from '@huying/domain/kernel';
import type { CoverageFault, CoverageKind, Shape } from '@huying/domain/territory';
import { at, type Queryable, sql } from '../../platform/db.ts';
import { insertRows } from '../../platform/rows.ts';

export const KINDS = ['gap', 'overlap', 'loose', 'outside', 'sliver', 'broken'] as const satisfies CoverageKind[];

export type Run = {
  id: string;
  place: string;
  job: string;
  tolerance: number;
  startedAt: number;
  endedAt: number | null;
  areas: number;
  grids: number;
  undrawn: number;
  counts: Partial<Record<CoverageKind, number>>;
  /** Of the job behind it. */
  state: string;
  done: number;
  total: number;
};

const RUN = sql`r.run_id AS id, r.place_id AS place, r.job_id AS job, r.tolerance, r.started_at AS "startedAt",
  r.ended_at AS "endedAt", r.areas, r.grids, r.undrawn, r.counts, coalesce(j.state, 'done') AS state,
  coalesce(j.done, 0) AS done, coalesce(j.total, 0) AS total`;

export async function insertRun(
  db: Queryable,
  county: string,
  run: Pick<Run, 'id' | 'place' | 'job' | 'tolerance' | 'startedAt'>,
): Promise<void> {
  await db.rows(sql`
    INSERT INTO coverage_run (county_id, run_id, place_id, job_id, tolerance, started_at)
    VALUES (${county}, ${run.id}, ${run.place}, ${run.job}, ${run.tolerance}, ${at(run.startedAt)})`);
}

/** @throws Refusal `not_found` */
export async function readRun(db: Queryable, county: string, id: string): Promise<Run> {
  const row = await db.row<Run>(sql`
    SELECT ${RUN} FROM coverage_run r LEFT JOIN job j ON j.county_id = ${county} AND j.job_id = r.job_id
    WHERE r.county_id = ${county} AND r.run_id = ${id}`);
  if (!row) throw new Refusal('not_found');
  return row;
}

/** The latest first. */
export async function recentRuns(db: Queryable, county: string, limit: number): Promise<Run[]> {
  return db.rows<Run>(sql`
    SELECT ${RUN} FROM coverage_run r LEFT JOIN job j ON j.county_id = ${county} AND j.job_id = r.job_id
    WHERE r.county_id = ${county} ORDER BY r.started_at DESC, r.run_id DESC LIMIT ${limit}`);
}

/** A run that was cut off begins again: what it had found of the area goes. */
export async function replaceFaults(
  db: Queryable,
  county: string,
  run: string,
  area: { no: number; id: string },
  faults: readonly CoverageFault[],
): Promise<void> {
  await db.rows(sql`
    DELETE FROM coverage_fault WHERE county_id = ${county} AND run_id = ${run} AND area_id = ${area.id}`);
  if (faults.length === 0) return;
  await insertRows(
    db,
    'coverage_fault',
    faults.map((fault, i) => ({
      county_id: county,
      run_id: run,
      // In the order of the tree, whatever was done first.
      fault_no: area.no * PER_AREA + i + 1,
      area_id: area.id,
      kind: fault.kind,
      form: fault.of,
      places: fault.places,
      square_metres: fault.area,
      width: fault.width,
      lon: fault.at[0],
      lat: fault.at[1],
      shape: fault.shape,
    })),
  );
}

/** More faults of one area than this are not kept one by one; the area has to be drawn again. */
export const PER_AREA = 20_000;

const RUNS_KEPT = 30;

/** Writes the sums and lets the oldest runs go. */
export async function endRun(
  db: Queryable,
  county: string,
  id: string,
  sums: Pick<Run, 'areas' | 'grids' | 'undrawn'> & { now: number },
): Promise<Run['counts']> {
  const rows = await db.rows<{ kind: CoverageKind; n: number }>(sql`
    SELECT kind, count(*)::int AS n FROM coverage_fault WHERE county_id = ${county} AND run_id = ${id} GROUP BY kind`);
  const counts = Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
  await db.rows(sql`
    UPDATE coverage_run SET ended_at = ${at(sums.now)}, areas = ${sums.areas}, grids = ${sums.grids},
      undrawn = ${sums.undrawn}, counts = ${JSON.stringify(counts)}
    WHERE county_id = ${county} AND run_id = ${id}`);
  const old = await db.rows<{ id: string }>(sql`
    SELECT run_id AS id FROM coverage_run WHERE county_id = ${county}
    ORDER BY started_at DESC, run_id DESC OFFSET ${RUNS_KEPT}`);
  const ids = old.map((row) => row.id);
  await db.rows(sql`DELETE FROM coverage_fault WHERE county_id = ${county} AND run_id = ANY(${ids}::uuid[])`);
  await db.rows(sql`DELETE FROM coverage_run WHERE county_id = ${county} AND run_id = ANY(${ids}::uuid[])`);
  return counts;
}

export type FaultRow = {
  no: number;
  area: string;
  kind: CoverageKind;
  of: CoverageKind;
  places: string[];
  squareMetres: number;
  width: number;
  lon: number;
  lat: number;
  shape: Shape;
};

const FAULT = sql`fault_no AS no, area_id AS area, kind, form AS of, places, square_metres AS "squareMetres", width, lon, lat, shape`;

export type FaultFilter = { run: string; kind?: string | undefined; area?: string | undefined };

const fits = ({ run, kind, area }: FaultFilter) => sql`
  run_id = ${run} AND (${kind ?? null}::text IS NULL OR kind = ${kind ?? null})
  AND (${area ?? null}::text IS NULL OR area_id = ${area ?? null})`;

/** @param after the number of the last one seen */
export async function listFaults(
  db: Queryable,
  county: string,
  filter: FaultFilter,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<FaultRow[]> {
  return db.rows<FaultRow>(sql`
    SELECT ${FAULT} FROM coverage_fault WHERE county_id = ${county} AND ${fits(filter)} AND fault_no > ${after}
    ORDER BY fault_no LIMIT ${limit}`);
}

export async function countFaults(db: Queryable, county: string, filter: FaultFilter, cap: number): Promise<number> {
  const row = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (SELECT 1 FROM coverage_fault WHERE county_id = ${county} AND ${fits(filter)} LIMIT ${cap}) f`);
  return row?.n ?? 0;
}

/** Areas in which a run found something, in the order of the tree. */
export async function areasWithFaults(db: Queryable, county: string, run: string): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(sql`
    SELECT area_id AS id FROM coverage_fault WHERE county_id = ${county} AND run_id = ${run}
    GROUP BY area_id ORDER BY min(fault_no)`);
  return rows.map((row) => row.id);
}

export async function readFaults(db: Queryable, county: string, run: string, nos: number[]): Promise<FaultRow[]> {
  return db.rows<FaultRow>(sql`
    SELECT ${FAULT} FROM coverage_fault WHERE county_id = ${county} AND run_id = ${run} AND fault_no = ANY(${nos}::int[])`);
}
