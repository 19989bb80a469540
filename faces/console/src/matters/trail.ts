/** The list one came from, so that a matter's page knows the previous and the next one and the way back. */
let trail: { ids: string[]; back: string } = { ids: [], back: '/inbox' };

export function leaveTrail(ids: string[], back: string): void {
  trail = { ids, back };
}

export function followTrail(id: string): {
  back: string;
  previous: string | null;
  next: string | null;
  at: number;
  of: number;
} {
  const at = trail.ids.indexOf(id);
  return {
    back: trail.back,
    previous: at > 0 ? (trail.ids[at - 1] ?? null) : null,
    next: at >= 0 ? (trail.ids[at + 1] ?? null) : null,
    at,
    of: trail.ids.length,
  };
}
