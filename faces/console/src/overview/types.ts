import type { Named } from '../../../shared/api/types.ts';

export type Overview = {
  days: { day: string; received: number; concluded: number; closed: number }[];
  open: Record<string, number>;
  cards: { yellow: number; red: number };
  capped: boolean;
  units: { unit: Named; sent: number; underWay: number; yellow: number; red: number }[];
};
