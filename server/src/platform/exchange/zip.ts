/**
 * The zip that a workbook is. Whole files in memory, every size checked while unpacking: what an archive says of its own
 * sizes is not believed.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { Refusal } from '@huying/domain/kernel';

export type ZipLimits = {
  /** Parts an archive may have. */
  entries: number;
  /** Bytes one part may unpack to. */
  entryBytes: number;
  /** Bytes all parts that are read may unpack to together. */
  totalBytes: number;
};

export type Zip = {
  names: string[];
  /** The unpacked bytes of a part; null when there is none. @throws Refusal `workbook_broken`, `workbook_too_large` */
  read(name: string): Buffer | null;
};

type Entry = { method: number; flags: number; crc: number; packed: number; start: number };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_COMMENT = 65_535;
const ENCRYPTED = 1;

function broken(): Refusal {
  return new Refusal('workbook_broken');
}

function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 22 - LONGEST_COMMENT);
  for (let at = bytes.length - 22; at >= first; at -= 1) if (bytes.readUInt32LE(at) === END) return at;
  throw new Refusal('workbook_not_xlsx');
}

function readEntries(bytes: Buffer, limits: ZipLimits): Map<string, Entry> {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > limits.entries) throw new Refusal('workbook_too_large');
  const entries = new Map<string, Entry>();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n += 1) {
    if (bytes.readUInt32LE(at) !== CENTRAL) throw broken();
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    // A second part of a name would be read by some programs and not by others.
    if (entries.has(name)) throw broken();
    entries.set(name, {
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      start: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function unpack(bytes: Buffer, { start, packed, method, flags, crc }: Entry, most: number): Buffer {
  if (bytes.readUInt32LE(start) !== LOCAL || flags & ENCRYPTED) throw broken();
  const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
  if (from + packed > bytes.length) throw broken();
  const body = bytes.subarray(from, from + packed);
  if (method !== 0 && method !== 8) throw broken();
  if (method === 0 && packed > most) throw new Refusal('workbook_too_large');
  const out = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.max(most, 1) });
  if (crc32(out) !== crc) throw broken();
  return out;
}

/** @throws Refusal `workbook_not_xlsx` (no zip), `workbook_broken`, `workbook_too_large` */
export function openZip(bytes: Buffer, limits: ZipLimits): Zip {
  let total = 0;
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new Refusal('workbook_too_large');
      // Reads beyond the end and streams that cannot be unpacked.
      throw broken();
    }
  };
  if (bytes.length < 22 || bytes.readUInt16LE(0) !== 0x4b50) throw new Refusal('workbook_not_xlsx');
  const entries = guarded(() => readEntries(bytes, limits));
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (!entry) return null;
      const out = guarded(() => unpack(bytes, entry, Math.min(limits.entryBytes, limits.totalBytes - total)));
      total += out.length;
      return out;
    },
  };
}
