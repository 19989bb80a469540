/** Rooms of the server as floors of a house: whoever uses another stands above it. */
import type { Import } from './source.ts';

const ROOM = /^server\/src\/modules\/([^/]+)\//;

/** Which rooms each room uses, by type or by value. */
export function roomArrows(imports: readonly Import[]): Map<string, Set<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const { file, to } of imports) {
    const from = ROOM.exec(file)?.[1];
    const target = ROOM.exec(to)?.[1];
    if (from === undefined || target === undefined || from === target) continue;
    arrows.set(from, (arrows.get(from) ?? new Set()).add(target));
  }
  return arrows;
}

/** Rooms that reach each other both ways, in groups, by name. */
export function circlesOf(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const reached = new Map<string, Set<string>>();
  for (const room of arrows.keys()) {
    const seen = new Set<string>();
    const waiting = [room];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const next of arrows.get(at) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    reached.set(room, seen);
  }
  const circles = new Map<string, string[]>();
  for (const [room, seen] of reached) {
    if (!seen.has(room)) continue;
    const circle = [...seen].filter((other) => reached.get(other)?.has(room)).sort();
    circles.set(circle.join(), circle);
  }
  return [...circles.values()];
}
