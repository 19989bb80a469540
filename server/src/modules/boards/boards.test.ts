/** Boards and cards: what is on them, who may print them, and that nothing private is on them. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { openTestHouse, type Someone, type TestHouse } from '../../../test/open-house.ts';
import { readJob } from '../../platform/jobs.ts';
import { work } from '../../platform/worker.ts';
import { finishedFile } from './print-boards.ts';
import { buildingsAt, readBoard } from './read-board.ts';

let house: TestHouse;
let worker: Someone;
before(async () => {
  house = await openTestHouse({ demo: true });
  worker = await house.holder('community_worker', 's009');
});
after(() => house.close());

const services = () => house.house.services;
const county = () => house.county();

async function building(): Promise<string> {
  const [first] = await buildingsAt(services().db, county(), 's009');
  return first?.id as string;
}

async function sheet(query: string, as: Someone) {
  return house.ask('GET', `/boards/sheet.pdf?${query}`, { as });
}

describe('a board', () => {
  it('names the building’s heads and who answers above, vacancies too, and holds no number', async () => {
    const at = await building();
    const [place] = (await buildingsAt(services().db, county(), at)).filter((one) => one.id === at);
    const call = { county: county(), now: house.clock.now, language: 'zh-CN' as const, origin: 'https://example.test' };
    const board = await readBoard(services().db, services().keys, call, place as never);
    assert.equal(board.link, `https://example.test/${county().id}/contact/${at}`);
    const words = board.near.map((post) => post.word);
    assert.ok(words.includes('楼长') && words.includes('单元长'));
    assert.ok(board.above.some((post) => post.word === '网格长'));
    assert.ok(!/1\d{10}/.test(JSON.stringify({ ...board, link: '' })));
    const kind = county().postKinds.get('building_head');
    assert.ok(board.near[0]?.duty.includes(kind?.duties.everyday[0]?.zh as string));
    await services().db.pool.query('UPDATE term SET to_day = $3 WHERE county_id = $1 AND post_id = $2', [
      county().id,
      `building_head.${at}`,
      '2026-06-01',
    ]);
    const again = await readBoard(services().db, services().keys, call, place as never);
    assert.equal(again.near[0]?.vacant, true);
  });

  it('bears the address that is set, else the one it was asked at', async () => {
    const at = await building();
    const printed = async () => {
      const { body } = await house.ask('POST', '/boards', { as: worker, body: { place: at, format: 'board' } });
      return (await readJob(services().db, county().id, body.job)).input as { origin: string };
    };
    assert.equal((await printed()).origin, 'http://localhost:80');
    services().publicUrl = 'https://huying.example';
    try {
      assert.equal((await printed()).origin, 'https://huying.example');
    } finally {
      services().publicUrl = null;
    }
  });

  it('is printed for those who may, in their own places', async () => {
    const at = await building();
    for (const format of ['board', 'card']) {
      const pdf = await sheet(`place=${at}&format=${format}`, worker);
      assert.equal(pdf.status, 200, pdf.text.slice(0, 200));
      assert.equal(pdf.headers['content-type'], 'application/pdf');
      assert.ok(pdf.text.startsWith('%PDF-'));
    }
    assert.equal((await sheet(`place=${at}&format=board`, await house.holder('community_worker', 's002'))).status, 404);
    assert.equal((await sheet(`place=${at}&format=board`, await house.holder('grid_member', 'g001'))).status, 403);
    assert.equal((await sheet(`place=${at}&format=poster`, worker)).status, 400);
    assert.equal((await sheet('place=none&format=board', worker)).status, 404);
    assert.equal((await sheet('place=s009&format=board', worker)).body.code, 'no_buildings');
  });

  it('of all buildings of a community is long work, found again by whoever had it printed', async () => {
    const answer = await house.ask('POST', '/boards', { as: worker, body: { place: 's009', format: 'board' } });
    assert.equal(answer.status, 202, answer.text);
    const { job } = answer.body;
    assert.equal((await house.ask('GET', `/boards/${job}/boards.pdf`, { as: worker })).status, 404, 'not done yet');
    await work(services(), county().id, job, new AbortController().signal);
    const row = await readJob(services().db, county().id, job);
    assert.equal(row.state, 'done', JSON.stringify(row.result));
    const buildings = await buildingsAt(services().db, county(), 's009');
    assert.equal((row.result as { buildings: number }).buildings, buildings.length);
    assert.ok(finishedFile(services(), county().id, row).endsWith(`${job}.pdf`));
    const list = await house.ask('GET', '/boards', { as: worker });
    assert.deepEqual([list.body.rows[0].id, list.body.rows[0].state], [job, 'done']);
    const pdf = await house.ask('GET', `/boards/${job}/boards.pdf`, { as: worker });
    assert.equal(pdf.status, 200);
    const other = await house.holder('community_worker', 's009');
    assert.equal((await house.ask('GET', `/boards/${job}/boards.pdf`, { as: other })).status, 404);
    assert.deepEqual((await house.ask('GET', '/boards', { as: other })).body.rows, []);
    const village = [...county().places.values()].find((place) => place.kind === 'community' && !place.gridded);
    const none = { place: village?.id as string, format: 'card' };
    const secretary = await house.holder('community_worker', none.place);
    assert.equal((await house.ask('POST', '/boards', { as: secretary, body: none })).body.code, 'no_buildings');
  });
});

if (process.env.HUYING_SHOTS) {
  it('is kept to be looked at', async () => {
    const { printBoard } = await import('./print-boards.ts');
    const at = await building();
    const call = {
      county: county(),
      now: house.clock.now,
      language: 'zh-CN' as const,
      origin: 'https://huying.example',
    };
    mkdirSync(process.env.HUYING_SHOTS as string, { recursive: true });
    for (const format of ['board', 'card'] as const) {
      const pdf = await printBoard(services().db, services().keys, { ...call, format }, at);
      writeFileSync(`${process.env.HUYING_SHOTS}/${format}.pdf`, pdf);
    }
  });
}
