import type { Words } from './words.ts';

/** What a year's assessment gives towards the next grade. */
export type Assessment = { code: string; word: Words; credits: number };

/** Grades that an examination passed gives, once. */
export type Examination = { code: string; word: Words; grades: number };

/** A post of the table and the grades that may be reached in it. */
export type GradePost = { id: string; word: Words; lowest: number; highest: number };

/** A grade table (三岗十八级): posts across, grades up, and the rule by which people rise. */
export type GradeTable = {
  id: string;
  word: Words;
  /** Kinds of post whose holders stand in it. */
  kinds: string[];
  /** The grades are 1 to this. */
  count: number;
  posts: GradePost[];
  rise: {
    /** Credits of yearly assessments for one grade. */
    credits: number;
    assessments: Assessment[];
    examinations: Examination[];
  };
};
