/** One flush at a time over all tabs of this browser. Signing in and out takes the same lock, so the session never changes under a flush. */
import { countyId } from '../../../shared/api/county.ts';

const NAME = `huying-pocket-${countyId}`;
let last: Promise<unknown> = Promise.resolve();

export function locked<T>(work: () => Promise<T>): Promise<T> {
  if (navigator.locks) return navigator.locks.request(NAME, work) as Promise<T>;
  // Older web views: in line within this page; between pages the idempotency keys keep repeats harmless.
  const mine = last.then(work, work);
  last = mine.catch(() => undefined);
  return mine;
}
