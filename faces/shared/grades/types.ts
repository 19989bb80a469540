import type { Bilingual, Named } from '../api/types.ts';

type Coded = { code: string; word: Bilingual };
export type Table = {
  id: string;
  word: Bilingual;
  count: number;
  posts: { id: string; word: Bilingual; lowest: number; highest: number }[];
  entry: { grade: number; yearsPerGrade: number | null };
  rise: {
    credits: number;
    assessments: (Coded & { credits: number; holds?: boolean })[];
    education: (Coded & { grades: number })[];
    examinations: (Coded & { grades: number })[];
  };
};

export type GradeRow = {
  person: Named;
  table: string;
  kind: string;
  at: Named;
  post: string | null;
  grade: number | null;
  since: string | null;
};

type Worth = { code: string; grades: number } | null;
/** As the server reckons it; `lines.ts` puts it into words. */
export type Line =
  | {
      is: 'entry';
      day: string;
      base: number;
      education: Worth;
      examination: Worth;
      years: number | null;
      yearGrades: number;
      grade: number;
    }
  | { is: 'assessed'; day: string; year: string; code: string; credits: number; balance: number }
  | { is: 'qualified'; day: string; sort: 'education' | 'examination'; code: string; grades: number }
  | {
      is: 'placed' | 'risen' | 'moved' | 'corrected';
      day: string;
      no: number;
      post: string;
      grade: number;
      by: number;
      balance: number;
    }
  | { is: 'held'; year: string; code: string }
  | { is: 'top'; post: string; grade: number }
  | { is: 'short'; balance: number; needs: number }
  | { is: 'due'; grade: number; byYears: number; byQualifications: number };

export type DueRow = GradeRow & {
  version: number;
  post: string;
  grade: number;
  since: string;
  to: number | null;
  lines: Line[];
};

export type FactKind = 'service' | 'education' | 'examination' | 'assessment';
export type FactRow = {
  no: number;
  kind: FactKind;
  of: string;
  value: string;
  day: string;
  withdrawn: boolean;
  reason: string | null;
  madeAt: string;
  by: string | null;
  holds: boolean;
};
export type StepRow = {
  no: number;
  why: 'placed' | 'risen' | 'moved' | 'corrected';
  post: string;
  grade: number;
  day: string;
  reason: string | null;
  madeAt: string;
  by: string | null;
};
export type GradeAct = 'place' | 'record' | 'raise' | 'move' | 'correct';
export type Sheet = {
  person: Named;
  table: string;
  kind: string;
  at: Named;
  inPost: boolean;
  version: number;
  asOf: string;
  entries: { post: string; grade: number }[];
  standing: { post: string; grade: number; day: string } | null;
  balance: number;
  due: { grade: number } | null;
  held: boolean;
  lines: Line[];
  steps: StepRow[];
  facts: FactRow[];
  abilities: GradeAct[];
};

/** An act under way, and the fact it is about. */
export type Doing = { act: GradeAct | 'withdraw'; fact?: FactRow };
