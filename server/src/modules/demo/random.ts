/** Chance that is always the same: numbers from a seed, so that a history told twice is one history. */
import { createHash } from 'node:crypto';

export type Random = {
  /** 0 up to, not including, 1. */
  next(): number;
  /** A whole number below `n`. */
  below(n: number): number;
  between(from: number, to: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A key by the weights of all, given as an object or, where keys may be digits alone, as pairs in their order. */
  weighted<K extends string>(weights: Readonly<Record<K, number>> | readonly (readonly [K, number])[]): K;
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[];
};

/** sfc32 seeded by a digest of the text. */
export function randomOf(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as [number, number, number, number];
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    between: (from, to) => from + next() * (to - from),
    chance: (share) => next() < share,
    pick(list) {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[below(list.length)] as (typeof list)[number];
    },
    weighted<K extends string>(weights: Readonly<Record<K, number>> | readonly (readonly [K, number])[]): K {
      const entries = (Array.isArray(weights) ? weights : Object.entries(weights)) as (readonly [K, number])[];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      return (entries.at(-1) as readonly [K, number])[0];
    },
    shuffled(list) {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i -= 1) {
        const j = below(i + 1);
        [copy[i], copy[j]] = [copy[j] as (typeof copy)[number], copy[i] as (typeof copy)[number]];
      }
      return copy;
    },
  };
}

/** A UUIDv7 of that instant whose other bits come from the seed and the name: the same id each time it is asked for. */
export function idAt(seed: string, name: string, instant: number): string {
  const bytes = createHash('sha256').update(`${seed}/${name}`).digest().subarray(0, 16);
  bytes.writeUIntBE(instant, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const text = bytes.toString('hex');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
