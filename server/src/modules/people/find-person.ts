/** The person a row of a workbook means: by id, else by phone and name; made where nobody has the phone yet. */
import { Refusal } from '@huying/domain/kernel';
import { sql, type Tx } from '../../platform/db.ts';
import { sameWord } from '../../platform/exchange/index.ts';
import type { By } from '../../platform/journal.ts';
import type { Keys } from '../../platform/keys.ts';
import { type PersonKind, PHONE } from './person.ts';
import { makePerson } from './residents.ts';

export type PersonMeant = { id: string; name: string; phone: string };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NAME_MOST = 40;

async function byId(tx: Tx, county: string, { id, name }: PersonMeant): Promise<string> {
  const lower = id.toLowerCase();
  const row = UUID.test(lower)
    ? await tx.row<{ name: string | null }>(sql`
        SELECT name FROM person WHERE county_id = ${county} AND person_id = ${lower} AND erased_at IS NULL`)
    : null;
  if (!row) throw new Refusal('row_person_unknown');
  if (name !== '' && !sameWord(row.name ?? '', name)) throw new Refusal('row_person_otherwise');
  return lower;
}

/**
 * @param kind which of two people with one phone is meant, and what a new one is made as
 * @throws Refusal `row_person_unknown` for an id that is nobody's, `row_person_otherwise` where the phone or id is somebody
 *   else's by name, `row_person_unclear` for a name alone, `row_phone_invalid`, `row_field_missing`, `row_field_too_long`
 */
export async function findOrMakePerson(
  tx: Tx,
  keys: Keys,
  county: string,
  { meant, kind, by, now }: { meant: PersonMeant; kind: PersonKind; by: By; now: number },
): Promise<{ id: string; made: boolean }> {
  const { id, name, phone } = meant;
  if (id !== '') return { id: await byId(tx, county, meant), made: false };
  if (phone === '') throw new Refusal(name === '' ? 'row_field_missing' : 'row_person_unclear', { field: 'name' });
  if (!new RegExp(PHONE).test(phone)) throw new Refusal('row_phone_invalid');
  // Two rows with one new number mean one person.
  const lock = keys.blindIndex(county, phone).readBigInt64BE(0).toString();
  await tx.rows(sql`SELECT pg_advisory_xact_lock(${lock}::bigint)`);
  const found = await tx.rows<{ id: string; name: string | null }>(sql`
    SELECT person_id AS id, name FROM person
    WHERE county_id = ${county} AND phone_index = ${keys.blindIndex(county, phone)} AND kind = ${kind}
      AND erased_at IS NULL ORDER BY person_id`);
  const [first] = found;
  const fits = name === '' ? first : found.find((one) => sameWord(one.name ?? '', name));
  if (fits) return { id: fits.id, made: false };
  if (first) throw new Refusal('row_person_otherwise');
  if (name === '') throw new Refusal('row_field_missing', { field: 'name' });
  if (name.length > NAME_MOST) throw new Refusal('row_field_too_long', { field: 'name', most: NAME_MOST });
  return { id: (await makePerson(tx, keys, county, { kind, name, phone }, { by, now })).id, made: true };
}
