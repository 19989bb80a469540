/** Where the phone is, WGS84. Five decimals: about a metre, and no more than the place needs. */
export type Position = { point: [number, number]; accuracy: number };
export type PositionFailure = 'denied' | 'unavailable' | 'unsupported';

/** A quick rough answer is better than a long wait on a stairway: 12 s, an answer of the last minute will do. */
const WAIT: PositionOptions = { enableHighAccuracy: true, timeout: 12_000, maximumAge: 60_000 };

/**
 * @param fresh where it counts to be there now: an answer of a minute ago will not do
 * @throws PositionFailure as the rejected value.
 */
export function findPosition({ fresh = false } = {}): Promise<Position> {
  return new Promise((found, failed) => {
    if (!('geolocation' in navigator)) {
      failed('unsupported' satisfies PositionFailure);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        found({ point: [round(coords.longitude), round(coords.latitude)], accuracy: Math.round(coords.accuracy) }),
      (error) => failed((error.code === error.PERMISSION_DENIED ? 'denied' : 'unavailable') satisfies PositionFailure),
      fresh ? { ...WAIT, maximumAge: 0 } : WAIT,
    );
  });
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
