/** The program's keys: sealing personal data, blind indexes, seals of the journal, secret links. Derived from one master key. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type Keys = {
  /** Encrypts (AES-256-GCM) with the county bound to the text. */
  seal(county: string, text: string): Buffer;
  open(county: string, sealed: Buffer): string;
  /** Equal for equal texts of one county, nothing else to be learnt from it. */
  blindIndex(county: string, text: string): Buffer;
  /** Keyed hash for a named use. */
  mac(county: string, use: string, content: string | Buffer): Buffer;
};

export function keysFrom(master: Buffer): Keys {
  const derived = new Map<string, Buffer>();
  const key = (county: string, use: string): Buffer => {
    const name = `${county}/${use}`;
    let found = derived.get(name);
    if (!found) {
      found = Buffer.from(hkdfSync('sha256', master, 'huying', name, 32));
      derived.set(name, found);
    }
    return found;
  };
  const mac = (county: string, use: string, content: string | Buffer) =>
    createHmac('sha256', key(county, use)).update(content).digest();
  return {
    seal(county, text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key(county, 'seal'), nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(county, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key(county, 'seal'), sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
    },
    blindIndex: (county, text) => mac(county, 'index', text),
    mac,
  };
}

/**
 * The master key: `HUYING_KEYS` (32 bytes, base64 or hex), or a file in the data folder that is made once.
 * @throws Error when the setting is not 32 bytes.
 */
export function loadKeys(setting: string | null, file: string): Keys {
  const text = setting ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : makeKey(file));
  const master = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (master.length !== 32) throw new Error('HUYING_KEYS must be 32 bytes, in base64 or hex');
  return keysFrom(master);
}

function makeKey(file: string): string {
  const text = randomBytes(32).toString('base64');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
  return text;
}

export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
