/** The kinds of post of a county: the pack's, and the member who reports in (双报到), which every county may count. */
import type { Pack, PostKind } from '@huying/domain/pack';

/** A member of a unit who reports to a community. Carries no permissions: it is a standing, not a job. */
const REPORTING_MEMBER: PostKind = {
  kind: 'reporting_member',
  word: { zh: '双报到党员', en: 'Member reporting in' },
  at: 'unit',
  capacity: 10_000,
  termMonths: null,
  filled: 'appointed',
  permissions: [],
  duties: { everyday: [], emergency: [] },
};

export function postKindsOf(pack: Pick<Pack, 'posts'>): Map<string, PostKind> {
  return new Map([REPORTING_MEMBER, ...pack.posts.posts].map((kind) => [kind.kind, kind]));
}

/** Posts of kinds that exist at a place of this kind. */
export function kindsAtPlace(kinds: ReadonlyMap<string, PostKind>, placeKind: string): PostKind[] {
  return [...kinds.values()].filter((kind) => kind.at === 'place' && kind.placeKinds?.includes(placeKind as never));
}

export function kindsAtUnit(kinds: ReadonlyMap<string, PostKind>, unit: { reportingIn?: boolean }): PostKind[] {
  return [...kinds.values()].filter(
    (kind) => kind.at === 'unit' && (kind.kind !== REPORTING_MEMBER.kind || unit.reportingIn === true),
  );
}

/** A post's id says what and where; it never changes. */
export function postId(kind: string, at: string): string {
  return `${kind}.${at}`;
}
