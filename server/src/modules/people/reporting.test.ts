import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setScene } from '../../../test/matrix/roles.ts';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';

/** 双报到: a unit reports to one grid or community, and stands there with those who answer. */
describe('units that report in', () => {
  let house: TestHouse;
  let organiser: Someone;
  let reader: Someone;
  let grid: string;

  before(async () => {
    house = await openTestHouse();
    ({ grid } = await setScene(house));
    organiser = await house.holder('party_organiser', 'c');
    reader = await house.holder('security_admin', 'c');
  });
  after(() => house.close());

  const list = async (query = '') => (await house.ask('GET', `/units/reporting${query}`, { as: reader })).body;
  const send = (unit: string, body: object, as = organiser) =>
    house.ask('POST', `/units/${unit}/reports-to`, { as, body });
  const here = async (): Promise<string[]> => {
    const { rows } = (await house.ask('GET', `/posts/answerers?place=${grid}`, { as: reader })).body;
    return rows
      .find((row: { place: { id: string } }) => row.place.id === grid)
      ?.units.map(({ id }: { id: string }) => id);
  };

  it('are listed with their members, those of a place alone', async () => {
    const all = await list();
    assert.equal(all.count, 117);
    assert.equal(all.rows[0].members, 0);
    await house.holder('reporting_member', all.rows[0].id);
    assert.equal((await list()).rows[0].members, 1);
    const place = all.rows[0].reportsTo.id;
    const there = await list(`?place=${place}`);
    assert.ok(there.count > 0 && there.count < all.count);
    assert.ok(there.rows.every((row: { reportsTo: { id: string } }) => row.reportsTo.id === place));
    assert.equal((await list('?open=true')).count, 0);
  });

  it('report elsewhere by command, and stand there with who answers, in public too', async () => {
    const [unit] = (await list()).rows;
    assert.deepEqual(await here(), []);
    assert.equal((await send(unit.id, { place: grid, version: unit.version })).status, 200);
    assert.deepEqual(await here(), [unit.id]);
    const contact = (await house.ask('GET', `/public/contact?place=${grid}`)).body;
    assert.deepEqual(contact.rows[0].units, [{ id: unit.id, name: unit.name }]);
    const stale = await send(unit.id, { place: null, version: unit.version });
    assert.equal(stale.body.code, 'stale_version');
  });

  it('report nowhere for a while: then whoever keeps a place finds them and takes them in', async () => {
    const [unit] = (await list()).rows;
    assert.equal((await send(unit.id, { place: null, version: unit.version })).status, 200);
    const community = house.county().places.get(grid)?.parent as string;
    const secretary = await house.holder('community_secretary', community);
    const open = (await house.ask('GET', '/units/reporting?open=true', { as: secretary })).body;
    assert.deepEqual(
      open.rows.map(({ id, abilities }: { id: string; abilities: string[] }) => [id, abilities]),
      [[unit.id, ['report_to']]],
    );
    assert.equal((await send(unit.id, { place: grid, version: open.rows[0].version }, secretary)).status, 200);
    assert.equal((await list('?open=true')).count, 0);
    const seen = (await house.ask('GET', '/units/reporting', { as: reader })).body.rows;
    assert.deepEqual(seen[0].abilities, [], 'a reader is offered nothing');
  });

  it('report to no town, to no place that is none, and only by whoever reaches both places', async () => {
    const [, unit] = (await list()).rows;
    const town = house.county().places.get(grid)?.path.split('.')[1] as string;
    for (const [place, code] of [
      [town, 'reports_elsewhere'],
      ['nowhere', 'place_unknown'],
    ])
      assert.equal((await send(unit.id, { place, version: unit.version })).body.fields[0].code, code);
    const community = house.county().places.get(grid)?.parent as string;
    const elsewhere = (await list()).rows.find(
      (row: { reportsTo: { id: string } }) => ![community, grid].includes(row.reportsTo.id),
    );
    const secretary = await house.holder('community_secretary', community);
    const refused = await send(elsewhere.id, { place: grid, version: elsewhere.version }, secretary);
    assert.equal(refused.body.code, 'not_found', 'what one may not see is not there');
    const own = (await list(`?place=${community}`)).rows[0];
    assert.equal(
      (await send(own.id, { place: own.reportsTo.id, version: own.version }, secretary)).body.code,
      'nothing_changed',
    );
  });
});
