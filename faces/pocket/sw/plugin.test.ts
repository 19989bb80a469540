import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';
import { filesToKeep, workerSource } from './plugin.ts';

const source = readFileSync(new URL('./sw.ts', import.meta.url), 'utf8');
const files = new Map([
  ['index-abc.js', 'one'],
  ['maplibre-gl-def.js', 'large'],
  ['index.html', '<html>'],
]);

test('the map and the page itself are not among the files kept at first', () => {
  assert.deepEqual(filesToKeep([...files.keys()]), ['index-abc.js']);
});

test('another content makes another version; the same content the same', async () => {
  const changed = new Map(files).set('index-abc.js', 'two');
  assert.equal(
    await workerSource(source, '/a/', files),
    await workerSource(source, '/a/', new Map([...files].reverse())),
  );
  assert.notEqual(await workerSource(source, '/a/', files), await workerSource(source, '/a/', changed));
});

/** The worker in a room of its own, with a network that can be cut and caches that are maps. */
async function room() {
  const stores = new Map<string, Map<string, Response>>();
  const handlers = new Map<string, (event: unknown) => void>();
  const asked: string[] = [];
  const net = { up: true };
  const url = (request: Request | string) =>
    new URL(typeof request === 'string' ? request : request.url, 'http://h').href;
  const fetchIt = async (request: Request | string) => {
    if (!net.up) throw new TypeError('no network');
    asked.push(url(request));
    return new Response(`from network: ${new URL(url(request)).pathname}`);
  };
  const cacheOf = (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, store);
    return {
      add: async (request: Request) => void store.set(url(request), await fetchIt(request)),
      addAll: async (all: string[]) => {
        for (const one of all) store.set(url(one), await fetchIt(one));
      },
      match: async (request: Request) => store.get(url(request))?.clone(),
      put: async (request: Request, response: Response) => void store.set(url(request), response),
    };
  };
  class PlainRequest {
    url: string;
    constructor(address: string) {
      this.url = address;
    }
  }
  const self = {
    registration: { scope: 'http://h/here/pocket/' },
    location: { origin: 'http://h' },
    clients: { claim: async () => {} },
    skipWaiting: async () => {},
    addEventListener: (kind: string, act: (event: unknown) => void) => handlers.set(kind, act),
  };
  const caches = {
    open: async (name: string) => cacheOf(name),
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
    match: async (request: string, { cacheName }: { cacheName: string }) =>
      stores.get(cacheName)?.get(url(request))?.clone(),
  };
  const script = await workerSource(source, '/assets/pocket/', files);
  vm.runInNewContext(script, { self, caches, fetch: fetchIt, URL, Request: PlainRequest });
  return {
    net,
    asked,
    stores,
    async run(kind: 'install' | 'activate') {
      let work: Promise<unknown> = Promise.resolve();
      handlers.get(kind)?.({ waitUntil: (promise: Promise<unknown>) => (work = promise) });
      await work;
    },
    /** The worker's answer; null where it leaves the request to the browser. */
    async ask(address: string, mode: string, method = 'GET'): Promise<string | null> {
      let answer: Promise<Response> | null = null;
      const request = { url: `http://h${address}`, method, mode };
      handlers.get('fetch')?.({ request, respondWith: (promise: Promise<Response>) => (answer = promise) });
      return answer === null ? null : (await (answer as Promise<Response>)).text();
    },
  };
}

test('after one visit every address of the face opens without network, and files come from the cache', async () => {
  const r = await room();
  await r.run('install');
  await r.run('activate');
  r.net.up = false;
  assert.equal(await r.ask('/here/pocket/matter/1', 'navigate'), 'from network: /here/pocket/');
  assert.equal(await r.ask('/assets/pocket/index-abc.js', 'no-cors'), 'from network: /assets/pocket/index-abc.js');
  await assert.rejects(r.ask('/assets/pocket/maplibre-gl-def.js', 'no-cors') as Promise<unknown>);
});

test('the map is kept when it is first used', async () => {
  const r = await room();
  await r.run('install');
  await r.ask('/assets/pocket/maplibre-gl-def.js', 'no-cors');
  r.net.up = false;
  assert.match((await r.ask('/assets/pocket/maplibre-gl-def.js', 'no-cors')) ?? '', /maplibre/);
});

test('the API, acts and other faces are left to the browser', async () => {
  const r = await room();
  await r.run('install');
  assert.equal(await r.ask('/api/here/matters', 'cors'), null);
  assert.equal(await r.ask('/here/pocket/', 'navigate', 'POST'), null);
  assert.equal(await r.ask('/here/console/', 'navigate'), null);
  assert.equal(await r.ask('/there/pocket/', 'navigate'), null);
});

test("a new version clears this county's old one and nobody else's", async () => {
  const r = await room();
  r.stores.set('huying-pocket /here/pocket/ old', new Map());
  r.stores.set('huying-pocket /there/pocket/ old', new Map());
  await r.run('install');
  await r.run('activate');
  assert.deepEqual([...r.stores.keys()].map((name) => name.replace(/[0-9a-f]{16}$/, 'new')).sort(), [
    'huying-pocket /here/pocket/ new',
    'huying-pocket /there/pocket/ old',
  ]);
});
