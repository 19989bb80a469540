/** The figures of the source texts, county by county, against what a started county counts from its own rows. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { figures } from '../server/src/figures.ts';
import { readCounty, readPack } from '../server/src/modules/county/index.ts';
import { DEMO_PASSWORD } from '../server/src/modules/demo/index.ts';
import { installCounty } from '../server/src/modules/installing/index.ts';
import { answerersOf } from '../server/src/modules/people/index.ts';
import { passwordFits } from '../server/src/modules/people/passwords.ts';
import { type Db, openDb, sql } from '../server/src/platform/db.ts';
import { keysFrom } from '../server/src/platform/keys.ts';
import { type TestDatabase, withDatabase } from '../server/test/harness.ts';

const NOW = Date.parse('2026-06-10T10:00:00+08:00');

/** Written down by hand from the texts, not read from the packs. "N and more" counts as N. */
const EXPECTED: Record<string, Record<string, number>> = {
  pingyin: {
    towns: 8,
    communities: 19,
    villages: 318,
    grids: 100,
    buildingHeads: 988,
    stairwayHeads: 2140,
    secondedCadres: 47,
    stationedOfficers: 16,
    linkedCadres: 120,
    fullTimeGridMembers: 200,
    reportingUnits: 117,
    reportingMembers: 3414,
    reportedPlaces: 19,
    items: 104,
    itemsTownResponsible: 3,
    gridBranches: 97,
    buildingGroups: 527,
    plaqueHouseholds: 8872,
    subdistricts: 2,
    griddedCommunities: 19,
    residentGrids: 100,
    gridMembers: 200,
    officerCommunities: 13,
  },
  jiyang: {
    communities: 16,
    grids: 247,
    residentGrids: 147,
    reservedGrids: 42,
    dedicatedGrids: 58,
    fullTimeGridMembers: 70,
    gridsBefore: 0,
    reportingUnits: 140,
    reportingMembers: 5200,
    reportedPlaces: 140,
    cameras: 398,
    gates: 30,
    faceTerminals: 9,
    fireLaneCameras: 1,
    ownBranches: 71,
    jointBranches: 23,
    gridsUnderJointBranches: 70,
    coveredGrids: 141,
    volunteerTeams: 140,
    gridBranches: 94,
  },
  shouguang: {
    communities: 42,
    compounds: 93,
    households: 8044,
    linkedUnits: 391,
    compoundBranches: 93,
    temporaryBranches: 30,
  },
  weidu: {
    communities: 89,
    grids: 539,
    gridsBefore: 620,
    firstSecretaries: 48,
    gridFirstSecretaries: 539,
    gridLeaders: 539,
    branchSecretaries: 539,
    gridBranches: 539,
    ownBranches: 539,
    jointBranches: 0,
    coveredGrids: 539,
  },
  huinan: {
    towns: 15,
    departments: 32,
    seatedResponders: 8,
    items: 80,
    cameras: 2123,
    stairwayCameras: 3101,
    highPoints: 77,
  },
  yiyuan: {
    grids: 267,
    gridsBefore: 204,
    gridMembers: 980,
    buildingHeads: 1764,
    stairwayHeads: 0,
    reportingMembers: 2933,
    secondedCadres: 67,
    socialWorkers: 18,
    partTimeRiders: 51,
    functionalBranches: 120,
    buildingGroups: 1057,
    restStations: 48,
    volunteerTeams: 130,
  },
  sishui: {
    towns: 13,
    communities: 12,
    villages: 391,
    grids: 758,
    compoundHeads: 96,
    buildingHeads: 1171,
    stairwayHeads: 2566,
    communityWorkers: 80,
    gradedWorkers: 80,
    womenGridMembers: 265,
    delegates: 898,
    stationedOfficers: 120,
    reportingUnits: 118,
    reportedPlaces: 12,
    compoundBranches: 101,
    stations: 101,
    buildingGroups: 671,
    partyCentreHouseholds: 1768,
    dutyTeams: 33,
    sendingDepartments: 5,
    enforcementOfficers: 120,
    errandTeams: 24,
    womenStations: 403,
  },
};

/** The list of the figures that every county answers, by hand: one taken from the code would lose a key with it. */
const KEYS = `
  towns communities villages grids residentGrids reservedGrids dedicatedGrids gridsBefore compounds compoundBranches
  gridBranches ownBranches jointBranches gridsUnderJointBranches coveredGrids functionalBranches temporaryBranches
  buildingGroups plaqueHouseholds partyCentreHouseholds buildingHeads stairwayHeads compoundHeads gridMembers
  fullTimeGridMembers womenGridMembers partTimeRiders secondedCadres firstSecretaries gridFirstSecretaries stationedOfficers
  linkedCadres communityWorkers reportingUnits reportingMembers delegates departments items itemsTownResponsible stations
  restStations volunteerTeams dutyTeams errandTeams cameras stairwayCameras highPoints gates faceTerminals`
  .trim()
  .split(/\s+/);

const quiet = { info: () => {}, warn: () => {} };
const keys = keysFrom(randomBytes(32));

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await withDatabase();
  db = openDb({ connectionString: database.url, max: 4 });
});
after(async () => {
  await db.end();
  await database.drop();
});

/** What every county counted, for the test over all of them. */
const all = new Map<string, Record<string, number>>();

