import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { withDatabase } from '../../test/harness.ts';
import { useExternal } from './external.ts';

const elsewhere = (url: string, change: (to: URL) => void): string => {
  const to = new URL(url);
  change(to);
  return to.href;
};

test("a PostgreSQL of one's own is used as it is", async () => {
  const mine = await withDatabase({ migrations: '/nonexistent' });
  const database = await useExternal(mine.url);
  assert.deepEqual([database.kind, database.pid, database.dataDir, database.url], ['external', null, null, mine.url]);
  await database.stop();
  await mine.drop();
});

test('what is wrong with it is said in words and without the password', async () => {
  const mine = await withDatabase({ migrations: '/nonexistent' });
  const silent = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as import('node:net').AddressInfo;
  const cases: [string, string, RegExp][] = [
    [
      'database_missing',
      elsewhere(mine.url, (to) => {
        to.pathname = '/not_there';
      }),
      /does not exist/,
    ],
    [
      'database_refused',
      elsewhere(mine.url, (to) => {
        to.username = 'stranger';
      }),
      /refuses this user/,
    ],
    ['database_unreachable', elsewhere(mine.url, (to) => to.searchParams.set('port', '1')), /no such socket/],
    ['database_unreachable', 'postgresql://u:hush-hush@127.0.0.1:1/x', /nobody answers/],
    ['database_unreachable', `postgresql://u:hush-hush@127.0.0.1:${port}/x`, /cannot connect/],
  ];
  for (const [code, url, message] of cases) {
    await assert.rejects(useExternal(url), (error: Error & { code: string }) => {
      assert.equal(error.code, code, error.message);
      assert.match(error.message, message);
      assert.ok(!error.message.includes('hush-hush'));
      return true;
    });
  }
  silent.close();
  await mine.drop();
});

test('a database in another encoding is refused', async () => {
  const mine = await withDatabase({ migrations: '/nonexistent' });
  const pg = (await import('pg')).default;
  const client = new pg.Client({ connectionString: mine.url });
  await client.connect();
  await client.query("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'");
  await assert.rejects(
    useExternal(
      elsewhere(mine.url, (to) => {
        to.pathname = '/latin';
      }),
    ),
    { code: 'database_encoding' },
  );
  await client.query('DROP DATABASE latin');
  await client.end();
  await mine.drop();
});
