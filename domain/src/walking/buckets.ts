/** Squares over the plane, for finding what lies near without looking at everything. */
export class Buckets {
  private readonly size: number;
  private readonly held = new Map<string, number[]>();

  constructor(size: number) {
    this.size = size;
  }

  private square(value: number): number {
    return Math.floor(value / this.size);
  }

  /** Puts `id` into every square its box touches. */
  add(id: number, x0: number, y0: number, x1 = x0, y1 = y0): void {
    for (let i = this.square(Math.min(x0, x1)); i <= this.square(Math.max(x0, x1)); i += 1) {
      for (let j = this.square(Math.min(y0, y1)); j <= this.square(Math.max(y0, y1)); j += 1) {
        const key = `${i} ${j}`;
        const list = this.held.get(key);
        if (list) list.push(id);
        else this.held.set(key, [id]);
      }
    }
  }

  /** Everything in the squares that lie within `reach` of a point; some may be farther, none is missed. */
  near(x: number, y: number, reach: number): Set<number> {
    const found = new Set<number>();
    for (let i = this.square(x - reach); i <= this.square(x + reach); i += 1) {
      for (let j = this.square(y - reach); j <= this.square(y + reach); j += 1) {
        for (const id of this.held.get(`${i} ${j}`) ?? []) found.add(id);
      }
    }
    return found;
  }
}