for (const [id, expected] of Object.entries(EXPECTED))
  describe(id, () => {
    let counted: Record<string, number>;
    before(async () => {
      const pack = await readPack(id);
      await installCounty(db, keys, pack, { demo: true, now: NOW, log: quiet });
      counted = await figures(db, await readCounty(db, pack, NOW), NOW);
      all.set(id, counted);
    });

    test('counts what the texts say', () => {
      const found = Object.fromEntries(Object.keys(expected).map((key) => [key, counted[key]]));
      assert.deepEqual(found, expected);
    });

    test('counts what the pack promises', async () => {
      const { demo } = await readPack(id);
      for (const { id: figure, value } of demo.figures)
        if (figure in counted) assert.equal(counted[figure], value, figure);
    });

    test('opens to an account of every kind of post', async () => {
      const { demo } = await readPack(id);
      const rows = await db.rows<{ username: string; kind: string; hash: string }>(sql`
        SELECT a.username, o.kind, a.password_hash AS hash FROM account a
        JOIN term t ON t.county_id = a.county_id AND t.person_id = a.person_id
        JOIN post o ON o.county_id = t.county_id AND o.post_id = t.post_id
        WHERE a.county_id = ${id} AND a.demo`);
      const found = new Map(rows.map((row) => [`${row.username} ${row.kind}`, row.hash]));
      for (const { username, post } of demo.accounts.filter((one) => one.post !== null))
        assert.ok(found.has(`${username} ${post}`), `${username} holds no ${post}`);
      assert.ok(await passwordFits(rows[0]?.hash ?? null, DEMO_PASSWORD));
    });
  });

describe('all seven', () => {
  test('answer every figure of the list', () => {
    assert.deepEqual([...all.keys()], Object.keys(EXPECTED));
    for (const [id, counted] of all)
      for (const key of KEYS) assert.ok(Number.isInteger(counted[key]), `${id} does not answer ${key}`);
  });

  test('have every figure of the list somewhere: none is a zero that nobody counts', () => {
    const never = KEYS.filter((key) => ![...all.values()].some((counted) => (counted[key] ?? 0) > 0));
    assert.deepEqual(never, []);
  });
});

describe('who answers', () => {
  const chain = async (id: string, place: string) => {
    const county = await readCounty(db, await readPack(id), NOW);
    return answerersOf(db, keys, county, place, { now: NOW, toStaff: true });
  };
  const kinds = (rows: Awaited<ReturnType<typeof chain>>, level: string) =>
    rows.find(({ place }) => place.kind === level)?.posts.map(({ kind }) => kind) ?? [];

  test('in weidu: five tiers in town, three in a community with fields', async () => {
    const town = await chain('weidu', 'u00001');
    const five = ['stairway', 'building', 'compound', 'grid', 'community'].map((level) => kinds(town, level));
    const heads = ['stairway_head', 'building_head', 'compound_head', 'grid_leader', 'task_group_leader'];
    for (const [n, head] of heads.entries()) assert.ok(five[n]?.includes(head), head);
    const rural = await chain('weidu', 'g215');
    assert.ok(kinds(rural, 'community').includes('task_group_leader'));
    assert.ok(['group_grid_leader', 'centre_household'].every((kind) => kinds(rural, 'grid').includes(kind)));
    assert.ok(!kinds(rural, 'grid').includes('grid_leader') && !five.flat().includes('centre_household'));
  });

  test('in jiyang: each unit that reports in at a grid of its own, with those who answer there', async () => {
    const rows = await db.rows<{ place: string; n: number }>(sql`
      SELECT u.reports_to AS place, count(*)::int AS n FROM unit u
      JOIN place p ON p.county_id = u.county_id AND p.place_id = u.reports_to AND p.subkind = 'resident'
      WHERE u.county_id = 'jiyang' AND u.reporting_in GROUP BY u.reports_to`);
    assert.deepEqual([rows.length, Math.max(...rows.map(({ n }) => n))], [140, 1]);
    const grid = (await chain('jiyang', rows[0]?.place as string))[0];
    assert.equal(grid?.units.length, 1);
  });

  test('in sishui: every officer of a town is on the staff of one of five departments, and each town has some of each', async () => {
    const rows = await db.rows<{ town: string; units: number; officers: number }>(sql`
      SELECT o.place_id AS town, count(DISTINCT b.unit_id)::int AS units, count(DISTINCT t.person_id)::int AS officers
      FROM post o JOIN term t ON t.county_id = o.county_id AND t.post_id = o.post_id
      LEFT JOIN term s ON s.county_id = t.county_id AND s.person_id = t.person_id
      LEFT JOIN post b ON b.county_id = s.county_id AND b.post_id = s.post_id AND b.kind = 'sent_officer'
      WHERE o.county_id = 'sishui' AND o.kind = 'enforcement_officer' GROUP BY o.place_id`);
    assert.equal(rows.length, 13);
    assert.equal(
      rows.reduce((sum, { officers }) => sum + officers, 0),
      120,
    );
    assert.ok(
      rows.every(({ units }) => units === 5),
      JSON.stringify(rows),
    );
    assert.equal(rows.find(({ town }) => town === 't03')?.officers, 9, '9 in 泉林镇, as the text says');
  });
});
