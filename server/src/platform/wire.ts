/** Shapes that every room uses on the wire. */
import Type, { type Static } from 'typebox';

export const Named = Type.Object({ id: Type.String(), name: Type.String() });
export type Named = Static<typeof Named>;

/** Longitude and latitude, WGS84 degrees. */
export const Point = Type.Tuple([
  Type.Number({ minimum: -180, maximum: 180 }),
  Type.Number({ minimum: -90, maximum: 90 }),
]);

/** A page of a list. `count` stops at `countCap`: then the list has more than that. */
export const pageOf = <T extends Type.TSchema>(row: T) =>
  Type.Object({
    rows: Type.Array(row),
    next: Type.Union([Type.String(), Type.Null()], { description: 'cursor of the next page' }),
    count: Type.Integer(),
    counted: Type.Boolean({ description: 'false: there are more than `count`' }),
  });

/** ISO 8601 with a fixed offset in minutes. */
export function iso(instant: number, offsetMinutes: number): string {
  const shifted = new Date(instant + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const abs = Math.abs(offsetMinutes);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${shifted}${sign}${two(Math.trunc(abs / 60))}:${two(abs % 60)}`;
}

export function isoOrNull(instant: number | null, offsetMinutes: number): string | null {
  return instant === null ? null : iso(instant, offsetMinutes);
}
