import type { Bilingual, Named } from '../../../shared/api/types.ts';

export type TermAct = 'hand_over' | 'suspend' | 'resume' | 'prolong' | 'dismiss';

export type HeldTerm = {
  term: string;
  post: string;
  kind: string;
  word: Bilingual;
  at: Named;
  atKind: 'place' | 'unit';
  level: string | null;
  from: string;
  to: string | null;
  state: string;
  filled: string | null;
  followed: boolean;
  version: number;
  abilities: TermAct[];
};
export type PersonCard = { id: string; name: string; kind: string; phone: string | null; posts: HeldTerm[] };
export type PersonView = PersonCard & { terms: HeldTerm[]; account: string | null; createdAt: string };
