/** Serves the built faces: their assets for ever, their pages by county, and the pocket page's worker in its county's scope. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Refusal } from '@huying/domain/kernel';
import { switchedOn } from '@huying/domain/pack';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CountyRuntime } from '../modules/county/runtime.ts';
import { countiesPage } from './counties-page.ts';
import { LANGUAGES, languageOf } from './words.ts';

const dist = fileURLToPath(new URL('../../../faces/dist/', import.meta.url));

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};

function fileIn(face: string, path: string): string {
  const file = normalize(join(dist, face, path));
  if (!file.startsWith(join(dist, face)) || !existsSync(file) || !statSync(file).isFile())
    throw new Refusal('not_found');
  return file;
}

const PACKED = new Set(['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.svg', '.txt', '.map']);

/** A file as it goes out, read and packed once per version. */
type Asset = { changed: number; plain: Buffer; packed: Buffer | null };
const assets = new Map<string, Asset>();

function assetOf(file: string): Asset {
  const changed = statSync(file).mtimeMs;
  const kept = assets.get(file);
  if (kept?.changed === changed) return kept;
  const plain = readFileSync(file);
  const packed = PACKED.has(extname(file)) && plain.length > 1000 ? gzipSync(plain) : null;
  const asset = { changed, plain, packed };
  assets.set(file, asset);
  return asset;
}

function send(request: FastifyRequest, reply: FastifyReply, file: string, cache: string) {
  const { plain, packed } = assetOf(file);
  reply.header('cache-control', cache).header('vary', 'accept-encoding');
  reply.type(TYPES[extname(file)] ?? 'application/octet-stream');
  if (!packed || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(plain);
  return reply.header('content-encoding', 'gzip').send(packed);
}

/** A page that says what to do where the faces have not been built. */
function page(request: FastifyRequest, reply: FastifyReply, face: string) {
  const file = join(dist, face, 'index.html');
  if (!existsSync(file)) throw new Refusal('face_not_built', { face });
  return send(request, reply, file, 'no-cache');
}

export function registerFaces(app: FastifyInstance, counties: ReadonlyMap<string, CountyRuntime>): void {
  const known = (params: unknown): string => {
    const { county } = params as { county: string };
    if (!counties.has(county)) throw new Refusal('not_found');
    return county;
  };

  app.get('/assets/:face/*', (request, reply) => {
    const { face, '*': path } = request.params as { face: string; '*': string };
    if (!/^[a-z]+$/.test(face)) throw new Refusal('not_found');
    // Everything under a/ has a hash in its name.
    const cache = path.startsWith('a/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    return send(request, reply, fileIn(face, path), cache);
  });

  // The wall's own face is not built yet; its address leads to the same figures at the desk.
  app.get('/:county/cockpit', (request, reply) => reply.redirect(`/${known(request.params)}/console/overview`, 302));

  for (const face of ['console', 'pocket'] as const) {
    if (face === 'pocket') {
      // In the county's own scope, so that two counties' pages are two things to install.
      for (const name of ['sw.js', 'manifest.webmanifest']) {
        app.get(`/:county/pocket/${name}`, (request, reply) => {
          known(request.params);
          return send(request, reply, fileIn('pocket', name), 'no-cache');
        });
      }
    }
    app.get(`/:county/${face}`, (request, reply) => reply.redirect(`/${known(request.params)}/${face}/`, 308));
    app.get(`/:county/${face}/*`, (request, reply) => {
      known(request.params);
      return page(request, reply, face);
    });
  }

  app.get('/:county', (request, reply) => reply.redirect(`/${known(request.params)}/`, 308));
  app.get('/:county/', (request, reply) => {
    const id = known(request.params);
    // A county without a public page is met by the phone's page.
    if (!switchedOn((counties.get(id) as CountyRuntime).pack, 'publicPage'))
      return reply.redirect(`/${id}/pocket/`, 302);
    return page(request, reply, 'public');
  });
  // The code on a building's board leads here (modules/boards): a county has it with or without its public page.
  app.get('/:county/contact/:place', (request, reply) => {
    known(request.params);
    return page(request, reply, 'public');
  });

  app.get('/', (request, reply) => {
    const [first] = counties.keys();
    if (first === undefined) return reply.callNotFound();
    if (counties.size === 1) return reply.redirect(`/${first}/`, 302);
    const { lang } = request.query as { lang?: unknown };
    const chosen = LANGUAGES.find((one) => one === lang);
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-language')
      .send(countiesPage(counties.values(), chosen ?? languageOf(request.headers['accept-language'])));
  });
}
