/** The secret part of an anonymous report's link: whoever has it may follow and judge this one matter. */
import type { Keys } from '../platform/keys.ts';

/** @returns 24 characters that stand in an address as they are */
export function followSecret({ keys }: { keys: Keys }, county: string, matter: string): string {
  return keys.mac(county, 'follow', matter).subarray(0, 18).toString('base64url');
}
