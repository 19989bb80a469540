import type { Bilingual } from '../../../shared/api/types.ts';

export type TeamView = {
  id: string;
  kind: string;
  word: Bilingual;
  name: string;
  place: { id: string; path: { id: string; name: string }[] };
  facility: string | null;
  version: number;
  members: { id: string; name: string; leads: boolean }[];
  abilities: string[];
};
