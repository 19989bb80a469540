import type { Sheet, Table } from '../../../shared/grades/types.ts';
import { useSeen } from '../store/use-seen.ts';

/** Null in both for whoever never held a graded post. */
export type OwnGrade = { table: Table | null; grade: Sheet | null };

/** The signed-in person's own grade; `person` null: nobody is signed in, or the county has no grades. */
export function useOwnGrade(person: string | null) {
  return useSeen<OwnGrade>(['grades', 'mine', person], person, '/grades/mine', {}, person !== null);
}
