/**
 * A list that others also work on must not jump under the hand. The order shown stays; what changed is shown in place; what
 * came is counted until it is asked for; what somebody else finished stays, marked, until then.
 */
export type Steady = { order: string[]; fresh: number; gone: Set<string> };

/**
 * @param order ids as they are shown
 * @param latest ids as the server orders them now, as far as loaded
 * @param mine ids I acted on myself: they leave at once
 */
export function steady(order: readonly string[], latest: readonly string[], mine: ReadonlySet<string>): Steady {
  const now = new Set(latest);
  const kept = order.filter((id) => now.has(id) || !mine.has(id));
  const shown = new Set(kept);
  const lastKept = kept.findLastIndex((id) => now.has(id));
  const lastSeen = latest.findLastIndex((id) => shown.has(id));
  // Beyond the last one known on both sides is only how far the list is loaded.
  const gone = new Set(kept.filter((id, i) => i < lastKept && !now.has(id)));
  const unseen = latest.filter((id) => !shown.has(id));
  const tail = latest.slice(lastSeen + 1).filter((id) => !shown.has(id));
  if (lastSeen === -1) return { order: [...kept, ...unseen], fresh: 0, gone: new Set(kept) };
  return { order: [...kept, ...tail], fresh: unseen.length - tail.length, gone };
}
