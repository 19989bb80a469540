/** A binary heap of nodes by distance; nodes are put again rather than moved. */
export class Heap {
  private readonly ids: number[] = [];
  private readonly keys: number[] = [];

  get size(): number {
    return this.ids.length;
  }

  push(id: number, key: number): void {
    let at = this.ids.length;
    this.ids.push(id);
    this.keys.push(key);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if ((this.keys[up] as number) <= key) break;
      this.move(up, at);
      at = up;
    }
    this.ids[at] = id;
    this.keys[at] = key;
  }

  pop(): { id: number; key: number } | null {
    if (this.ids.length === 0) return null;
    const top = { id: this.ids[0] as number, key: this.keys[0] as number };
    const id = this.ids.pop() as number;
    const key = this.keys.pop() as number;
    const size = this.ids.length;
    if (size > 0) {
      let at = 0;
      for (;;) {
        let down = 2 * at + 1;
        if (down >= size) break;
        if (down + 1 < size && (this.keys[down + 1] as number) < (this.keys[down] as number)) down += 1;
        if ((this.keys[down] as number) >= key) break;
        this.move(down, at);
        at = down;
      }
      this.ids[at] = id;
      this.keys[at] = key;
    }
    return top;
  }

  private move(from: number, to: number): void {
    this.ids[to] = this.ids[from] as number;
    this.keys[to] = this.keys[from] as number;
  }
}
