/**
 * Where something lies now that was placed when the territory was another: split by its point, else the parent; merged to
 * the one that came of it; retired to the parent. Several changes in a row are followed one after the other.
 */
export type Ended = { parent: string | null; kind: 'retire' | 'split' | 'merge'; heirs: readonly string[] };

/** Two changes can never lead round in a circle; a damaged record shall not hang the program either. */
const MOST_STEPS = 100;

/**
 * @param ended how a place ended; null while it is in force
 * @param holds whether the thing's point lies in this heir; never asked of a thing without one
 * @returns the id of a place that has not ended
 */
export function followPlace(
  place: string,
  hasPoint: boolean,
  ended: (place: string) => Ended | null,
  holds: (heir: string) => boolean,
): string {
  let at = place;
  for (let step = 0; step < MOST_STEPS; step++) {
    const end = ended(at);
    if (!end) return at;
    const heir =
      end.kind === 'merge' ? end.heirs[0] : end.kind === 'split' && hasPoint ? end.heirs.find(holds) : undefined;
    const next = heir ?? end.parent;
    if (next === null) return at;
    at = next;
  }
  return at;
}

/** The places that cover today what a place covered, as far as anybody does: itself while it is in force, none where it was retired. */
export function heirsOf(place: string, ended: (place: string) => Ended | null, steps = MOST_STEPS): string[] {
  const end = ended(place);
  if (!end) return [place];
  if (steps === 0) return [];
  return [...new Set(end.heirs.flatMap((heir) => heirsOf(heir, ended, steps - 1)))];
}
