/** Every county pack: sound, seamless, drawn again byte for byte, and with somebody to sign in for each kind of post. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { housingOf, type Pack, type PlaceNode, termsOf } from '../domain/src/pack/index.ts';
import { checkCoverage } from '../scripts/territory/check-coverage.ts';
import { readPack } from '../server/src/modules/county/index.ts';

const ids = readdirSync(import.meta.dirname).filter((id) =>
  existsSync(join(import.meta.dirname, id, 'territory.source.json')),
);

/** What a reader may take for a real person's number. */
const REAL_PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/;

for (const id of ids)
  describe(id, async () => {
    const folder = join(import.meta.dirname, id);
    // Reading checks the schema and that the files agree.
    const pack: Pack = await readPack(id);
    const { nodes } = pack.territory;
    const standing = nodes.filter((node) => !node.until);

    test('tiles its county without gap or overlap, every shape marked as made up', () => {
      assert.deepEqual(checkCoverage(nodes, pack.shapes), []);
      assert.equal(pack.shapes.features.length, standing.length);
      assert.ok(pack.shapes.synthetic && pack.shapes.features.every((one) => one.properties.synthetic));
      assert.ok(statSync(join(folder, 'shapes.geojson')).size < 3e6);
    });

    test('is drawn again byte for byte', () => {
      const script = join(import.meta.dirname, '../scripts/make-territory.ts');
      execFileSync(process.execPath, [script, folder, '--check']);
    });

    test('lies where the county lies', () => {
      const ring = pack.shapes.features.find((one) => one.id === 'c')!.geometry.coordinates[0]!;
      const [lon, lat] = pack.county.center;
      assert.ok(Math.min(...ring.map((p) => p[0])) < lon && lon < Math.max(...ring.map((p) => p[0])));
      assert.ok(Math.min(...ring.map((p) => p[1])) < lat && lat < Math.max(...ring.map((p) => p[1])));
    });

    test('names read as people say them, and no two places of one parent are called alike', () => {
      for (const { name } of nodes) assert.doesNotMatch(name, /委员会|居委会|村委会|村村$|社区社区/);
      const siblings = standing.map((node) => `${node.parent} ${node.name}`);
      assert.equal(new Set(siblings).size, siblings.length);
    });

    test('puts somebody in charge of every community, and somebody to answer in every unit the list names', () => {
      const places = [...nodes, ...housingOf(pack.demo, nodes)];
      const ground = { places, units: pack.units.units, items: pack.items };
      const terms = pack.demo.posts.flatMap((line) => termsOf(line, ground));
      const at = (...posts: string[]) => new Set(terms.filter((one) => posts.includes(one.post)).map((one) => one.at));
      const led = at('community_secretary', 'community_worker');
      const communities = standing.filter((one: PlaceNode) => one.kind === 'community');
      assert.deepEqual(
        communities.filter((one) => !led.has(one.id)).map((one) => one.name),
        [],
      );
      const answering = at('responder');
      for (const { lead, assists } of pack.items.items)
        for (const unit of [lead, ...assists]) assert.ok(unit === 'town' || answering.has(unit), unit);
      assert.equal(new Set(places.map((one) => one.id)).size, places.length, 'ids are unique');
    });

    test('tells where its figures come from and holds no number that could be real', () => {
      assert.match(readFileSync(join(folder, 'SOURCES.md'), 'utf8'), /合成/);
      const { territory, shapes, ...written } = pack;
      assert.doesNotMatch(JSON.stringify(written), REAL_PHONE);
    });
  });
