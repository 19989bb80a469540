import type { PlaceKind } from './county.ts';
import type { PlaceNode } from './territory.ts';
import type { Words } from './words.ts';

export const ORG_KINDS = ['committee', 'branch', 'group', 'household'] as const;
export type OrgKind = (typeof ORG_KINDS)[number];

/** `own` and `joint` answer for grids, `compound` for compounds; the others stand beside these. */
export const VARIETIES = {
  committee: [],
  branch: ['own', 'joint', 'compound', 'functional', 'temporary', 'enterprise'],
  group: ['building', 'courtyard', 'village'],
  household: [],
} as const satisfies Record<OrgKind, readonly string[]>;

/** One level of the tree, from the top. `at`: kinds of place it stands at; `varieties`: of branches and groups, all where not said. */
export type PartyLevel = { kind: OrgKind; at: PlaceKind[]; varieties?: string[]; word: Words };

/** Who gets a branch (docs/decisions/0009), and what branches are called: `{grid}`, `{community}`, `{n}` are put in. */
export type FormationRules = {
  minimum: number;
  mostGrids: number;
  takeIn: boolean;
  /** Kinds of grid that are to have branches. */
  grids: ('resident' | 'reserved' | 'dedicated')[];
  names: { own: string; joint: string };
};

/** Places of a kind, all or those of a subkind. */
export type PartyPlaces = { places: PlaceKind; subkind?: PlaceNode['subkind']; gridded?: boolean };

/**
 * The demo's organisations: committees at places, members by grid, branches as formed from these members, further branches
 * in groups of neighbouring places, groups below branches, households below groups, plaques spread over the groups or branches.
 */
export type PartyDemo = {
  committees: (PartyPlaces & { name: string })[];
  members?: { each: number } | { byGrid: Record<string, number> };
  formed: boolean;
  branches: { variety: string; total: number; covers: PlaceKind; name: string; months?: number }[];
  groups: { variety: string; total: number; below: 'branch' | 'village'; name: string }[];
  /** Party-centre households below the groups. */
  households: number;
  plaques: number;
};

/** party.json: the levels of the party organisation in town and, where other, in the country; branch formation; the demo. */
export type Party = {
  levels: PartyLevel[];
  country?: PartyLevel[];
  formation: FormationRules;
  /** Days before the end of a functional or temporary branch on which its upper organisation is reminded. */
  remindDays: number;
  demo: PartyDemo;
};

/** A county whose pack says nothing of it: community committee, branch, group, household. */
export const PLAIN_PARTY: Party = {
  levels: [
    { kind: 'committee', at: ['county', 'town', 'community'], word: { zh: '党委', en: 'Committee' } },
    { kind: 'branch', at: ['community', 'grid', 'compound'], word: { zh: '党支部', en: 'Branch' } },
    { kind: 'group', at: ['community', 'grid', 'compound', 'building'], word: { zh: '党小组', en: 'Party group' } },
    {
      kind: 'household',
      at: ['community', 'grid', 'compound', 'building', 'stairway'],
      word: { zh: '党员中心户', en: 'Party-centre household' },
    },
  ],
  formation: {
    minimum: 3,
    mostGrids: 4,
    takeIn: false,
    grids: ['resident'],
    names: { own: '{grid}党支部', joint: '{community}第{n}联合党支部' },
  },
  remindDays: 30,
  demo: { committees: [], formed: false, branches: [], groups: [], households: 0, plaques: 0 },
};
