/**
 * A camera's picture made small enough for a phone's network: at most `longest` pixels a side, JPEG. What the browser cannot
 * read (some HEIC) is sent as it is; the server reads it.
 */
export async function shrinkPicture(file: Blob, longest = 1600): Promise<Blob> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, longest / Math.max(image.width, image.height));
    if (scale === 1 && file.type === 'image/jpeg' && file.size < 900_000) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.82));
    return made ?? file;
  } catch {
    return file;
  }
}
