import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Calendar, deadline, type Limit } from '../../domain/src/clocks/index.ts';
import {
  checkPack,
  type DemoTerm,
  demoName,
  demoPhone,
  type GradeTable,
  housingOf,
  type Pack,
  type PlaceNode,
  reportingMembersOf,
  termsOf,
} from '../../domain/src/pack/index.ts';
import { type CoverageFault, checkCoverage } from '../../scripts/territory/check-coverage.ts';
import { readPack } from '../../server/src/modules/county/index.ts';

const folder = import.meta.dirname;
const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

const pack: Pack = { ...(await readPack('pingyin')), calendar: json('calendar.json') };
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(join(folder, '..', 'pack.schema.json'), 'utf8')),
);
const { nodes } = pack.territory;
const count = (fits: (node: PlaceNode) => boolean): number => nodes.filter(fits).length;

const TABLE: GradeTable = {
  id: 'workers',
  word: { zh: '三岗', en: 'Workers' },
  kinds: ['community_worker'],
  count: 18,
  posts: [{ id: 'head', word: { zh: '正职', en: 'Head' }, lowest: 7, highest: 18 }],
  entry: { grade: 1, yearsPerGrade: null },
  rise: {
    credits: 3,
    assessments: [{ code: 'good', word: { zh: '合格', en: 'Good' }, credits: 1 }],
    education: [],
    examinations: [],
  },
};

const spoilTable = (p: Pack, more: Partial<GradeTable>) => Object.assign(p.posts, { grades: [{ ...TABLE, ...more }] });

describe('shape and agreement', () => {
  test('the pack has the shape of the schema', () => {
    assert.equal(validate(pack), true, JSON.stringify(validate.errors?.slice(0, 5)));
  });

  const misshapen: [string, (p: Pack) => void][] = [
    ['a limit of no known unit', (p) => Object.assign(p.county.limits.accept, { unit: 'weeks' })],
    ['a limit of zero', (p) => Object.assign(p.items.items[0]!.conditions[0]!.limits.conclude, { n: 0 })],
    ['an id with a capital', (p) => Object.assign(p.territory.nodes[5]!, { id: 'S1' })],
    ['a field nobody knows', (p) => Object.assign(p.units.units[0]!, { colour: 'red' })],
    ['a missing county name', (p) => Object.assign(p.county, { name: undefined })],
    [
      'a day that is none',
      (p) => Object.assign(p.calendar, { days: [{ day: '2026-13-01', kind: 'holiday', name: 'x' }] }),
    ],
  ];
  for (const [name, spoil] of misshapen)
    test(`the schema refuses ${name}`, () => {
      const spoilt = structuredClone(pack);
      spoil(spoilt);
      assert.equal(validate(JSON.parse(JSON.stringify(spoilt))), false);
    });

  test('its files agree with each other', () => {
    assert.deepEqual(checkPack(pack), []);
  });

  const spoilt: [string, string, (p: Pack) => void][] = [
    ['items.json', 'unknown_unit', (p) => Object.assign(p.items.items[3]!, { lead: 'nobody' })],
    ['items.json', 'repeated', (p) => Object.assign(p.items.items[3]!, { id: p.items.items[2]!.id })],
    ['items.json', 'arrival_not_wanted', (p) => Object.assign(p.items.items[0]!.conditions[0]!, { arrival: false })],
    ['posts.json', 'unknown_permission', (p) => p.posts.posts[0]!.permissions.push('matter.burn' as 'matter.note')],
    ['posts.json', 'not_apart', (p) => p.posts.posts.at(-1)!.permissions.push('people.edit')],
    ['posts.json', 'twice', (p) => Object.assign(p.posts.posts[0]!, { alsoFilled: [p.posts.posts[0]!.filled] })],
    ['posts.json', 'unknown_post', (p) => Object.assign(p.posts, { grades: [{ ...TABLE, kinds: ['nobody'] }] })],
    ['posts.json', 'bad_grades', (p) => Object.assign(p.posts, { grades: [{ ...TABLE, count: 2 }] })],
    ['posts.json', 'bad_grades', (p) => spoilTable(p, { entry: { grade: 19, yearsPerGrade: 3 } })],
    ['posts.json', 'no_table', (p) => Object.assign(p.county.switches, { grades: true })],
    ['demo.json', 'nobody_beside', (p) => Object.assign(p.demo.posts[1]!, { heldBy: 'county_leader' })],
    ['units.json', 'unknown_place', (p) => Object.assign(p.units.units[0]!, { jurisdiction: 'zz' })],
    ['units.json', 'town_office', (p) => void p.units.units.splice(32, 1)],
    ['territory.json', 'unknown_place', (p) => Object.assign(p.territory.nodes[20]!, { parent: 'zz' })],
    ['territory.json', 'bad_code', (p) => Object.assign(p.territory.nodes[20]!, { code: '370199001018' })],
    [
      'territory.json',
      'gridded_wrong',
      (p) => Object.assign(p.territory.nodes.find((n) => n.gridded)!, { gridded: false }),
    ],
    ['shapes.geojson', 'no_shape', (p) => void p.shapes.features.pop()],
    ['county.json', 'ladder_not_upwards', (p) => void p.county.raiseLadder.reverse()],
    ['county.json', 'no_first_holder', (p) => void delete p.county.firstHolder.letter],
    ['calendar.json', 'bad_span', (p) => Object.assign(p.calendar.seasons[0]!.spans[0]!, { to: '15:00' })],
    ['story.json', 'unknown_item', (p) => Object.assign(p.story!.texts[0]!, { item: '9999' })],
    ['story.json', 'unknown_field', (p) => Object.assign(p.story!.texts[0]!, { text: '{nowhere} again' })],
    [
      'story.json',
      'no_text',
      (p) => Object.assign(p.story!, { texts: p.story!.texts.filter((t) => t.item !== '0101') }),
    ],
    [
      'story.json',
      'nowhere',
      (p) => Object.assign(p.territory, { nodes: nodes.filter((n) => n.subkind !== 'village') }),
    ],
    [
      'story.json',
      'nobody_there',
      (p) => Object.assign(p.demo, { posts: p.demo.posts.filter((one) => one.post !== 'centre_callback') }),
    ],
    ['story.json', 'not_whole', (p) => Object.assign(p.story!.matters.paths, { dispatched: 0.5 })],
    ['demo.json', 'over_capacity', (p) => Object.assign(p.demo.posts[0]!, { total: 101 })],
    ['demo.json', 'not_among_people', (p) => Object.assign(p.demo.accounts[1]!, { at: 'c' })],
    ['demo.json', 'real_phone', (p) => Object.assign(p.demo.accounts[0]!, { phone: '13800000000' })],
  ];
  for (const [file, code, spoil] of spoilt)
    test(`${code} is found in ${file}`, () => {
      const bad = structuredClone(pack);
      spoil(bad);
      const faults = checkPack(bad);
      const found = faults.find((fault) => fault.file === file && fault.code === code);
      assert.ok(found, JSON.stringify(faults));
      assert.ok(found.path && found.words.zh && found.words.en);
    });
});

