/** Teams, and duties of some days, as workbooks in the words of the reader; names as far as the lists themselves show them. */
import { type CellValue, datedName, sendFile, writeWorkbook } from '../../platform/exchange/index.ts';
import type { Call } from '../../platform/http.ts';
import type { Services } from '../../platform/services.ts';
import { say } from '../../platform/words.ts';
import { type DutyQuery, EXPORT_MOST, listDuties } from './list-duties.ts';
import { listTeams } from './list-teams.ts';
import { facilityRules } from './rules.ts';
import type { TeamQuery } from './teams.ts';

type Asked = Pick<Call<unknown, unknown, unknown>, 'county' | 'actor' | 'now' | 'language' | 'reply'>;

const PAGE = 200;
const WIDE: readonly string[] = ['name', 'members', 'facility'];

async function send(
  { county, now, language, reply }: Asked,
  name: 'teams' | 'duties',
  columns: readonly string[],
  rows: CellValue[][],
): Promise<void> {
  const book = await writeWorkbook([
    {
      name: say(language, `export.${name}`),
      columns: columns.map((column) => ({
        header: say(language, `export.duty.${column}`),
        width: WIDE.includes(column) ? 40 : 16,
      })),
      rows,
    },
  ]);
  sendFile(reply, datedName(name, county, now), 'xlsx', book);
}

export async function exportTeams(services: Services, call: Asked, query: TeamQuery): Promise<void> {
  const { county, actor, language } = call;
  const word = (words: { zh: string; en: string }) => (language === 'en' ? words.en : words.zh);
  const rows: CellValue[][] = [];
  let cursor: string | null = null;
  do {
    const page = await listTeams(services.db, county, actor, { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) });
    for (const team of page.rows) {
      const [leader, ...others] = team.members.map(({ name }) => name);
      const place = team.place.path.map((one) => one.name).join(' ');
      rows.push([team.name, word(team.word), place, leader ?? '', others.join('、'), team.members.length, team.from]);
    }
    cursor = page.next;
  } while (cursor);
  await send(call, 'teams', ['name', 'kind', 'at', 'leader', 'members', 'n', 'since'], rows);
}

/** @throws Refusal as `listDuties` */
export async function exportDuties(services: Services, call: Asked, query: DutyQuery): Promise<void> {
  const { county, actor, now, language } = call;
  const { rows } = await listDuties(services.db, county, actor, query, now, EXPORT_MOST);
  const excuses = new Map(facilityRules(county).excuses.map(({ code, word }) => [code, word]));
  const excuse = (code: string | null) => {
    const word = excuses.get(code ?? '');
    return word ? (language === 'en' ? word.en : word.zh) : (code ?? '');
  };
  await send(
    call,
    'duties',
    ['day', 'from', 'to', 'facility', 'team', 'who', 'state', 'checkedIn', 'late', 'excuse'],
    rows.map((row) => [
      row.startsAt.slice(0, 10),
      row.startsAt.slice(11, 16),
      row.endsAt.slice(11, 16),
      row.facility.name,
      row.team.name,
      row.person.name,
      say(language, `facilities.duty.${row.published ? row.state : 'draft'}`),
      row.checkedInAt?.slice(0, 16).replace('T', ' ') ?? '',
      row.lateMinutes ?? '',
      excuse(row.excuse),
    ]),
  );
}
