/** The place of a contact page's address, `/<county>/contact/<place>`; null for other pages. */
export function contactPlace(path: string): string | null {
  const place = /^\/[^/]+\/contact\/([^/]+)\/?$/.exec(path)?.[1];
  return place ? decodeURIComponent(place) : null;
}
