/** Colours of branches on the map: calm ones, none of them red or amber, which belong to what is late. */
import type { Shapes } from '../../../shared/api/types.ts';

const JOINT = ['#8fb8de', '#b7a6d9', '#8ccbb5', '#a9c27d', '#c9a9c6', '#7fb3b8', '#9aa7dc', '#b5c9a0'];
export const OWN = '#d7eceb';
export const NONE = '#e9e7e2';
export const CHOSEN = '#0f5c63';

export function jointTint(n: number): string {
  return JOINT[n % JOINT.length] as string;
}

/** One colour per joint branch, in their order. It depends on its community alone: two plans beside each other look alike. */
export function jointTints(joints: readonly { community: string }[]): string[] {
  const seen = new Map<string, number>();
  return joints.map(({ community }) => {
    const n = seen.get(community) ?? 0;
    seen.set(community, n + 1);
    let start = 0;
    for (const letter of community) start = (start * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
    return jointTint(start + n);
  });
}

export type Tinted = { tint: string; label: string };

/** The grids of `shapes` in the colours of `tints`, and the outlines above them left plain; other places are left out. */
export function tinted(shapes: Shapes | undefined, tints: ReadonlyMap<string, Tinted>): Shapes | undefined {
  if (!shapes) return undefined;
  const features = shapes.features.flatMap((one) => {
    const found = tints.get(String(one.properties.id));
    if (!found) return [];
    return [{ ...one, properties: { ...one.properties, name: found.label, tint: found.tint } }];
  });
  return { ...shapes, features };
}