describe('figures of the county', () => {
  test('places', () => {
    assert.equal(
      count((n) => n.kind === 'town'),
      8,
    );
    assert.equal(
      count((n) => n.subkind === 'subdistrict'),
      2,
    );
    assert.equal(
      count((n) => n.kind === 'community' && n.subkind === 'urban'),
      19,
    );
    assert.equal(
      count((n) => n.kind === 'community' && n.subkind === 'village'),
      318,
    );
    assert.equal(
      count((n) => n.kind === 'grid' && n.subkind === 'resident'),
      100,
    );
    assert.equal(
      count((n) => n.gridded === true),
      19,
    );
    const towns = new Set(nodes.filter((n) => n.gridded).map((n) => nodes.find((t) => t.id === n.parent)!.subkind));
    assert.deepEqual([...towns], ['subdistrict'], 'grids lie in the two subdistricts only');
  });

  test('names read as people say them', () => {
    for (const node of nodes) assert.doesNotMatch(node.name, /委员会|村村$|社区社区/);
    assert.ok(nodes.some((n) => n.name === '龙山社区第一网格' && n.code === '370124001010001'));
    assert.ok(nodes.some((n) => n.name === '焦柳沟村'));
  });

  test('104 items, the town answerable for 3, several conditions with limits of their own', () => {
    const { items } = pack.items;
    assert.equal(items.length, 104);
    assert.equal(items.filter((item) => item.lead === 'town').length, 3);
    const differing = items.filter(
      ({ conditions }) => new Set(conditions.map((c) => JSON.stringify(c.limits))).size > 1,
    );
    assert.ok(differing.length >= 20, String(differing.length));
    for (const name of ['无序养犬', '消防通道堵塞', '地下室大量养鸟养禽', '飞线充电', '听课送礼非法集资'])
      assert.ok(
        items.some((item) => item.name === name),
        name,
      );
  });

  test('117 reporting units with 3,414 members', () => {
    const members = reportingMembersOf(pack.demo, pack.units.units);
    assert.equal(members.length, 117);
    assert.equal(
      members.reduce((sum, one) => sum + one.members, 0),
      3414,
    );
    assert.ok(members.every((one) => one.members > 0));
  });

  test('people by post', () => {
    const housing = housingOf(pack.demo, nodes);
    assert.equal(housing.filter((n) => n.kind === 'building').length, 988);
    assert.equal(housing.filter((n) => n.kind === 'stairway').length, 2140);
    const all = [...nodes, ...housing];
    assert.equal(new Set(all.map((n) => n.id)).size, all.length, 'ids are unique');
    for (const n of housing)
      assert.ok(
        all.some((p) => p.id === n.parent),
        n.id,
      );
    const buildings = new Set(housing.filter((n) => n.kind === 'stairway').map((n) => n.parent));
    assert.equal(buildings.size, 988, 'every building has a stairway');

    const ground = { places: all, units: pack.units.units, items: pack.items };
    const terms: DemoTerm[] = pack.demo.posts.flatMap((line) => termsOf(line, ground));
    const holders = (...posts: string[]) => terms.filter((term) => posts.includes(term.post));
    assert.equal(holders('grid_leader').length, 100);
    assert.equal(holders('grid_member').length, 200);
    assert.equal(holders('building_head').length, 988);
    assert.equal(holders('stairway_head').length, 2140);
    assert.equal(holders('first_secretary', 'party_building_instructor').length, 47);
    assert.equal(new Set(holders('first_secretary').map((t) => t.at)).size, 19);
    assert.equal(holders('stationed_officer').length, 16);
    assert.equal(new Set(holders('stationed_officer').map((t) => t.at)).size, 13);
    assert.equal(holders('linked_cadre').length, 120);
    assert.equal(new Set(holders('linked_cadre').map((t) => t.at)).size, 100);
    const workers = new Set(holders('community_worker', 'community_secretary').map((t) => t.at));
    assert.equal(workers.size, 337, 'somebody answers in every community and village');
    const names = new Set(terms.map((_, n) => demoName(pack.demo, n)));
    assert.equal(names.size, Math.min(terms.length, pack.demo.names.surnames.length * pack.demo.names.given.length));
    assert.match(demoPhone(pack.demo, terms.length), /^100\d{8}$/);
  });

  test('every unit that is answerable has a responder, and the printed figures are the counted ones', () => {
    const ground = { places: nodes, units: pack.units.units, items: pack.items };
    const line = pack.demo.posts.find((one) => one.post === 'responder')!;
    const answering = new Set(termsOf(line, ground).map((term) => term.at));
    for (const { lead, assists } of pack.items.items)
      for (const unit of [lead, ...assists]) assert.ok(unit === 'town' || answering.has(unit), unit);
    assert.equal([...answering].filter((id) => id.startsWith('town-')).length, 8);
    const figure = Object.fromEntries(pack.demo.figures.map(({ id, value }) => [id, value]));
    assert.equal(
      figure.communities,
      count((n) => n.subkind === 'urban'),
    );
    assert.equal(
      figure.villages,
      count((n) => n.subkind === 'village'),
    );
    assert.equal(figure.items, pack.items.items.length);
    assert.equal(figure.topicsTakenUp, pack.story!.matters.takenUp);
  });

  test('every limit can be counted with the hours of the pack', () => {
    const { county, calendar, items } = pack;
    const counted: Calendar = { ...calendar, utcOffsetMinutes: county.utcOffsetMinutes, days: [] };
    const limits: Limit[] = [
      ...Object.values(county.limits),
      ...items.items.flatMap((item) => item.conditions.flatMap((condition) => Object.values(condition.limits))),
    ];
    const startedAt = Date.parse('2026-03-04T10:00:00+08:00');
    const input = { startedAt, extensions: [], pauses: [], yellowShare: county.yellowShare, endOfDay: county.endOfDay };
    for (const limit of limits) {
      const { dueAt, yellowAt, provisional } = deadline({ ...input, limit }, counted);
      assert.ok(startedAt < yellowAt && yellowAt <= dueAt && !provisional, JSON.stringify(limit));
    }
    const due = deadline({ ...input, limit: { n: 1, unit: 'working_day' } }, counted).dueAt;
    assert.equal(due, Date.parse('2026-03-05T17:30:00+08:00'));
  });

  test('a story of at least 2,000 matters, told in at least 150 texts of our own', () => {
    const total = Object.values(pack.story!.matters.channels).reduce((a, b) => a + b, 0);
    assert.ok(total >= 2000, String(total));
    assert.ok(pack.story!.texts.length >= 150, String(pack.story!.texts.length));
    const written = JSON.stringify(pack.story);
    assert.doesNotMatch(written, /1[3-9]\d{9}/, 'no phone number that could be real');
  });
});

