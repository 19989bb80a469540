/**
 * Brings a county into the database from its pack: idempotent, journaled, in one transaction. A pack that changed adds
 * what is new and makes new versions of calendar and list; what it no longer names stays and is warned about.
 */
import { createHash } from 'node:crypto';
import { canonical } from '@huying/domain/kernel';
import { housingOf, type Pack } from '@huying/domain/pack';
import { at, type Db, sql, type Tx } from '../../platform/db.ts';
import { appendAlone } from '../../platform/journal.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Log } from '../../platform/log.ts';
import {
  dutiesOf,
  installCalendar,
  installDuties,
  installItems,
  installPlaces,
  installPosts,
  installUnits,
} from '../county/index.ts';
import { DEMO_PAST_DAYS, installDemoPeople } from '../demo/index.ts';
import { installDevices } from '../devices/index.ts';
import { installDemoFacilities } from '../facilities/index.ts';
import { installDemoGrades } from '../grades/index.ts';
import { installDemoParty } from '../party/index.ts';
import { layOut } from './lay-out.ts';

export type InstallOptions = { demo: boolean; now: number; log: Pick<Log, 'info' | 'warn'> };

/** `fresh`: the county was not there before; `changed`: something was brought in. */
export type Installed = { fresh: boolean; changed: boolean };

const DAY = 86_400_000;

/** What a pack said, part by part, so that a change of one part does not touch what was made of another. */
type Mark = { all: string; calendar: string; items: string; duties: string };

function digest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url');
}

function markOf(pack: Pack): Mark {
  return {
    all: digest(pack),
    calendar: digest(pack.calendar),
    items: digest(pack.items),
    duties: digest(dutiesOf(pack)),
  };
}

function readMark(text: string): Mark {
  const [all = '', calendar = '', items = '', duties = ''] = text.split('.');
  return { all, calendar, items, duties };
}

/**
 * Installs or updates one county. Demo places and people come only into a county that is new, so that a county at work
 * never gets accounts with a known password.
 */
export async function installCounty(db: Db, keys: Keys, pack: Pack, options: InstallOptions): Promise<Installed> {
  const { demo, now, log } = options;
  const county = pack.county.id;
  const mark = markOf(pack);
  const installed = await db.tx(async (tx): Promise<Installed> => {
    await tx.rows(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`install/${county}`}, 0))`);
    const row = await tx.row<{ pack_digest: string }>(sql`SELECT pack_digest FROM county WHERE county_id = ${county}`);
    if (row?.pack_digest === Object.values(mark).join('.')) return { fresh: false, changed: false };
    const fresh = row === null;
    const before = row ? readMark(row.pack_digest) : null;
    await writeCounty(tx, county, mark, now);
    const withDemo = fresh && demo;
    const housing = withDemo ? housingOf(pack.demo, pack.territory.nodes) : [];
    const fromDay = localDay(now - (withDemo ? DEMO_PAST_DAYS * DAY : 0), pack.county.utcOffsetMinutes);
    const nodes = [...pack.territory.nodes, ...housing];
    const points = withDemo ? layOut(pack, nodes) : new Map();
    const warnings = [
      ...(await installPlaces(tx, pack, nodes, { fromDay, now, points })),
      ...(await installUnits(tx, pack, now)),
    ];
    await installPosts(tx, pack, now);
    if (before?.calendar !== mark.calendar) await installCalendar(tx, pack, now);
    if (before?.items !== mark.items) await installItems(tx, pack, now);
    if (before?.duties !== mark.duties) await installDuties(tx, pack, fromDay, now);
    if (withDemo) await installDemoPeople(tx, keys, pack, nodes, { now, fromDay });
    // Party and facilities look people up among thousands that have just come, which took a minute while the planner thought there were none.
    if (withDemo) await tx.rows(sql`ANALYZE place, post, term, account`);
    if (withDemo) await installDemoParty(tx, keys, pack, nodes, { now, fromDay });
    if (withDemo) await installDemoGrades(tx, pack, { now });
    if (withDemo) await installDevices(tx, pack, nodes, { now, fromDay });
    if (withDemo) {
      const today = localDay(now, pack.county.utcOffsetMinutes);
      await installDemoFacilities(tx, pack, nodes, { now, today, fromDay });
    }
    await appendAlone(tx, county, { kind: 'county', id: county }, [
      {
        kind: fresh ? 'county.installed' : 'county.changed',
        by: { person: null, post: null },
        at: now,
        pack: mark.all,
      },
    ]);
    for (const warning of warnings) log.warn({ county }, warning);
    log.info({ county, fresh, demo: withDemo }, '已装入 · county brought in from its pack');
    return { fresh, changed: true };
  });
  // The planner knows nothing yet of thousands of rows that came at once; until it does, lists take a thousand times longer.
  if (installed.changed)
    await db.rows(
      sql`ANALYZE place, place_shape, unit, post, person, term, item, journal, device, party_org, party_cover, party_member, facility, duty`,
    );
  return installed;
}

async function writeCounty(tx: Tx, county: string, mark: Mark, now: number): Promise<void> {
  await tx.rows(sql`
    INSERT INTO county (county_id, pack_digest, loaded_at) VALUES (${county}, ${Object.values(mark).join('.')}, ${at(now)})
    ON CONFLICT (county_id) DO UPDATE SET pack_digest = excluded.pack_digest, loaded_at = excluded.loaded_at`);
}

function localDay(instant: number, offsetMinutes: number): string {
  return new Date(instant + offsetMinutes * 60_000).toISOString().slice(0, 10);
}
