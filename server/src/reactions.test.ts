import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { MORNING, openSmallHouse, type SmallHouse } from '../test/small-house.ts';
import type { Actor } from './access/actor.ts';
import { sweepTerms } from './modules/people/index.ts';
import { compareTallies } from './modules/results/index.ts';
import { at, sql } from './platform/db.ts';
import { appendAlone } from './platform/journal.ts';
import { drainAll } from './platform/outbox.ts';
import { type Happened, runEffects } from './platform/reactions.ts';
import { reactions } from './reactions.ts';

let house: SmallHouse;
let happened: Happened[];
before(async () => {
  house = await openSmallHouse();
  const { county } = house;
  const resident = await house.resident();
  const boss = await house.staff('grid_leader@g1', 'dispatcher@c');
  const unit = await house.staff('responder@u1');
  const id = await house.report(resident);
  await house.act(boss, id, 'accept', { item: 'i1' });
  await house.act(boss, id, 'dispatch', { lead: 'u1' });
  await house.act(unit, id, 'take_on', {}, 1);
  await house.act(unit, id, 'conclude', { outcome: 'resolved', words: '演示' }, 1);
  await house.db.rows(sql`
    INSERT INTO term (county_id, term_id, post_id, person_id, from_day, to_day)
    VALUES (${county.id}, ${randomUUID()}, 'grid_leader.g1', ${boss.person?.id}, '2026-01-01', '2026-06-12')`);
  assert.equal((await sweepTerms(house.services, county, MORNING)).reminded, 1);
  await house.db.tx((tx) =>
    appendAlone(tx, county.id, { kind: 'grade', id: unit.person?.id as string }, [
      { kind: 'grade.risen', by: { person: boss.person?.id ?? null, post: null }, at: MORNING },
    ]),
  );
  await endRoster(await house.staff('grid_member@g1'));
  await drainAll(house.services, county, reactions);
  const rows = await house.db.rows<Happened & { kind: string; id: string }>(sql`
    SELECT subject_kind AS kind, subject_id AS id, seq, event, hash FROM journal
    WHERE county_id = ${county.id} ORDER BY recorded_at, subject_id, seq`);
  happened = rows.map(({ kind, id: of, seq, event, hash }) => ({ subject: { kind, id: of }, seq, event, hash }));
  assert.ok(happened.some(({ event }) => event.kind === 'matter.finish'));
});
after(() => house.close());

/** A roster that ended with somebody still to come. */
async function endRoster({ person }: Actor): Promise<void> {
  const { county, db } = house;
  const [facility, roster, head] = [randomUUID(), randomUUID(), Buffer.alloc(32)];
  await db.rows(sql`
    INSERT INTO facility (county_id, facility_id, kind, name, place_id, lon, lat, hours, services, one_window, from_day, version, head)
    VALUES (${county.id}, ${facility}, 'kind', '演示中心', 'g1', 0, 0, '{}', '{}', false, '2026-01-01', 1, ${head})`);
  await db.rows(sql`
    INSERT INTO roster (county_id, roster_id, facility_id, rule, team_ids, from_day, to_day, state, made_at, version, head)
    VALUES (${county.id}, ${roster}, ${facility}, '{}', '{}', '2026-06-01', '2026-06-30', 'ended', ${at(MORNING)}, 1, ${head})`);
  const ended = {
    kind: 'roster.ended',
    by: { person: null, post: null },
    at: MORNING,
    duties: 1,
    people: [person?.id as string],
  };
  await db.tx((tx) => appendAlone(tx, county.id, { kind: 'roster', id: roster }, [ended]));
}

/** Everything reactions may touch, without times and ids that differ by nature. */
async function state(): Promise<string> {
  const { db, county } = house;
  const of = (table: string, columns: string) =>
    db.pool
      .query(`SELECT ${columns} FROM ${table} WHERE county_id = $1 ORDER BY 1, 2, 3`, [county.id])
      .then(({ rows }) => rows);
  return JSON.stringify([
    await of('tally', '*'),
    await of('tally_dirty', 'county_id, day, 1'),
    await of('matter_search', 'matter_id, grams::text, 1'),
    await of('search_dirty', 'county_id, matter_id, 1'),
    await of('message', 'person_id, template, matter_id'),
    await of('delivery', 'rule, subject_id, seq'),
    await of('effect_due', 'rule, subject_id, seq'),
  ]);
}

it('every registered reaction has a name of its own', () => {
  const { projections, effects, notices } = reactions;
  const names = [...projections, ...notices].map(({ name }) => name).concat(effects.map(({ rule }) => rule));
  assert.equal(new Set(names).size, names.length);
  assert.ok(projections.length > 0 && effects.length > 0 && notices.length > 0);
});

for (const projection of reactions.projections) {
  it(`projection ${projection.name}: the same events twice leave the same state`, async () => {
    const { db, county, services } = house;
    const before = await state();
    for (let i = 0; i < 2; i += 1) {
      await db.tx((tx) => projection.mark(tx, county, happened));
      await db.tx((tx) => projection.mark(tx, county, happened));
      await projection.rebuild(services, county);
      assert.equal(await state(), before);
    }
    assert.deepEqual(await compareTallies(db, county), []);
  });
}

for (const effect of reactions.effects) {
  it(`effect ${effect.rule}: the same events twice leave the same state`, async () => {
    const { db, county, services } = house;
    const handled = happened.filter((one) => effect.handles(one, MORNING));
    assert.ok(handled.length > 0, 'the events of the test do not reach it');
    const before = await state();
    for (const { subject, seq } of handled) {
      await db.rows(sql`
        INSERT INTO effect_due (county_id, rule, subject_kind, subject_id, seq, due_at)
        VALUES (${county.id}, ${effect.rule}, ${subject.kind}, ${subject.id}, ${seq}, '2000-01-01')`);
    }
    await runEffects(services, county, reactions);
    assert.equal(await state(), before);
  });
}

for (const notice of reactions.notices) {
  it(`notice ${notice.name}: tells the same again, writes nothing, and carries no words`, async () => {
    const { db, county } = house;
    const before = await state();
    const told = await db.tx((tx) => notice.tell(tx, county, happened, MORNING));
    assert.deepEqual(await db.tx((tx) => notice.tell(tx, county, happened, MORNING)), told);
    assert.ok(told.length > 0);
    assert.equal(await state(), before);
    assert.doesNotMatch(JSON.stringify(told), /演示|100\d{8}/);
  });
}
