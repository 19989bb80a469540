/** The demo as the sign-in pages offer it: accounts that are really there, and how far the history is told. */
import type { DemoAccount } from '@huying/domain/pack';
import { type Queryable, sql } from '../../platform/db.ts';
import { type CountyRuntime, type DemoView, packOf } from '../county/index.ts';
import { DEMO_PASSWORD } from './people.ts';

/** How far the telling of the demo's past is; null before it began. */
async function storyProgress(db: Queryable, county: string) {
  return db.row<{ done: number; total: number; state: string }>(sql`
    SELECT done, total, state FROM job WHERE county_id = ${county} AND kind = 'demo.story'
    ORDER BY started_at DESC LIMIT 1`);
}

/** Accounts of the pack that are really there: a county brought in without demo people has none. */
async function demoAccounts(db: Queryable, county: CountyRuntime): Promise<DemoAccount[]> {
  const rows = await db.rows<{ username: string }>(sql`
    SELECT username FROM account WHERE county_id = ${county.id} AND demo AND disabled_at IS NULL`);
  const there = new Set(rows.map((row) => row.username));
  return packOf(county).demo.accounts.filter((account) => there.has(account.username));
}

/** Names of places and units by id; places below the grid are in the database only. */
async function namesOf(db: Queryable, county: CountyRuntime, ids: (string | null)[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const missing: string[] = [];
  for (const id of ids) {
    if (id === null) continue;
    const name = county.places.get(id)?.name ?? county.units.get(id)?.name;
    if (name === undefined) missing.push(id);
    else names.set(id, name);
  }
  // Below the grid a name says little without the one above it: 1号楼 of which compound?
  const rows = await db.rows<{ id: string; name: string }>(sql`
    SELECT p.place_id AS id, concat(above.name, p.name) AS name FROM place p
    LEFT JOIN place above ON above.county_id = p.county_id AND above.place_id = p.parent_id
    WHERE p.county_id = ${county.id} AND p.place_id = ANY(${missing})`);
  for (const { id, name } of rows) names.set(id, name);
  return names;
}

export async function demoView(db: Queryable, county: CountyRuntime): Promise<DemoView | null> {
  const accounts = await demoAccounts(db, county);
  if (accounts.length === 0) return null;
  const names = await namesOf(
    db,
    county,
    accounts.map(({ at }) => at),
  );
  return {
    password: DEMO_PASSWORD,
    accounts: accounts.flatMap(({ username, name, post, at }) => {
      const kind = post ? county.postKinds.get(post) : undefined;
      return kind ? [{ username, name, title: kind.word, at: at === null ? null : (names.get(at) ?? at) }] : [];
    }),
    residents: accounts.flatMap(({ post, phone, name }) => (post === null && phone ? [{ phone, name }] : [])),
    history: await storyProgress(db, county.id),
  };
}
