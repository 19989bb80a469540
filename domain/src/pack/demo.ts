import type { PlaceKind } from './county.ts';
import type { PlaceSubkind } from './territory.ts';

/** Places of one kind: all, or only those of a subkind, gridded or not, below certain places, or the first so many. */
export type PlaceSet = {
  places: PlaceKind;
  subkind?: PlaceSubkind;
  gridded?: boolean;
  under?: string[];
  first?: number;
};

/** `answering`: units that the list names, and town offices, which it names as `town`; or units by id. */
export type UnitSet = 'all' | 'answering' | 'department' | 'town_office' | string[];

/**
 * How many hold a post, and over which places or units they are spread evenly, in the order of the pack.
 * The accounts are among them: an account is the first holder (`nth` 0) at its place or unit.
 */
export type DemoPost = {
  post: string;
  total: number;
  /** Fewer people than seats: they go round, so that one holds several. */
  people?: number;
  /**
   * Held beside that post, by its holders at the same place (交叉任职); with `people`, by so many of its first holders
   * wherever they are. Its line stands before this one.
   */
  heldBy?: string;
  /** Places of a kind (optionally only gridded or only ungridded ones, or the first so many), or units of a set. */
  over: PlaceSet | { units: UnitSet };
};

/** A person who can sign in to the demo. `post` null: a resident, who signs in by phone code. */
export type DemoAccount = { username: string; name: string; post: string | null; at: string | null; phone?: string };

/** A figure the running system must answer from its own rows. */
export type DemoFigure = { id: string; value: number; word: string };

/** demo.json: who is where in the demo county, and what it must add up to. */
export type Demo = {
  names: { prefix: string; surnames: string[]; given: string[] };
  /** Made-up phone numbers: this start and a running number. */
  phonePrefix: string;
  housing: {
    compounds: number;
    buildings: number;
    stairways: number;
    /** Households of all compounds together, where the compounds keep count. */
    households?: number;
    /** Where the compounds lie; without a word in the resident grids. */
    under?: PlaceSet;
    names: { prefix: string; stems: string[]; endings: string[] };
  };
  posts: DemoPost[];
  reportingMembers: { total: number; weights: Record<string, number> };
  accounts: DemoAccount[];
  figures: DemoFigure[];
};
