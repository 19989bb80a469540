/** The pack's lists as versions: each is whole, and none is ever changed. They count from their day without approval. */
import { type Pack, TOWN } from '@huying/domain/pack';
import { sql, type Tx } from '../../platform/db.ts';
import { DUTY_LIST, lockList, makeVersion } from './list-versions.ts';
import { postKindsOf } from './post-kinds.ts';

const BY = { person: null, post: null };

/** Brings in the pack's list as its version, or as the next free one where that was taken by other contents. */
export async function installItems(tx: Tx, pack: Pack, now: number): Promise<void> {
  const county = pack.county.id;
  const { listId, effectiveFrom, items } = pack.items;
  await lockList(tx, county, listId);
  await makeVersion(
    tx,
    county,
    {
      list: listId,
      kind: 'items',
      title: pack.words['zh-CN']?.['items.title'] ?? `${pack.county.name.zh}职责清单`,
      state: 'approved',
      effectiveFrom,
      base: null,
      author: null,
    },
    {
      items: items.map(({ lead, ...item }) => ({
        ...item,
        lead: lead === TOWN ? null : lead,
        handledBy: null,
        supervisedBy: null,
      })),
    },
    { by: BY, now, atLeast: pack.items.version },
  );
}

/**
 * The duties of the pack's posts as a version of the duty list. It counts from the list's first day: a county that has
 * since approved a version of its own keeps that one in force.
 * @param fromDay the first day of a county that has no duty list yet
 */
export async function installDuties(tx: Tx, pack: Pack, fromDay: string, now: number): Promise<void> {
  const county = pack.county.id;
  await lockList(tx, county, DUTY_LIST);
  const first = await tx.row<{ day: string | null }>(sql`
    SELECT min(effective_from) AS day FROM list_version WHERE county_id = ${county} AND list_id = ${DUTY_LIST}`);
  await makeVersion(
    tx,
    county,
    {
      list: DUTY_LIST,
      kind: 'duties',
      title: pack.words['zh-CN']?.['duties.title'] ?? `${pack.county.name.zh}岗位职责清单`,
      state: 'approved',
      effectiveFrom: first?.day ?? fromDay,
      base: null,
      author: null,
    },
    { duties: dutiesOf(pack) },
    { by: BY, now },
  );
}

/** The duties a pack gives its posts; posts without any are left out. */
export function dutiesOf(pack: Pick<Pack, 'posts'>) {
  return [...postKindsOf(pack).values()]
    .filter(({ duties }) => duties.everyday.length > 0 || duties.emergency.length > 0)
    .map(({ kind, duties }) => ({ post: kind, everyday: duties.everyday, emergency: duties.emergency }));
}
