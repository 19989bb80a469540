/**
 * The pocket page's service worker: the page itself opens without network. It keeps the program (one version at a time),
 * never answers of the API: what a person saw is kept by the page, under that person, and wiped when they sign out.
 * Built by sw/plugin.ts, which fills in the version and the list of files.
 */
declare const __VERSION__: string;
declare const __FILES__: string[];

type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Extendable & { request: Request; respondWith(answer: Promise<Response>): void };
type Messaging = Event & { data: unknown };
type Scope = {
  registration: { scope: string };
  location: { origin: string };
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: string, act: (event: never) => void): void;
};
const scope = self as unknown as Scope;

const MINE = `huying-pocket ${new URL(scope.registration.scope).pathname} `;
const CACHE = MINE + __VERSION__;
const SHELL = scope.registration.scope;

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(SHELL, { cache: 'reload', credentials: 'same-origin' }));
  await cache.addAll(__FILES__);
}

/** Only this county's older versions: the other counties of this host have caches of their own. */
async function activate(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(MINE) && name !== CACHE).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** The kept page for every address of the face. A first visit that was never kept goes to the network. */
async function page(request: Request): Promise<Response> {
  const kept = await caches.match(SHELL, { cacheName: CACHE });
  return kept ?? fetch(request);
}

/** Files carry their hash in the name: once kept, for good. The map comes here when it is first used. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

scope.addEventListener('install', (event: Extendable) => event.waitUntil(install()));
scope.addEventListener('activate', (event: Extendable) => event.waitUntil(activate()));
scope.addEventListener('message', (event: Messaging) => {
  if (event.data === 'take-over') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event: Fetching) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.location.origin) return;
  if (request.mode === 'navigate' && url.href.startsWith(SHELL)) event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/pocket/')) event.respondWith(file(request));
});
