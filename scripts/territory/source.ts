import { readFileSync } from 'node:fs';
import type { Point } from './plane.ts';
import type { Wave } from './roughen.ts';

/** What a synthetic territory is made from. Names and codes are official; everything about shape is a wish. */
export type TerritorySource = {
  /** Seed of every random choice: the same source gives the same bytes. */
  seed: string;
  county: { code: string; name: string; areaKm2: number };
  /** A convex counter-clockwise outline in WGS84 degrees, before bending. */
  outline: Point[];
  shape: {
    rough: number;
    /** The longest straight piece of a border, in metres: between villages, and between grids. */
    step: { community: number; grid: number };
    waves: Wave[];
  };
  /** Endings of official names and what stands in their place on screen. */
  endings: { from: string; to: string }[];
  towns: {
    code: string;
    name: string;
    subkind: 'subdistrict' | 'town';
    share: number;
    at: Point;
    /** Where its dense part lies; needed when a community is urban or near. */
    core?: Point;
  }[];
  /** Communities with grids: how many, and their size in square kilometres. */
  urban: { code: string; grids: number; areaKm2: number }[];
  /** Communities without grids that belong to the dense part. */
  near: { codes: string[]; areaKm2: number };
  communities: { code: string; name: string }[];
};

/** Reads a source file and checks that what it names exists. Throws an Error that lists every fault. */
export function readSource(file: string): TerritorySource {
  const source = JSON.parse(readFileSync(file, 'utf8')) as TerritorySource;
  const faults: string[] = [];
  const codes = new Set(source.communities.map((one) => one.code));
  const towns = new Map(source.towns.map((town) => [town.code, town]));
  if (codes.size !== source.communities.length) faults.push('a community code stands twice');
  for (const { code } of source.communities)
    if (!towns.has(code.slice(0, 9))) faults.push(`community ${code} lies in no town of the list`);
  for (const code of [...source.urban.map((one) => one.code), ...source.near.codes]) {
    if (!codes.has(code)) faults.push(`${code} is no community of the list`);
    else if (!towns.get(code.slice(0, 9))?.core) faults.push(`the town of ${code} needs a core`);
  }
  if (faults.length) throw new Error(`${file}: ${faults.join('; ')}`);
  return source;
}
