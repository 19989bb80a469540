/** Members within reach for a workbook, and organisations by which its rows find theirs. */
import type { Actor } from '../../access/actor.ts';
import { reachOf, reachSql } from '../../access/reach.ts';
import { type Queryable, sql } from '../../platform/db.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';

export type MemberLine = {
  person: string;
  name: string;
  org: string;
  orgName: string;
  relation: string;
  standing: string;
  residence: string | null;
  homeUnit: string | null;
  from: string;
};

const MOST = 150_000;

/** Memberships of today whose organisation lies within the reader's places. @param org only of this one */
export function allMembers(
  db: Queryable,
  county: CountyRuntime,
  actor: Actor,
  now: number,
  org: string | null,
): Promise<MemberLine[]> {
  const day = dayOf(county, now);
  const scope = reachSql(reachOf(actor, county, 'party.read'), sql`pl.path`, sql`NULL`);
  return db.rows<MemberLine>(sql`
    SELECT m.person_id AS person, p.name, m.org_id AS org, o.name AS "orgName", m.relation, m.standing,
      m.residence_id AS residence, m.home_unit AS "homeUnit", m.from_day AS from
    FROM party_member m
    JOIN party_org o ON o.county_id = m.county_id AND o.org_id = m.org_id
    JOIN place pl ON pl.county_id = o.county_id AND pl.place_id = o.place_id
    JOIN person p ON p.county_id = m.county_id AND p.person_id = m.person_id AND p.erased_at IS NULL
    WHERE m.county_id = ${county.id} AND m.from_day <= ${day} AND (m.to_day IS NULL OR m.to_day >= ${day})
      AND (${org}::uuid IS NULL OR m.org_id = ${org}::uuid) AND ${scope}
    ORDER BY pl.path, m.org_id, m.member_id LIMIT ${MOST}`);
}

export function currentOrgs(db: Queryable, county: string, day: string): Promise<{ id: string; name: string }[]> {
  return db.rows(sql`
    SELECT org_id AS id, name FROM party_org
    WHERE county_id = ${county} AND from_day <= ${day} AND (to_day IS NULL OR to_day >= ${day})`);
}
