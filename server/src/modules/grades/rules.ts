/** The county's grade tables: which there are, and which one somebody stands in. */
import type { GradeTable } from '@huying/domain/pack';
import { packOf } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';

export function tablesOf(county: CountyRuntime): readonly GradeTable[] {
  return packOf(county).posts.grades ?? [];
}

/** Kinds of post whose holders stand in a table. */
export function gradedKinds(county: CountyRuntime): string[] {
  return tablesOf(county).flatMap((table) => table.kinds);
}

export function tableOfKind(county: CountyRuntime, kind: string): GradeTable | null {
  return tablesOf(county).find((table) => table.kinds.includes(kind)) ?? null;
}

export function tableById(county: CountyRuntime, id: string): GradeTable | null {
  return tablesOf(county).find((table) => table.id === id) ?? null;
}
