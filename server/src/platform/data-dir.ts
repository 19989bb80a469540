import { chmod, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes the data folder, and its parents where missing. Call it before putting anything there: started by root, the
 * database runs as another user who must be able to pass through the folder (not list it), hence 711; an ordinary
 * user keeps it to himself. A folder that is there already keeps its mode.
 */
export async function makeDataDir(dataDir: string): Promise<void> {
  const first = await mkdir(dataDir, { recursive: true });
  if (first === undefined) return;
  // Set by hand, as a tight umask would shut the parents made on the way.
  const passable = process.getuid?.() === 0 ? 0o711 : 0o700;
  for (let dir = dataDir; dir !== dirname(first); dir = dirname(dir)) await chmod(dir, passable);
}
