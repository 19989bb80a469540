/** How a face is built: one bundle per face, under /assets/<face>/. A face may add to it by its own vite.mjs. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));

/** In the order in which they are built. */
export const FACES = ['console', 'pocket', 'public', 'cockpit'];

export const facesPresent = () => FACES.filter((face) => existsSync(join(here, face, 'index.html')));

/** React Aria carries its few words in 34 languages; ours are two. */
const ourLanguagesOnly = {
  name: 'huying:our-languages-only',
  enforce: 'pre',
  load(id) {
    const found =
      /react-(?:aria|stately)[\w-]*\/dist\/(?:private\/)?(?:.*\/)?intl\/.*?([a-z]{2}-[A-Z]{2})\.(?:mjs|js)$/.exec(id);
    return found && !['en-US', 'zh-CN'].includes(found[1]) ? 'export default {};' : null;
  },
};

/** @param {string} face @returns {Promise<import('vite').InlineConfig>} */
export async function faceConfig(face) {
  // Loaded only when something is built.
  const [{ default: react }, { mergeConfig }] = await Promise.all([import('@vitejs/plugin-react'), import('vite')]);
  const own = join(here, face, 'vite.mjs');
  const base = {
    configFile: false,
    root: join(here, face),
    base: `/assets/${face}/`,
    logLevel: 'warn',
    plugins: [ourLanguagesOnly, react()],
    server: { fs: { allow: [join(here, '..')] } },
    build: {
      outDir: join(here, 'dist', face),
      // Everything under a/ carries a hash in its name and may be kept for ever.
      assetsDir: 'a',
      emptyOutDir: true,
      manifest: true,
      target: ['chrome100', 'safari16', 'firefox115'],
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
      // Nothing is inlined as data: the page's policy is "self only".
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
  };
  return existsSync(own) ? mergeConfig(base, (await import(pathToFileURL(own).href)).default) : base;
}
