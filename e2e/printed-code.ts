/** Reads the code that is printed on a page of a PDF: its black squares are drawn anew and decoded as a phone would. */
import { inflateSync } from 'node:zlib';
import jsQR from 'jsqr';

type Square = { x: number; y: number; side: number };

/** Content streams of the PDF, unpacked. */
function streamsOf(pdf: Buffer): string[] {
  const found: string[] = [];
  for (let from = 0; ; ) {
    const start = pdf.indexOf('stream', from);
    if (start < 0) return found;
    const body = pdf.indexOf('\n', start) + 1;
    const end = pdf.indexOf('endstream', body);
    if (end < 0) return found;
    try {
      found.push(inflateSync(pdf.subarray(body, end)).toString('latin1'));
    } catch {
      // Fonts and pictures that are packed otherwise hold no squares.
    }
    from = end + 'endstream'.length;
  }
}

/** Squares of the size that is found most often on the page: the modules of the code. */
function squaresOf(content: string): Square[] {
  const all = [...content.matchAll(/(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re\b/g)]
    .map((found) => found.slice(1, 5).map(Number) as [number, number, number, number])
    .filter(([, , width, height]) => Math.abs(width - height) < 0.01)
    .map(([x, y, side]): Square => ({ x, y, side }));
  const bySide = [...Map.groupBy(all, ({ side }) => side.toFixed(2)).values()].sort((a, b) => b.length - a.length);
  return bySide[0] ?? [];
}

/** Points that a code is wide at most; the next one is farther away. */
const CODE_MOST = 110;
/** Pixels of a module, and modules of white around the code. */
const SCALE = 8;
const QUIET = 4;

/** What the first code of the PDF says; null where none can be read. */
export function printedCode(pdf: Buffer): string | null {
  for (const content of streamsOf(pdf)) {
    const all = squaresOf(content);
    if (all.length < 100) continue;
    const left = Math.min(...all.map(({ x }) => x));
    const top = Math.min(...all.map(({ y }) => y));
    // A sheet of cards has one on each.
    const squares = all.filter(({ x, y }) => x - left < CODE_MOST && y - top < CODE_MOST);
    // Modules are drawn a hair larger than their distance, which is what tells where each belongs.
    const gaps = [...new Set(squares.map(({ x }) => Number((x - left).toFixed(3))))].sort((a, b) => a - b);
    const cell = Math.min(...gaps.slice(1).map((x, i) => x - (gaps[i] as number)));
    const at = (offset: number) => Math.round(offset / cell);
    const modules = Math.max(...squares.flatMap(({ x, y }) => [at(x - left), at(y - top)])) + 1;
    const size = (modules + 2 * QUIET) * SCALE;
    const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
    for (const { x, y } of squares) {
      const [column, row] = [(at(x - left) + QUIET) * SCALE, (at(y - top) + QUIET) * SCALE];
      for (let dy = 0; dy < SCALE; dy += 1)
        for (let dx = 0; dx < SCALE; dx += 1)
          pixels.fill(0, ((row + dy) * size + column + dx) * 4, ((row + dy) * size + column + dx) * 4 + 3);
    }
    const read = (jsQR as unknown as typeof jsQR.default)(pixels, size, size);
    if (read) return read.data;
  }
  return null;
}