describe('geometry', () => {
  test('towns tile the county, communities the towns, grids their communities: no gap, no overlap', () => {
    assert.deepEqual(checkCoverage(nodes, pack.shapes), []);
    const area = new Map(pack.shapes.features.map((f) => [f.id, squareDegrees(f.geometry.coordinates[0]!)]));
    for (const parent of nodes) {
      const children = nodes.filter((n) => n.parent === parent.id);
      if (!children.length) continue;
      const sum = children.reduce((total, n) => total + area.get(n.id)!, 0);
      assert.ok(Math.abs(sum / area.get(parent.id)! - 1) < 1e-9, parent.id);
    }
  });

  test('the county is of its size and in its place, and every shape says that it is made up', () => {
    const ring = pack.shapes.features.find((f) => f.id === 'c')!.geometry.coordinates[0]!;
    const km2 = squareDegrees(ring) * 111.32 * Math.cos((36.2 * Math.PI) / 180) * 110.97;
    assert.ok(km2 > 705 && km2 < 725, String(km2));
    const [lon, lat] = pack.county.center;
    assert.ok(ring.some((p) => p[0] < lon) && ring.some((p) => p[0] > lon));
    assert.ok(ring.some((p) => p[1] < lat) && ring.some((p) => p[1] > lat));
    assert.equal(pack.shapes.synthetic, true);
    assert.ok(pack.shapes.features.every((f) => f.properties.synthetic));
    assert.ok(readFileSync(join(folder, 'shapes.geojson')).length < 1.5e6);
  });

  const faults: [string, (p: Pack) => void][] = [
    ['gap', (p) => shift(p, 'g050', 0.0005)],
    ['sliver', (p) => shift(p, 'g050', 0.000001)],
    ['overlap', (p) => Object.assign(p.shapes.features.find((f) => f.id === 'g050')!.geometry, ringOf(p, 'g051'))],
    ['overlap', (p) => shift(p, 's200', 0.02)],
    ['self_crossing', (p) => twist(p, 's200')],
    ['clockwise', (p) => void p.shapes.features.find((f) => f.id === 's200')!.geometry.coordinates[0]!.reverse()],
    ['no_shape', (p) => void p.shapes.features.pop()],
  ];
  for (const [code, spoil] of faults)
    test(`the check finds ${code}`, () => {
      const bad = structuredClone(pack);
      spoil(bad);
      const found: CoverageFault[] = checkCoverage(bad.territory.nodes, bad.shapes);
      assert.ok(
        found.some((fault) => fault.code === code),
        JSON.stringify(found.slice(0, 5)),
      );
    });

  test('drawing it again gives the same bytes', () => {
    const copy = mkdtempSync(join(tmpdir(), 'pack-'));
    try {
      cpSync(join(folder, 'territory.source.json'), join(copy, 'territory.source.json'));
      execFileSync(process.execPath, [join(folder, '../../scripts/make-territory.ts'), copy]);
      for (const name of ['territory.json', 'shapes.geojson'])
        assert.ok(readFileSync(join(copy, name)).equals(readFileSync(join(folder, name))), name);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});

/** Two corners far apart change places: the border crosses itself. */
function twist(p: Pack, id: string): void {
  const ring = p.shapes.features.find((f) => f.id === id)!.geometry.coordinates[0]!;
  const [a, b] = [Math.floor(ring.length / 4), Math.floor(ring.length / 2)];
  [ring[a], ring[b]] = [ring[b]!, ring[a]!];
}

function squareDegrees(ring: readonly (readonly [number, number])[]): number {
  const [ox, oy] = ring[0]!;
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!;
    const [bx, by] = ring[i]!;
    sum += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
  }
  return sum / 2;
}

/** Moves one corner of one place, as a careless edit would. */
function shift(p: Pack, id: string, by: number): void {
  const ring = p.shapes.features.find((f) => f.id === id)!.geometry.coordinates[0]!;
  const at = Math.floor(ring.length / 2);
  ring[at] = [ring[at]![0] + by, ring[at]![1] + by];
}

function ringOf(p: Pack, id: string) {
  return { coordinates: structuredClone(p.shapes.features.find((f) => f.id === id)!.geometry.coordinates) };
}
