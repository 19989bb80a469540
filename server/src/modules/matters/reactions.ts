/** Live notices about matters, to whoever sees the matter as it is now. */
import { type Queryable, sql } from '../../platform/db.ts';
import type { LiveEvent } from '../../platform/live.ts';
import type { Happened, Notice } from '../../platform/reactions.ts';

/** History that is told or imported after the fact moves nobody's screen. */
const FRESH_MS = 86_400_000;

type Row = {
  id: string;
  number: string;
  state: string;
  version: number;
  place: string;
  path: string;
  reporterId: string | null;
  units: string[];
};

async function matterRows(db: Queryable, county: string, ids: string[]): Promise<Map<string, Row>> {
  const rows = await db.rows<Row>(sql`
    SELECT m.matter_id AS id, m.number, m.state, m.version, m.place_id AS place, m.path, m.reporter_id AS "reporterId",
      ARRAY(SELECT a.unit_id FROM assignment a WHERE a.county_id = ${county} AND a.matter_id = m.matter_id) AS units
    FROM matter m WHERE m.county_id = ${county} AND m.matter_id = ANY(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** One notice per matter, named after the last thing that happened to it. */
export const matterNotices: Notice = {
  name: 'matters',
  async tell(tx, county, events, now): Promise<LiveEvent[]> {
    const last = new Map<string, Happened>();
    for (const happened of events) {
      if (happened.subject.kind === 'matter' && happened.event.at >= now - FRESH_MS)
        last.set(happened.subject.id, happened);
    }
    if (last.size === 0) return [];
    const rows = await matterRows(tx, county.id, [...last.keys()]);
    return [...last.values()].flatMap(({ subject, event }): LiveEvent[] => {
      const row = rows.get(subject.id);
      if (!row) return [];
      const { id, number, state, version, place, path, reporterId, units } = row;
      return [
        {
          name: 'matter',
          data: { id, number, state, version, place, kind: event.kind },
          facts: { id, path, units, reporterId },
        },
      ];
    });
  },
};
