import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { firstLoad } from './sizes.mjs';
import { facesPresent, here } from './vite.config.mjs';

for (const face of facesPresent()) {
  test(`${face}: the first load keeps to its limit, and the map is not in it`, () => {
    assert.ok(existsSync(join(here, 'dist', face, 'index.html')), 'built before (node faces/build.mjs)');
    const { first, limit, files } = firstLoad(face);
    assert.ok(files.length > 1, 'the entry and its words are found');
    assert.ok(first <= limit, `${first} of ${limit} bytes: ${JSON.stringify(files)}`);
    assert.ok(!files.some(({ file }) => /MapCanvas|maplibre/.test(file)));
  });

  test(`${face}: asks nothing of another host`, () => {
    const dir = join(here, 'dist', face, 'a');
    for (const file of readdirSync(dir).filter((name) => /\.(css|html)$/.test(name))) {
      assert.doesNotMatch(readFileSync(join(dir, file), 'utf8'), /url\((['"]?)(https?:)?\/\//, file);
    }
    assert.doesNotMatch(readFileSync(join(here, 'dist', face, 'index.html'), 'utf8'), /(src|href)="(https?:)?\/\//);
  });
}
