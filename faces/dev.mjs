/** One face with reloading while it is written: `node faces/dev.mjs console [port]`; the API is asked of a running program. */
import { createServer } from 'vite';
import { FACES, faceConfig } from './vite.config.mjs';

const [face = 'console', port = '5173'] = process.argv.slice(2);
if (!FACES.includes(face)) {
  console.error(`unknown face: ${face} (known: ${FACES.join(', ')})`);
  process.exit(1);
}
const county = process.env.HUYING_COUNTIES?.split(',')[0] ?? 'pingyin';
const program = process.env.HUYING_URL ?? `http://127.0.0.1:${process.env.PORT ?? 8080}`;
const page = face === 'public' ? `/${county}/` : `/${county}/${face}/`;

/** Any address of the face answers its page, as the program does. */
const pageOfFace = {
  name: 'huying:page',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      if (path.startsWith(`/${county}`) && !path.includes('.')) request.url = `/assets/${face}/index.html`;
      next();
    });
  },
};

const config = await faceConfig(face);
const server = await createServer({
  ...config,
  plugins: [pageOfFace, ...(config.plugins ?? [])],
  server: { ...config.server, host: '127.0.0.1', port: Number(port), proxy: { '/api': program } },
});
await server.listen();
console.log(`http://127.0.0.1:${port}${page}`);
