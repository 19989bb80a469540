/** Check-ins made without network: kept on the phone with their time, sent again under the same key. */
import { api, asProblem } from '../../../shared/api/client.ts';
import { forget, keep, kept } from '../store/kept.ts';

export type Pending = {
  person: string;
  duty: string;
  point: [number, number];
  accuracy: number;
  at: number;
  key: string;
};

const KEPT = 'duty-check-ins';
/** The server believes a phone's time for a day. */
const WITHIN_MS = 24 * 3_600_000;

export async function pendingCheckIns(): Promise<Pending[]> {
  return (await kept<Pending[]>(KEPT)) ?? [];
}

export async function keepCheckIn(one: Pending): Promise<void> {
  await keep(KEPT, [...(await pendingCheckIns()).filter((other) => other.duty !== one.duty), one]);
}

async function drop(duty: string): Promise<void> {
  const left = (await pendingCheckIns()).filter((one) => one.duty !== duty);
  if (left.length === 0) await forget(KEPT);
  else await keep(KEPT, left);
}

/** One at a time, here and in other windows of the phone. @returns how many were taken; refused ones are dropped */
export async function sendCheckIns(person: string, now = Date.now()): Promise<number> {
  const work = async (): Promise<number> => {
    let taken = 0;
    for (const one of await pendingCheckIns()) {
      // Whoever used this phone before sends theirs when they are back.
      if (one.person !== person) continue;
      if (now - one.at > WITHIN_MS) {
        await drop(one.duty);
        continue;
      }
      try {
        const { point, accuracy, at, key } = one;
        await api(`/duties/${one.duty}/check-in`, { body: { point, accuracy, at }, key });
        await drop(one.duty);
        taken += 1;
      } catch (error) {
        if (asProblem(error).passing) break;
        await drop(one.duty);
      }
    }
    return taken;
  };
  return navigator.locks ? navigator.locks.request('huying-duty-check-ins', work) : work();
}
