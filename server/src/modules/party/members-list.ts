/** The members of an organisation. Names are masked for whoever's posts do not reach its place. */

import { reaches, reachOf } from '../../access/reach.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import { maskName } from '../people/index.ts';
import type { PartyCall } from './calls.ts';
import { readOrg } from './orgs.ts';

const PAGE = 50;

export type MemberCard = {
  id: string;
  person: string;
  name: string;
  relation: string;
  standing: string;
  residence: { id: string; name: string } | null;
  home: { id: string; name: string } | null;
  from: string;
};

export type MemberPage = { rows: MemberCard[]; next: string | null; count: number; masked: boolean };

type Row = Omit<MemberCard, 'residence' | 'home' | 'name'> & {
  name: string | null;
  residenceId: string | null;
  residenceName: string | null;
  homeUnit: string | null;
};

const named = (county: CountyRuntime, id: string | null) =>
  id === null ? null : { id, name: county.units.get(id)?.name ?? id };

/** Members of today in the order in which they came. @throws Refusal `not_found` */
export async function listMembers(
  db: Queryable,
  { county, actor, now }: Pick<PartyCall, 'county' | 'actor' | 'now'>,
  id: string,
  { limit = PAGE, cursor }: { limit?: number; cursor?: string },
): Promise<MemberPage> {
  const org = await readOrg(db, county.id, id);
  const masked = !reaches(reachOf(actor, county, 'party.read'), { path: org.spot.path, unit: null });
  const day = dayOf(county, now);
  const where = sql`m.county_id = ${county.id} AND m.org_id = ${id} AND m.from_day <= ${day}
    AND (m.to_day IS NULL OR m.to_day >= ${day})`;
  const rows = await db.rows<Row>(sql`
    SELECT m.member_id AS id, m.person_id AS person, p.name, m.relation, m.standing, m.residence_id AS "residenceId",
      r.name AS "residenceName", m.home_unit AS "homeUnit", m.from_day AS from
    FROM party_member m JOIN person p ON p.county_id = m.county_id AND p.person_id = m.person_id
    LEFT JOIN place r ON r.county_id = m.county_id AND r.place_id = m.residence_id
    WHERE ${where} ${cursor ? sql`AND m.member_id > ${cursor}` : sql``}
    ORDER BY m.member_id LIMIT ${limit + 1}`);
  const count = await db.row<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM party_member m WHERE m.county_id = ${county.id} AND ${where}`);
  const page = rows.slice(0, limit);
  return {
    rows: page.map(({ residenceId, residenceName, homeUnit, name, ...row }) => ({
      ...row,
      name: (masked ? maskName(name) : name) ?? '',
      residence: residenceId === null ? null : { id: residenceId, name: residenceName ?? residenceId },
      home: named(county, homeUnit),
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    count: count?.n ?? 0,
    masked,
  };
}
