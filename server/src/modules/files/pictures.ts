/** Pictures as they come from phones: checked, turned upright, made smaller, and freed of all that tells where and by whom. */
import { Refusal } from '@huying/domain/kernel';
import sharp from 'sharp';

export type Prepared = { full: Buffer; thumb: Buffer; width: number; height: number };

const FULL = 2000;
const THUMB = 400;
/** A picture may be this many points when unpacked: some 50 million, more than phones make. */
const MOST_POINTS = 50_000_000;

sharp.concurrency(1);
sharp.cache(false);

type Format = 'jpeg' | 'png' | 'webp' | 'heif';

/** What the bytes say they are; the header of the request is only the sender's word. */
export function formatOf(bytes: Buffer): Format | null {
  if (bytes.length < 12) return null;
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  if (
    bytes.toString('latin1', 4, 8) === 'ftyp' &&
    /^(hei[cxms]|hev[cx]|mif1|msf1|avif)/.test(bytes.toString('latin1', 8, 12))
  ) {
    return 'heif';
  }
  return null;
}

/** Unpacking takes memory, so two at a time; the others wait. */
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    // The place goes on to the next in line, without a moment in which a newcomer could take it.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/**
 * JPEG of at most 2000 px and a small one of at most 400 px, without metadata.
 * @throws Refusal `media_unsupported` for what is no JPEG, PNG, WebP or HEIF we can read, `picture_broken`, `picture_too_large`.
 */
export function preparePicture(bytes: Buffer): Promise<Prepared> {
  const format = formatOf(bytes);
  if (!format) return Promise.reject(new Refusal('media_unsupported'));
  return inTurn(async () => {
    try {
      const source = sharp(bytes, { failOn: 'error', limitInputPixels: MOST_POINTS, sequentialRead: true, pages: 1 });
      const { data, info } = await source
        .rotate()
        .flatten({ background: '#ffffff' })
        .resize(FULL, FULL, { fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: 82, mozjpeg: false })
        .toBuffer({ resolveWithObject: true });
      const thumb = await sharp(data)
        .resize(THUMB, THUMB, { fit: 'inside', withoutEnlargement: true })
        .jpeg({ quality: 74 })
        .toBuffer();
      return { full: data, thumb, width: info.width, height: info.height };
    } catch (error) {
      if (/pixel limit/i.test((error as Error).message)) throw new Refusal('picture_too_large');
      // HEIC of phones needs a licensed decoder that is not shipped; faces turn such pictures into JPEG before.
      throw new Refusal(format === 'heif' ? 'media_unsupported' : 'picture_broken');
    }
  });
}
