/** Personal data as it is shown unless somebody asks for it with a reason. */
import type { Keys } from '../../platform/keys.ts';

/** The first character, then a star: 张*. */
export function maskName(name: string | null): string | null {
  return name ? `${[...name][0]}*` : null;
}

/** The first four and the last three digits: 1380****000. */
export function maskPhone(phone: string | null): string | null {
  return phone ? `${phone.slice(0, 4)}****${phone.slice(-3)}` : null;
}

export function maskSealedPhone(keys: Keys, county: string, sealed: Buffer | null): string | null {
  return sealed ? maskPhone(keys.open(county, sealed)) : null;
}
