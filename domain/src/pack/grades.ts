import type { Words } from './words.ts';

/** What a year's assessment gives towards the next grade; `holds`: while it is the latest, nobody rises. */
export type Assessment = { code: string; word: Words; credits: number; holds?: boolean };

/** A degree or a certificate and the grades that go with it; of several of one sort only the highest counts. */
export type Qualification = { code: string; word: Words; grades: number };

/** A post of the table and the grades that may be reached in it. */
export type GradePost = { id: string; word: Words; lowest: number; highest: number };

/** A grade table (三岗十八级): posts across, grades up, where somebody begins and the rule by which people rise. */
export type GradeTable = {
  id: string;
  word: Words;
  /** Kinds of post whose holders stand in it. */
  kinds: string[];
  /** The grades are 1 to this. */
  count: number;
  posts: GradePost[];
  /** Where somebody begins who has nothing to show, and full years worked before for one grade more; null: they do not count. */
  entry: { grade: number; yearsPerGrade: number | null };
  rise: {
    /** Credits of yearly assessments for one grade. */
    credits: number;
    assessments: Assessment[];
    education: Qualification[];
    examinations: Qualification[];
  };
};
