/** What may lie below what, and the sorts a level is divided into (glossary). */
export const SUBKINDS: Readonly<Record<string, readonly string[]>> = {
  town: ['subdistrict', 'town'],
  community: ['urban', 'rural', 'village'],
  grid: ['resident', 'reserved', 'dedicated'],
};

/** Whether a place of `kind` may have a parent of `parent`: both are levels of the county, and the parent's is higher. */
export function mayLieBelow(levels: readonly { kind: string }[], kind: string, parent: string): boolean {
  const [own, above] = [kind, parent].map((one) => levels.findIndex((level) => level.kind === one)) as [number, number];
  return own >= 0 && above >= 0 && above < own;
}

/** Levels whose places have a point of their own. Above them outlines say where a place is; a dwelling is where its building is. */
export const POINTED: readonly string[] = ['compound', 'building', 'stairway'];
