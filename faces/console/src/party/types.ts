import type { Bilingual } from '../../../shared/api/types.ts';

export type Level = { kind: string; at: string[]; varieties?: string[]; word: Bilingual };

export type PartyView = {
  levels: Level[];
  country: Level[] | null;
  formation: { minimum: number; mostGrids: number; takeIn: boolean };
  remindDays: number;
  edits: boolean;
  whole: boolean;
};

export type OrgCard = {
  id: string;
  parent: string | null;
  kind: string;
  variety: string | null;
  name: string;
  word: Bilingual;
  level: number;
  place: { id: string; name: string };
  from: string;
  to: string | null;
  term: string | null;
  due: 'soon' | 'over' | null;
  below: number;
  members: number;
  covers: number;
};

export type OrgPage = { rows: OrgCard[]; next: string | null; count: number; counted: boolean };

export type OrgSheet = OrgCard & {
  version: number;
  line: { id: string; name: string }[];
  places: { id: string; name: string; kind: string; from: string; to: string | null }[];
  plaques: number;
  abilities: string[];
  story: { at: string; verb: string; day: string | null; n: number | null; other: string | null; by: string | null }[];
};

export type MemberPage = {
  rows: {
    id: string;
    person: string;
    name: string;
    relation: string;
    standing: string;
    residence: { id: string; name: string } | null;
    home: { id: string; name: string } | null;
    from: string;
  }[];
  next: string | null;
  count: number;
  masked: boolean;
};

export type Figures = {
  grids: number;
  ownBranches: number;
  jointBranches: number;
  gridsUnderJointBranches: number;
  coveredGrids: number;
  uncoveredGrids: number;
  members: number;
  distance: number;
};

export type Wishes = { pins: string[][]; forbids: [string, string][]; owns: string[] };
export type Changes = { made: string[][]; gone: string[][]; kept: number; moved: string[] };

export type PlanRow = {
  id: string;
  place: { id: string; name: string };
  state: 'waiting' | 'ready' | 'failed' | 'applied';
  day: string;
  madeAt: string;
  by: string | null;
  appliedDay: string | null;
  figures: Figures | null;
  optimal: boolean | null;
};

export type PlanBranch = {
  kind: 'own' | 'joint';
  community: string;
  grids: string[];
  members: number;
  seat: string;
  distance: number;
  pinned: boolean;
  name: string;
};

export type PlanView = PlanRow & {
  version: number;
  rules: { minimum: number; mostGrids: number; takeIn: boolean };
  wish: Wishes;
  stale: boolean;
  /** Grids that it names and that are no more. */
  gone: string[];
  failed: { code: string; params: Record<string, string | number> } | null;
  branches: PlanBranch[];
  uncovered: { grid: string; community: string; members: number; why: string }[];
  proof: {
    optimal: boolean;
    clusters: number;
    joins: number;
    cut: number;
    gap: { covered: number; branches: number; distance: number };
  } | null;
  byHand: Figures | null;
  places: Record<string, { name: string; members: number }>;
  today: { figures: Figures; changes: Changes } | null;
  base: { id: string; figures: Figures; changes: Changes; better: number } | null;
  abilities: string[];
};
