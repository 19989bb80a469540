/** Pictures from the camera, made small on the phone: no side above 1600 px, JPEG. The server re-encodes them anyway. */
const LONGEST = 1600;
const QUALITY = 0.82;
/** What the server takes at most; a picture the phone cannot decode goes as it is if it fits. */
const LARGEST = 12 * 1024 * 1024;

export class PictureError extends Error {}

/** The size that fits into LONGEST, never enlarged. */
export function fit(width: number, height: number, longest: number = LONGEST): [number, number] {
  const share = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
}

/** @throws PictureError where the phone can neither decode the file nor send it as it is. */
export async function shrink(file: Blob): Promise<Blob> {
  const source = await decode(file);
  if (!source) return asItIs(file);
  const [width, height] = fit(source.width, source.height);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(source.image, 0, 0, width, height);
  source.free();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  return blob ?? asItIs(file);
}

function asItIs(file: Blob): Blob {
  if (file.size > LARGEST || !/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type)) throw new PictureError();
  return file;
}

type Decoded = { image: CanvasImageSource; width: number; height: number; free: () => void };

async function decode(file: Blob): Promise<Decoded | null> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return { image: bitmap, width: bitmap.width, height: bitmap.height, free: () => bitmap.close() };
  } catch {
    return decodeByElement(file);
  }
}

/** Older phones: an image element knows formats and orientations that createImageBitmap does not. */
async function decodeByElement(file: Blob): Promise<Decoded | null> {
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return { image, width: image.naturalWidth, height: image.naturalHeight, free: () => URL.revokeObjectURL(url) };
  } catch {
    URL.revokeObjectURL(url);
    return null;
  }
}
