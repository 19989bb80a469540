/** Who may import whom (ARCHITECTURE.md, "Arrows"), as a function of two paths. */
import type { Import } from './source.ts';

/** Rooms of the domain that other rooms of it stand on. */
const GROUND = ['kernel', 'clocks'];

/** Libraries of pure computing that the domain may stand on: values in, values out. */
const PURE = ['earcut', 'flatbush', 'polyclip-ts', 'polylabel'];

/** Files of a module that other modules may import beside its index, and why. */
const OPEN_DOORS: Record<string, string> = {
  'server/src/modules/county/runtime.ts': 'the county in memory: every room is handed one',
};

/** Single arrows that the rules do not allow, and why they stand. */
const EXCEPTIONS: Record<string, string> = {
  'server/src/platform/http.ts -> server/src/access/actor.ts': 'the one door asks for the permission',
  'server/src/platform/live.ts -> server/src/access/actor.ts': 'a notice reaches only who may see its matter',
  'server/src/platform/live.ts -> server/src/access/sees.ts': 'the same',
  'faces/build.mjs -> server/src/platform/lock.mjs':
    'a lock on files, shared by the tools; nothing of it reaches a page',
};

function roomOf(path: string): { area: string; room: string } {
  const [top, src, room = '', sub = ''] = path.split('/');
  if (top === 'domain' && src === 'src') return { area: 'domain', room };
  if (top === 'server' && src === 'src')
    return room === 'modules' ? { area: 'module', room: sub } : { area: room, room };
  return { area: top ?? '', room: '' };
}

function wrongInDomain(room: string, to: string): string | null {
  const own = `domain/src/${room}/`;
  const ground = GROUND.filter((one) => one !== room && !(room === 'kernel')).map(
    (one) => `domain/src/${one}/index.ts`,
  );
  if (to.startsWith(own) || PURE.includes(to)) return null;
  if (room !== 'clocks' && room !== 'kernel' && ground.includes(to)) return null;
  return 'a room of the domain imports itself, the kernel, the clocks and pure libraries only';
}

function wrongFromModule(room: string, to: string, target: ReturnType<typeof roomOf>): string | null {
  if (['app.ts', 'main.ts', 'cli.ts', 'figures.ts', 'reactions.ts'].includes(target.area))
    return 'the composition is above the modules';
  if (target.area !== 'module' || target.room === room) return null;
  if (to === `server/src/modules/${target.room}/index.ts` || OPEN_DOORS[to]) return null;
  return 'a module is entered by its index';
}

function wrongFromGround(area: string, one: Import, target: ReturnType<typeof roomOf>): string | null {
  if (target.area === 'module') {
    return one.to === 'server/src/modules/county/runtime.ts' && one.typeOnly
      ? null
      : `${area} stands below the modules`;
  }
  if (area === 'platform' && target.area === 'access' && !one.typeOnly) return 'the platform stands below access';
  return null;
}

/** @returns why the import may not be, or null */
export function wrongArrow(one: Import): string | null {
  const { file, to } = one;
  if (EXCEPTIONS[`${file} -> ${to}`]) return null;
  const from = roomOf(file);
  const target = roomOf(to);
  if (from.area === 'domain') return wrongInDomain(from.room, to);
  if (
    to.startsWith('node:') ||
    !to.includes('/') ||
    (!to.startsWith('server') && !to.startsWith('faces') && !to.startsWith('domain'))
  ) {
    return from.area === 'faces' && to.startsWith('@huying/server')
      ? 'faces know the server by its interface only'
      : null;
  }
  if (from.area === 'faces') return target.area === 'faces' ? null : 'faces know the server by its interface only';
  if (target.area === 'faces') return 'the server does not know its faces';
  if (target.area === 'domain') return 'the domain is entered by @huying/domain/<room>';
  if (from.area === 'module') return wrongFromModule(from.room, to, target);
  if (from.area === 'platform' || from.area === 'access') return wrongFromGround(from.area, one, target);
  return null;
}
