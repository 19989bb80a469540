/** How many households have a station within a walk, per community. */
export type Demand = {
  id: string;
  /** Community it is counted for. */
  community: string;
  point: readonly [number, number];
  /** Households, or what stands for them. */
  weight: number;
};

export type Covered = { community: string; weight: number; covered: number; meanMinutes: number | null };

export type Coverage = {
  /** For each demand the minutes to the nearest station; null beyond the limit. */
  minutes: (number | null)[];
  communities: Covered[];
  weight: number;
  covered: number;
};

/** @param from for each station the demands within the limit */
export function coverageOf(
  demands: readonly Demand[],
  from: readonly (readonly { target: number; minutes: number }[])[],
): Coverage {
  const minutes: (number | null)[] = demands.map(() => null);
  for (const reached of from) {
    for (const { target, minutes: took } of reached) {
      const known = minutes[target];
      if (known === undefined) continue;
      if (known === null || took < known) minutes[target] = took;
    }
  }
  const sums = new Map<string, { weight: number; covered: number; walked: number }>();
  demands.forEach(({ community, weight }, i) => {
    const sum = sums.get(community) ?? { weight: 0, covered: 0, walked: 0 };
    const took = minutes[i] ?? null;
    sum.weight += weight;
    if (took !== null) {
      sum.covered += weight;
      sum.walked += took * weight;
    }
    sums.set(community, sum);
  });
  const communities = [...sums].map(([community, { weight, covered, walked }]) => ({
    community,
    weight,
    covered,
    meanMinutes: covered > 0 ? walked / covered : null,
  }));
  const total = (key: 'weight' | 'covered') => communities.reduce((sum, one) => sum + one[key], 0);
  return { minutes, communities, weight: total('weight'), covered: total('covered') };
}
