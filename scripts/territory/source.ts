import { readFileSync } from 'node:fs';
import type { Point } from './plane.ts';
import type { Wave } from './roughen.ts';

/** Grids of a community by kind; a bare number counts resident ones. */
export type GridCounts = number | { resident: number; reserved?: number; dedicated?: number };

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
    subkind: 'subdistrict' | 'town' | 'zone';
    share: number;
    at: Point;
    /** Where its dense part lies; needed when a community has a size of its own. */
    core?: Point;
    /** How many service areas its villages are gathered in, between town and village. */
    serviceAreas?: number;
  }[];
  /** Urban communities: their grids, and their size in square kilometres where they do not share what is left of the town. */
  urban: { code: string; grids: GridCounts; areaKm2?: number }[];
  /** Which of them have fields (涉农社区). */
  rural?: string[];
  /** Communities without grids that belong to the dense part. */
  near?: { codes: string[]; areaKm2: number };
  /** Villages with grids. */
  gridded?: { code: string; grids: GridCounts }[];
  /** Between how many households a resident grid has. */
  households?: [number, number];
  /** Where the grids were drawn anew: the last day of the former ones, and how many there were. */
  former?: { until: string; grids: { code: string; grids: number }[] };
  communities: { code: string; name: string }[];
};

/** Reads a source file and checks that what it names exists. Throws an Error that lists every fault. */
export function readSource(file: string): TerritorySource {
  const source = JSON.parse(readFileSync(file, 'utf8')) as TerritorySource;
  const faults: string[] = [];
  const codes = new Set(source.communities.map((one) => one.code));
  const towns = new Map(source.towns.map((town) => [town.code, town]));
  if (codes.size !== source.communities.length) faults.push('a community code stands twice');
  for (const code of source.rural ?? [])
    if (!source.urban.some((one) => one.code === code)) faults.push(`rural ${code} is not among the urban communities`);
  for (const { code } of source.communities)
    if (!towns.has(code.slice(0, 9))) faults.push(`community ${code} lies in no town of the list`);
  const sized = [...source.urban.filter((one) => one.areaKm2).map((one) => one.code), ...(source.near?.codes ?? [])];
  for (const code of sized) if (!towns.get(code.slice(0, 9))?.core) faults.push(`the town of ${code} needs a core`);
  const named = [source.urban, source.gridded ?? [], source.former?.grids ?? []].flat().map((one) => one.code);
  for (const code of [...named, ...sized]) if (!codes.has(code)) faults.push(`${code} is no community of the list`);
  if (faults.length) throw new Error(`${file}: ${faults.join('; ')}`);
  return source;
}
