/** A version of the duty list as a workbook that comes back unchanged: one duty a row. */
import { DUTY_PHASES } from '@huying/domain/lists';
import type { Queryable } from '../../platform/db.ts';
import { writeWorkbook } from '../../platform/exchange/index.ts';
import { readDuties, type VersionKey } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';

/** Header words, in order; the first is written, the others are read too. */
export const DUTY_COLUMNS = {
  post: ['岗位', 'Post'],
  phase: ['情形', 'When'],
  zh: ['职责', 'Duty'],
  en: ['英文', 'English'],
} as const;

export const PHASE_WORDS = { everyday: '平时', emergency: '急时' } as const;

/** Names that are one post's alone are written as names, others by their kind. */
export function postWords(county: CountyRuntime): Map<string, string> {
  const counts = new Map<string, number>();
  for (const { word } of county.postKinds.values()) counts.set(word.zh, (counts.get(word.zh) ?? 0) + 1);
  return new Map(
    [...county.postKinds.values()].map(({ kind, word }) => [kind, counts.get(word.zh) === 1 ? word.zh : kind]),
  );
}

export async function exportDuties(db: Queryable, county: CountyRuntime, key: VersionKey): Promise<Buffer> {
  const duties = await readDuties(db, county.id, key);
  const words = postWords(county);
  return writeWorkbook([
    {
      name: '岗位职责清单',
      columns: Object.entries(DUTY_COLUMNS).map(([field, [header]]) => ({
        header,
        width: field === 'zh' || field === 'en' ? 60 : 18,
      })),
      rows: duties.flatMap((one) =>
        DUTY_PHASES.flatMap((phase) =>
          one[phase].map(({ zh, en }) => [words.get(one.post) ?? one.post, PHASE_WORDS[phase], zh, en]),
        ),
      ),
    },
  ]);
}
