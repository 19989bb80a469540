/** Which county this page belongs to: the first segment of its address. */
export const countyId = typeof location === 'undefined' ? '' : (location.pathname.split('/')[1] ?? '');

/** The county's API. */
export const apiBase = `/api/${countyId}`;

/** The address of a face of this county, e.g. `faceBase('console')` -> `/<county>/console`. The public page has none. */
export function faceBase(face: 'console' | 'pocket' | 'cockpit' | 'public'): string {
  return face === 'public' ? `/${countyId}` : `/${countyId}/${face}`;
}
