/**
 * The parts of the zip that a workbook is. They are unpacked piece by piece from memory, never to a file, and every byte is
 * counted while it comes: what an archive says of its own sizes is not believed.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { Refusal } from '@huying/domain/kernel';
import { type Entry, fromBufferPromise } from 'yauzl';

const MOST_PARTS = 2000;
/** Bytes one part may unpack to. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Bytes that may be unpacked in all; a part that is read again counts again. */
const MOST_BYTES_IN_ALL = 384 * 1024 * 1024;

/** The text of a part by its name, in pieces; null when there is none. Reading throws as `openParts` does. */
export type Parts = (name: string) => AsyncGenerator<string> | null;

/** @throws Refusal `workbook_not_xlsx` (no zip), `workbook_broken`, `workbook_too_large` */
export async function openParts(bytes: Buffer): Promise<Parts> {
  const zip = await fromBufferPromise(bytes, { validateEntrySizes: false }).catch(() => {
    throw new Refusal('workbook_not_xlsx');
  });
  if (zip.entryCount > MOST_PARTS) throw new Refusal('workbook_too_large');
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch (error) {
    throw asRefusal(error);
  }
  // A second part of a name would be read by some programs and not by others.
  if (entries.size < zip.entryCount) throw new Refusal('workbook_broken');

  let inAll = 0;
  async function* read(entry: Entry): AsyncGenerator<string> {
    let size = 0;
    let sum = 0;
    let decoder: TextDecoder | null = null;
    try {
      for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        size += piece.length;
        inAll += piece.length;
        if (size > MOST_BYTES || inAll > MOST_BYTES_IN_ALL) throw new Refusal('workbook_too_large');
        sum = crc32(piece, sum);
        decoder ??= new TextDecoder(piece[0] === 0xff && piece[1] === 0xfe ? 'utf-16le' : 'utf-8');
        yield decoder.decode(piece, { stream: true });
        // A part that is not packed comes without any pause.
        await nextTurn();
      }
    } catch (error) {
      throw asRefusal(error);
    }
    if (sum !== entry.crc32) throw new Refusal('workbook_broken');
  }
  return (name) => {
    const entry = entries.get(name);
    return entry ? read(entry) : null;
  };
}

/** What a library finds wrong with a file is the file's fault. */
export function asRefusal(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal('workbook_broken');
}
