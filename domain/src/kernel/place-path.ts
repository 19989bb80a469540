/**
 * A place path is the immutable ids from the county down to the place, each followed by a dot: `c.t01.s03.`.
 * Whatever lies in a place has a path that starts with the place's, so "in this place" is a range that an index
 * serves: `path >= lo AND path < hi`, compared byte by byte (`COLLATE "C"`). `/` is the byte after `.`.
 */
export type PlacePath = string;

export function childPath(parent: PlacePath, id: string): PlacePath {
  return `${parent}${id}.`;
}

/** The half-open range [lo, hi) that holds the place itself and everything below it. */
export function pathRange(path: PlacePath): { lo: string; hi: string } {
  return { lo: path, hi: `${path.slice(0, -1)}/` };
}

/** True when `inner` is `outer` or lies below it. */
export function isWithin(inner: PlacePath, outer: PlacePath): boolean {
  return inner.startsWith(outer);
}

/** Ids on the path, county first. */
export function pathIds(path: PlacePath): string[] {
  return path.split('.').slice(0, -1);
}
