/** Words of branch formation (docs/decisions/0009). Members are the community's own; distances are whole metres. */

export type LonLat = readonly [number, number];

/** A grid as formation sees it. `centre`: the centroid of its outline. */
export type Grid = { id: string; community: string; members: number; centre: LonLat };

/** Two grids of one community that share a border. */
export type Border = readonly [string, string];

export type Rules = {
  /** Members from which a branch may stand. */
  minimum: number;
  /** Grids a joint branch holds at most. */
  mostGrids: number;
  /** Whether a grid that could have a branch of its own may take in weak neighbours; a pin may always ask for it. */
  takeIn: boolean;
};

/** What a person wants beside the rules. `pins`: grids that go into one branch; `forbids`: pairs that do not; `owns`: grids that take in nobody. */
export type Wishes = {
  pins: readonly (readonly string[])[];
  forbids: readonly (readonly [string, string])[];
  owns: readonly string[];
};

export const NO_WISHES: Wishes = { pins: [], forbids: [], owns: [] };

export type Ground = { grids: readonly Grid[]; borders: readonly Border[]; rules: Rules; wishes: Wishes };

/** `seat`: the grid nearest to the others, from which `distance` is the sum to all others. */
export type FormedBranch = {
  kind: 'own' | 'joint';
  community: string;
  grids: string[];
  members: number;
  seat: string;
  distance: number;
  pinned: boolean;
};

/**
 * `alone`: no weak neighbour in its community. `too_few`: all that it could be joined with, at most so many grids, have too few
 * members together. `forbidden`: a person's wish keeps it out. `spared`: covering it would leave out others or break a pin.
 */
export type Why = 'alone' | 'too_few' | 'forbidden' | 'spared';

export type Uncovered = { grid: string; community: string; members: number; why: Why };

export type FormationFigures = {
  grids: number;
  ownBranches: number;
  jointBranches: number;
  gridsUnderJointBranches: number;
  coveredGrids: number;
  uncoveredGrids: number;
  members: number;
  distance: number;
};

/** `gap`: by how much a better choice could at most beat this one, in grids, branches and metres; all 0 when proved. */
export type Proof = {
  optimal: boolean;
  /** Clusters of weak grids, solved one by one. */
  clusters: number;
  /** Joins looked at: every connected set within the rules. */
  joins: number;
  /** Clusters with so many joins that only the smaller ones were looked at. */
  cut: number;
  gap: { covered: number; branches: number; distance: number };
};

export type Formation = { branches: FormedBranch[]; uncovered: Uncovered[]; figures: FormationFigures; proof: Proof };
