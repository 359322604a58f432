/** Gives back what it holds by the smallest number first. */
export class MinHeap<T> {
  private readonly items: { readonly rank: number; readonly value: T }[] = [];

  get smallest(): { readonly rank: number; readonly value: T } | undefined {
    return this.items[0];
  }

  push(rank: number, value: T): void {
    let hole = this.items.push({ rank, value }) - 1;
    for (let parent = (hole - 1) >> 1; hole > 0 && this.rank(parent) > rank; parent = (hole - 1) >> 1) {
      this.swap(hole, parent);
      hole = parent;
    }
  }

  pop(): T | undefined {
    const [top] = this.items;
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return top?.value;
    this.items[0] = last;
    for (let hole = 0; ; ) {
      const left = 2 * hole + 1;
      const child = this.rank(left + 1) < this.rank(left) ? left + 1 : left;
      if (this.rank(child) >= last.rank) return top?.value;
      this.swap(hole, child);
      hole = child;
    }
  }

  private rank(index: number): number {
    return this.items[index]?.rank ?? Infinity;
  }

  private swap(a: number, b: number): void {
    const [first, second] = [this.items[a], this.items[b]];
    if (first === undefined || second === undefined) return;
    this.items[a] = second;
    this.items[b] = first;
  }
}
