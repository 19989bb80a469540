/** The face that boards are set in, unpacked once: PDF takes TrueType, the package brings woff2. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import wawoff2 from 'wawoff2';

export type BoardFonts = { regular: Buffer; bold: Buffer };

const folder = join(dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json')), 'files');

async function unpack(weight: number): Promise<Buffer> {
  const packed = await readFile(join(folder, `noto-sans-sc-chinese-simplified-${weight}-normal.woff2`));
  return Buffer.from(await wawoff2.decompress(packed));
}

let fonts: Promise<BoardFonts> | null = null;

export function boardFonts(): Promise<BoardFonts> {
  fonts ??= Promise.all([unpack(400), unpack(700)]).then(([regular, bold]) => ({ regular, bold }));
  fonts.catch(() => {
    fonts = null;
  });
  return fonts;
}
