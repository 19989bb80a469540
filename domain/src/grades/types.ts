/** What the rules of a grade table work on; days are the county's, as `2026-06-10`. */

/** The table's rule as the pack gives it (`GradeTable` of the pack fits). */
export type GradeRule = {
  count: number;
  posts: readonly { id: string; lowest: number; highest: number }[];
  entry: { grade: number; yearsPerGrade: number | null };
  rise: {
    credits: number;
    assessments: readonly { code: string; credits: number; holds?: boolean }[];
    education: readonly { code: string; grades: number }[];
    examinations: readonly { code: string; grades: number }[];
  };
};

export const FACT_KINDS = ['service', 'education', 'examination', 'assessment'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/**
 * Something a grade rests on, true from `day` on. `service`: work of this sort began on `day` (`of` and `value` empty);
 * `education`, `examination`: `of` is its code; `assessment`: `of` the year, `value` the result's code, `day` when it was settled.
 */
export type Fact = { kind: FactKind; of: string; value: string; day: string };

export const STEP_KINDS = ['placed', 'risen', 'moved', 'corrected'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

/** A step of somebody's way: where they stand from `day` on, and what it used up. A later number wins over an earlier one. */
export type Step = {
  no: number;
  why: StepKind;
  post: string;
  grade: number;
  day: string;
  /** Grades given for years, and for degrees and certificates; below 0 where a correction gave them back. */
  byYears: number;
  byQualifications: number;
};

/** One line of the explanation, in the order in which it happened; faces put it into words. */
export type Line =
  | {
      is: 'entry';
      day: string;
      base: number;
      education: { code: string; grades: number } | null;
      examination: { code: string; grades: number } | null;
      years: number | null;
      yearGrades: number;
      /** Kept within the post's grades. */
      grade: number;
    }
  | { is: 'assessed'; day: string; year: string; code: string; credits: number; balance: number }
  | { is: 'qualified'; day: string; sort: 'education' | 'examination'; code: string; grades: number }
  | { is: StepKind; day: string; no: number; post: string; grade: number; by: number; balance: number }
  | { is: 'held'; year: string; code: string }
  | { is: 'top'; post: string; grade: number }
  | { is: 'short'; balance: number; needs: number }
  | { is: 'due'; grade: number; byYears: number; byQualifications: number };

/** The grade somebody may rise to, and what it would use up. */
export type Due = { grade: number; byYears: number; byQualifications: number };

export type Reckoning = {
  /** Null before the first step. */
  standing: { post: string; grade: number; day: string; no: number } | null;
  /** Credits towards the next grade. */
  balance: number;
  due: Due | null;
  /** Grades are earned, but the latest assessment holds them back. */
  held: boolean;
  lines: Line[];
};
