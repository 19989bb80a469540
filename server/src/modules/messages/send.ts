/** Hands waiting messages to the gateway. What is said is made here and kept nowhere. */
import { at, type Queryable, sql } from '../../platform/db.ts';
import type { Services } from '../../platform/services.ts';
import { say } from '../../platform/words.ts';
import { packOf } from '../county/index.ts';
import type { CountyRuntime } from '../county/runtime.ts';

const AT_ONCE = 50;
/** Tries at 0, 30 s, 90 s, 3.5 min ... after it was made: the last after some four hours. */
const STEP_SECONDS = 30;
export const MOST_ATTEMPTS = 10;

/** The page a message leads to that is about no matter. */
export const PAGES: Readonly<Record<string, string>> = {
  term_due: 'console/people?tab=ending',
  terms_due: 'console/people?tab=ending',
  duties_dropped: 'pocket/duty',
  duties_changed: 'pocket/duty',
  duty_swap_asked: 'pocket/duty',
  duty_swap_refused: 'pocket/duty',
  duty_swap_lapsed: 'pocket/duty',
  grade_placed: 'pocket/me/grade',
  grade_risen: 'pocket/me/grade',
  grade_moved: 'pocket/me/grade',
  grade_corrected: 'pocket/me/grade',
};
const OF_GRADES = Object.keys(PAGES).filter((template) => PAGES[template] === 'pocket/me/grade');

type Waiting = {
  message_id: string;
  template: string;
  matter_id: string | null;
  attempts: number;
  phone_sealed: Buffer | null;
  number: string | null;
  post: string | null;
  at: string | null;
  to: string | null;
  gradeTable: string | null;
  gradePost: string | null;
  grade: number | null;
  since: string | null;
};

function due(db: Queryable, county: string, now: number): Promise<Waiting[]> {
  return db.rows<Waiting>(sql`
    SELECT w.message_id, w.template, w.matter_id, w.attempts, p.phone_sealed, m.number, o.kind AS post,
      coalesce(u.name, pl.name) AS at, t.to_day AS to, s.table_id AS "gradeTable", g.grade_post AS "gradePost", g.grade,
      g.from_day AS since
    FROM message w
    JOIN person p ON p.county_id = w.county_id AND p.person_id = w.person_id
    LEFT JOIN matter m ON m.county_id = w.county_id AND m.matter_id = w.matter_id
    LEFT JOIN term t ON t.county_id = w.county_id AND t.term_id = w.term_id
    LEFT JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
    LEFT JOIN place pl ON pl.county_id = o.county_id AND pl.place_id = o.place_id
    LEFT JOIN unit u ON u.county_id = o.county_id AND u.unit_id = o.unit_id
    LEFT JOIN grade_standing s ON s.county_id = w.county_id AND s.person_id = w.person_id 
      AND w.template = ANY(${OF_GRADES}::text[])
    -- Where they stand when it is sent: what was put right meanwhile is told as it is now.
    LEFT JOIN LATERAL (SELECT x.grade_post, x.grade, x.from_day FROM grade_step x
      WHERE x.county_id = ${county} AND x.person_id = s.person_id ORDER BY x.step_no DESC LIMIT 1) g ON TRUE
    WHERE w.county_id = ${county} AND w.sent_at IS NULL AND w.attempts < ${MOST_ATTEMPTS}
      AND w.made_at + make_interval(secs => ${STEP_SECONDS} * (2 ^ w.attempts - 1)) <= ${at(now)}
    ORDER BY w.made_at, w.message_id LIMIT ${AT_ONCE}`);
}

/** The page that shows more of it. */
function pageOf({ matter_id, template }: Pick<Waiting, 'matter_id' | 'template'>): string {
  if (matter_id !== null) return `pocket/matter/${matter_id}`;
  return PAGES[template] ?? '';
}

/** Of the post a term is about, else of the post of the grade table. */
function postWord(
  county: CountyRuntime,
  { post, gradeTable, gradePost }: Pick<Waiting, 'post' | 'gradeTable' | 'gradePost'>,
) {
  if (gradePost === null) return county.postKinds.get(post ?? '')?.word.zh ?? '';
  const table = packOf(county).posts.grades?.find((one) => one.id === gradeTable);
  return table?.posts.find((one) => one.id === gradePost)?.word.zh ?? '';
}

/** The text in the county's own language. `linkBase` is the address people reach the program at, without a slash at its end. */
export function textOf(
  county: CountyRuntime,
  message: Omit<Waiting, 'message_id' | 'attempts' | 'phone_sealed'>,
  linkBase: string,
): string {
  const key = `message.${message.template}`;
  const params = {
    loop: county.pack.loop.zh,
    county: county.pack.name.zh,
    number: message.number ?? '',
    link: `${linkBase}/${county.id}/${pageOf(message)}`,
    post: postWord(county, message),
    at: message.at ?? '',
    day: message.to ?? message.since ?? '',
    grade: String(message.grade ?? ''),
  };
  const own = county.words['zh-CN']?.[key];
  return own
    ? own.replace(/\{(\w+)\}/g, (whole, name: string) => params[name as keyof typeof params] ?? whole)
    : say('zh-CN', key, params);
}

/**
 * Sends what is due. The attempt is written before the message goes out: a crash in between loses one try, it does not send
 * twice at once.
 * @returns how many were handed over
 */
export async function sendMessages(
  services: Services,
  county: CountyRuntime,
  linkBase: string,
  signal?: AbortSignal,
): Promise<number> {
  const { db, gateway, keys, log } = services;
  if (!gateway) return 0;
  let sent = 0;
  for (;;) {
    const messages = await due(db, county.id, services.clock());
    if (messages.length === 0 || signal?.aborted) return sent;
    for (const message of messages) {
      const key = sql`county_id = ${county.id} AND message_id = ${message.message_id}`;
      // Erased meanwhile: there is nobody to tell.
      if (message.phone_sealed === null) {
        await db.rows(sql`DELETE FROM message WHERE ${key}`);
        continue;
      }
      await db.rows(sql`UPDATE message SET attempts = attempts + 1 WHERE ${key}`);
      try {
        const to = keys.open(county.id, message.phone_sealed);
        await gateway.send(
          county.id,
          { to, template: message.template, text: textOf(county, message, linkBase) },
          services.clock(),
        );
        await db.rows(sql`UPDATE message SET sent_at = ${at(services.clock())} WHERE ${key}`);
        sent += 1;
      } catch (error) {
        // The gateway's own words may hold the number: its code is enough.
        const { code } = error as { code?: string };
        log.warn(
          { county: county.id, message: message.message_id, attempts: message.attempts + 1, code },
          '短信未发出 · a message was not sent',
        );
      }
    }
  }
}
