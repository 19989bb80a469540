/** What the public page asks for. Nothing of it is personal; no words of residents are in it. */
import { useQuery } from '@tanstack/react-query';
import { api, type ProblemError } from '../../shared/api/client.ts';
import type { LonLat, Shapes } from '../../shared/api/types.ts';

export type Results = {
  day: string;
  today: { received: number; concluded: number };
  month: {
    from: string;
    received: number;
    concluded: number;
    closed: number;
    satisfiedRate: number | null;
    metRate: number | null;
    onTimeRate: number | null;
    medianHours: number | null;
  };
  byCategory: { category: string; received: number; closed: number }[];
  byCommunity: { id: string; name: string; received: number; closed: number }[];
  recent: {
    number: string;
    title: string | null;
    community: string | null;
    state: string;
    submittedDay: string;
    closedDay: string | null;
    outcome: string | null;
    satisfied: boolean | null;
  }[];
};
export type MapPoints = { points: { point: LonLat; item: string | null; state: string; day: string }[]; more: boolean };

/** Asked again every few minutes: the page may stand open in a hall. */
const AGAIN = 5 * 60_000;

export function useResults() {
  return useQuery<Results, ProblemError>({
    queryKey: ['public', 'results'],
    queryFn: ({ signal }) => api<Results>('/public/results', { signal }),
    refetchInterval: AGAIN,
  });
}

export function usePoints() {
  return useQuery<MapPoints, ProblemError>({
    queryKey: ['public', 'map'],
    queryFn: ({ signal }) => api<MapPoints>('/public/map', { signal }),
    refetchInterval: AGAIN,
  });
}

export function usePublicShapes() {
  return useQuery<Shapes, ProblemError>({
    queryKey: ['public', 'shapes'],
    queryFn: ({ signal }) => api<Shapes>('/public/shapes', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** One square with how many matters lie on it, how many of them are open, and their items. */
export type Square = { id: string; point: LonLat; count: number; open: number; items: string[] };

/** Points on the same square lie one over the other: each square once; those with open matters last, so drawn on top. */
export function squares(points: MapPoints['points']): Square[] {
  const found = new Map<string, Square>();
  for (const { point, state, item } of points) {
    const id = point.join(',');
    const square = found.get(id) ?? { id, point, count: 0, open: 0, items: [] };
    square.count += 1;
    if (item && !square.items.includes(item)) square.items.push(item);
    if (state !== 'closed') square.open += 1;
    found.set(id, square);
  }
  return [...found.values()].sort((a, b) => a.open - b.open || a.id.localeCompare(b.id));
}
