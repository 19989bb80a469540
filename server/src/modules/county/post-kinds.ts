/** The kinds of post of a county: the pack's, and the member who reports in (双报到), which every county may count. */
import { isAtPlace, isAtUnit, type Pack, type PostKind } from '@huying/domain/pack';
import { type Queryable, type Sql, sql } from '../../platform/db.ts';

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

/** A place as kinds of post look at it: its level, and the sorts of itself and of those above it. */
export type PlaceSorts = { id: string; kind: string; sorts: string[] };

/** @param where which places `p` */
export async function readPlaceSorts(db: Queryable, county: string, where: Sql): Promise<PlaceSorts[]> {
  return db.rows<PlaceSorts>(sql`
    SELECT p.place_id AS id, p.kind, ARRAY(
      SELECT a.subkind FROM place a
      WHERE a.county_id = ${county} AND a.place_id = ANY(string_to_array(p.path, '.')) AND a.subkind IS NOT NULL) AS sorts
    FROM place p WHERE p.county_id = ${county} AND ${where} ORDER BY p.place_id`);
}

/** Posts of kinds that exist at a place. */
export function kindsAtPlace(kinds: ReadonlyMap<string, PostKind>, place: Omit<PlaceSorts, 'id'>): PostKind[] {
  return [...kinds.values()].filter((kind) => isAtPlace(kind, place));
}

export function kindsAtUnit(
  kinds: ReadonlyMap<string, PostKind>,
  unit: { id: string; reportingIn?: boolean },
): PostKind[] {
  return [...kinds.values()].filter(
    (kind) => isAtUnit(kind, unit.id) && (kind.kind !== REPORTING_MEMBER.kind || unit.reportingIn === true),
  );
}

/** A post's id says what and where; it never changes. */
export function postId(kind: string, at: string): string {
  return `${kind}.${at}`;
}
