declare module 'polylabel' {
  /** The middle of the widest circle in a polygon, and that circle's radius, both in the polygon's units. */
  export default function polylabel(
    polygon: [number, number][][],
    precision?: number,
  ): [number, number] & { distance: number };
}
