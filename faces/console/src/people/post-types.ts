import type { Bilingual, Named } from '../../../shared/api/types.ts';
import type { HeldTerm } from './types.ts';

type Holder = {
  term: string;
  person: Named;
  from: string;
  to: string | null;
  suspended: boolean;
  also: { kind: string; at: string }[];
};
export type PostRow = {
  id: string;
  kind: string;
  word: Bilingual;
  at: Named;
  atKind: 'place' | 'unit';
  level: string | null;
  capacity: number;
  vacant: number;
  since: string | null;
  freeSince: (string | null)[];
  holders: Holder[];
};
export type PostSheetView = PostRow & {
  terms: (HeldTerm & { person: Named })[];
  inHand: { matters: number; overdue: number };
  duties: { everyday: Bilingual[]; emergency: Bilingual[] };
};
export type EndingRow = HeldTerm & { person: Named; daysLeft: number; reminded: boolean };
