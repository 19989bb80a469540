/** The 15-minute circle and the best next sites, computed from the territory, the facilities and the ways as they stand. */

import type { Solve } from '@huying/domain/kernel';
import { bestCover, coverageOf, walkTimes } from '@huying/domain/walking';
import type { Queryable } from '../../../platform/db.ts';
import type { CountyRuntime } from '../../county/runtime.ts';
import { allFacilities } from '../list-facilities.ts';
import { facilityRules } from '../rules.ts';
import { type Basis, mainBasis, readGround } from './demand.ts';
import { networkOf } from './network.ts';

export type CircleInput = {
  /** Kinds of facility that count; those the pack counts where none are named. */
  kinds: string[];
  minutes: number;
  /** New sites to be found; 0: the circle alone. */
  sites: number;
};

type Step = (done: number) => void;
export const STEPS = 5;

const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** @returns `summary` for lists and `body` for the page: communities, cells `[lon, lat, minutes | null, side]`, stations, sites */
export async function computeCircle(
  db: Queryable,
  county: CountyRuntime,
  input: CircleInput,
  { now, solve, step = () => {} }: { now: number; solve: Solve; step?: Step },
) {
  const ground = await readGround(db, county);
  step(1);
  const kinds =
    input.kinds.length > 0
      ? input.kinds
      : facilityRules(county)
          .kinds.filter((one) => one.circle)
          .map((one) => one.kind);
  const there = await allFacilities(db, county, {}, now);
  const stations = there.filter((row) => kinds.includes(row.kind));
  const paths = await networkOf(db, county.id);
  step(2);
  const points = ground.demands.map((one) => one.point);
  const times = walkTimes(
    stations.map((row): [number, number] => [row.lon, row.lat]),
    points,
    paths?.network ?? null,
    input.minutes,
  );
  const coverage = coverageOf(ground.demands, times.from);
  step(3);
  const basis = mainBasis(ground.bases);
  const communities = coverage.communities.map((one) => ({
    id: one.community,
    name: county.places.get(one.community)?.name ?? one.community,
    basis: ground.bases.get(one.community) as Basis,
    weight: round(one.weight),
    covered: round(one.covered),
    share: one.weight > 0 ? round(one.covered / one.weight, 4) : 0,
    meanMinutes: one.meanMinutes === null ? null : round(one.meanMinutes),
  }));
  const counted = communities.filter((one) => one.basis === basis);
  const sum = (key: 'weight' | 'covered') => counted.reduce((n, one) => n + one[key], 0);
  const sites = input.sites > 0 ? await findSites() : null;
  step(STEPS);

  async function findSites() {
    const open = ground.demands.flatMap((one, i) =>
      coverage.minutes[i] === null && ground.bases.get(one.community) === basis ? [i] : [],
    );
    const others = there
      .filter((row) => !kinds.includes(row.kind))
      .map((row) => ({
        place: row.place,
        name: row.name,
        point: [row.lon, row.lat] as [number, number],
        at: row.id as string | null,
      }));
    const candidates = [
      ...ground.middles.map(({ place, point }) => ({
        place,
        name: county.places.get(place)?.name ?? place,
        point,
        at: null as string | null,
      })),
      ...others,
    ];
    const reach = walkTimes(
      candidates.map((one) => one.point),
      open.map((i) => points[i] as [number, number]),
      paths?.network ?? null,
      input.minutes,
    );
    step(4);
    const answer = await bestCover(
      {
        weights: open.map((i) => ground.demands[i]?.weight ?? 0),
        covers: reach.from.map((list) => list.map((one) => one.target)),
        sites: input.sites,
      },
      solve,
    );
    return {
      optimal: answer.optimal,
      gap: round(answer.gap, 4),
      bound: round(answer.bound),
      adds: round(answer.best.covered),
      greedyAdds: round(answer.greedy.covered),
      candidates: candidates.length,
      chosen: answer.best.sites.map(({ candidate, adds }) => ({ ...candidates[candidate], adds: round(adds) })),
    };
  }

  const summary = {
    basis,
    kinds,
    minutes: input.minutes,
    stations: stations.length,
    weight: round(sum('weight')),
    covered: round(sum('covered')),
    share: sum('weight') > 0 ? round(sum('covered') / sum('weight'), 4) : 0,
    communities: counted.length,
    byArea: communities.length - counted.length,
    network: paths ? { version: paths.version, off: times.off } : null,
    sites: sites ? { asked: input.sites, adds: sites.adds, optimal: sites.optimal } : null,
  };
  const body = {
    communities,
    cells: ground.demands.map((one, i) => [
      one.point[0],
      one.point[1],
      coverage.minutes[i] === null ? null : round(coverage.minutes[i] as number),
      ground.sides[i],
    ]),
    stations: stations.map((row) => ({ id: row.id, kind: row.kind, name: row.name, point: [row.lon, row.lat] })),
    sites,
  };
  return { summary, body };
}
