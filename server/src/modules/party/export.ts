/** The tree and a plan as workbooks. Neither holds names of people. */
import { type Queryable, sql } from '../../platform/db.ts';
import { writeWorkbook } from '../../platform/exchange/index.ts';
import { type Language, say } from '../../platform/words.ts';
import { type CountyRuntime, dayOf } from '../county/runtime.ts';
import type { PartyCall } from './calls.ts';
import { inCountry } from './orgs.ts';
import { type PlanView, viewPlan } from './plan-view.ts';
import { partyOf, wordOf } from './rules.ts';

type Row = {
  id: string;
  kind: never;
  variety: string | null;
  name: string;
  upper: string | null;
  place: string;
  placeKind: string;
  country: boolean;
  from: string;
  term: string | null;
  members: number;
  covers: string | null;
};

const said = (language: Language, word: { zh: string; en: string }) => (language === 'en' ? word.en : word.zh);

/** Every organisation of today, in the order of the places. */
export async function exportTree(
  db: Queryable,
  county: CountyRuntime,
  now: number,
  language: Language,
): Promise<Buffer> {
  const day = dayOf(county, now);
  const rows = await db.rows<Row>(sql`
    SELECT o.org_id AS id, o.kind, o.variety, o.name, u.name AS upper, p.name AS place, p.kind AS "placeKind",
      ${inCountry(county.id)} AS country, o.from_day AS from, o.term_day AS term,
      (SELECT count(*)::int FROM party_member m WHERE m.county_id = ${county.id} AND m.org_id = o.org_id
        AND m.from_day <= ${day} AND (m.to_day IS NULL OR m.to_day >= ${day})) AS members,
      (SELECT string_agg(g.name, '、' ORDER BY g.path) FROM party_cover c
        JOIN place g ON g.county_id = c.county_id AND g.place_id = c.place_id
        WHERE c.county_id = ${county.id} AND c.org_id = o.org_id AND c.from_day <= ${day}
          AND (c.to_day IS NULL OR c.to_day >= ${day})) AS covers
    FROM party_org o JOIN place p ON p.county_id = o.county_id AND p.place_id = o.place_id
    LEFT JOIN party_org u ON u.county_id = o.county_id AND u.org_id = o.parent_id
    WHERE o.county_id = ${county.id} AND o.from_day <= ${day} AND (o.to_day IS NULL OR o.to_day >= ${day})
    ORDER BY p.path, o.org_id`);
  const heads = ['name', 'level', 'variety', 'upper', 'place', 'covers', 'members', 'from', 'term'] as const;
  const party = partyOf(county);
  return writeWorkbook([
    {
      name: say(language, 'page.party'),
      columns: heads.map((head) => ({
        header: say(language, `party.column.${head}`),
        width: ['name', 'covers', 'upper'].includes(head) ? 32 : 14,
      })),
      rows: rows.map((row) => [
        row.name,
        said(language, wordOf(party, row, row)),
        row.variety ? say(language, `party.variety.${row.variety}`) : '',
        row.upper ?? '',
        row.place,
        row.covers ?? '',
        row.members,
        row.from,
        row.term ?? '',
      ]),
    },
  ]);
}

/** A plan's branches, the grids it leaves out and why, and its figures. @throws Refusal `not_found` */
export async function exportPlan(db: Queryable, call: PartyCall, id: string, language: Language): Promise<Buffer> {
  const plan = await viewPlan(db, call, id);
  const name = (place: string) => plan.places[place]?.name ?? place;
  const head = (key: string, width = 18) => ({ header: say(language, `party.column.${key}`), width });
  const figures: Record<string, number> = { ...plan.figures };
  return writeWorkbook([
    {
      name: say(language, 'party.plan.branches'),
      columns: [
        head('name', 34),
        head('variety'),
        head('community'),
        head('covers', 48),
        head('members'),
        head('seat', 24),
        head('distance'),
      ],
      rows: plan.branches.map((branch) => [
        branch.name,
        say(language, `party.variety.${branch.kind}`),
        name(branch.community),
        branch.grids.map(name).join('、'),
        branch.members,
        name(branch.seat),
        branch.distance,
      ]),
    },
    {
      name: say(language, 'party.plan.uncovered'),
      columns: [head('grid', 28), head('community'), head('members'), head('why', 40)],
      rows: plan.uncovered.map((one) => [
        name(one.grid),
        name(one.community),
        one.members,
        say(language, `party.why.${one.why}`),
      ]),
    },
    {
      name: say(language, 'party.plan.figures'),
      columns: [head('figure', 28), head('count')],
      rows: [
        ...Object.entries(figures).map(([key, n]): [string, number] => [say(language, `party.figure.${key}`), n]),
        [proofLine(plan, language), ''],
      ],
    },
  ]);
}

function proofLine({ proof }: PlanView, language: Language): string {
  if (!proof) return '';
  return proof.optimal
    ? say(language, 'party.proof.optimal', { joins: proof.joins, clusters: proof.clusters })
    : say(language, 'party.proof.open', proof.gap);
}
