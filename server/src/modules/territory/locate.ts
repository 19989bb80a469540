/** Many points at once: the grid each lies in, else its community, else what is above. */
import { fromGcj02, type Position } from '@huying/domain/territory';
import { ancestors, type CountyRuntime, type PlaceRow } from '../county/runtime.ts';

/** How the positions were measured and written. */
export type Frame = { gcj02?: boolean; swapped?: boolean };

export type PointFault = 'no_position' | 'not_a_number' | 'out_of_range' | 'coordinates_swapped' | 'outside_county';

export type Located = { place: PlaceRow; fault: null } | { place: null; fault: PointFault };

/** Longitude and latitude as they stand in a file or a request. */
export function locate(county: CountyRuntime, lon: unknown, lat: unknown, frame: Frame = {}): Located {
  if ((lon ?? '') === '' || (lat ?? '') === '') return { place: null, fault: 'no_position' };
  let at: Position = [Number(lon), Number(lat)];
  if (typeof lon === 'boolean' || typeof lat === 'boolean' || at.some((n) => !Number.isFinite(n)))
    return { place: null, fault: 'not_a_number' };
  if (frame.swapped) at = [at[1], at[0]];
  if (Math.abs(at[0]) > 180 || Math.abs(at[1]) > 90) {
    const turned = Math.abs(at[1]) <= 180 && Math.abs(at[0]) <= 90;
    return { place: null, fault: turned ? 'coordinates_swapped' : 'out_of_range' };
  }
  const place = placeAt(county, at, frame);
  if (place) return { place, fault: null };
  return { place: null, fault: placeAt(county, [at[1], at[0]], frame) ? 'coordinates_swapped' : 'outside_county' };
}

function placeAt(county: CountyRuntime, position: Position, { gcj02 }: Frame): PlaceRow | null {
  const [lon, lat] = gcj02 ? fromGcj02(position) : position;
  const id = county.placeIndex.at(lon, lat);
  return (id && county.places.get(id)) || null;
}

/** The place of a kind at or above one. */
export function placeAbove(county: CountyRuntime, place: PlaceRow, kind: string): PlaceRow | null {
  return ancestors(county, place).find((one) => one.kind === kind) ?? null;
}
