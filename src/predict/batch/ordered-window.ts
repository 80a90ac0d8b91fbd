/** Brings what is done in any order back into the order of its indexes. Holds what waits for one before it. */
export class OrderedWindow<T> {
  readonly #sizeOf: (item: T) => number;
  readonly #held = new Map<number, T>();
  #next: number;
  #size = 0;

  /** @param first the index that comes first */
  constructor(first: number, sizeOf: (item: T) => number = () => 0) {
    this.#next = first;
    this.#sizeOf = sizeOf;
  }

  /** The index that everything waits for. */
  get next(): number {
    return this.#next;
  }

  /** How large what is held is, as `sizeOf` counts. */
  get size(): number {
    return this.#size;
  }

  /** Each index is put once, and none below `next`. */
  put(index: number, item: T): void {
    this.#held.set(index, item);
    this.#size += this.#sizeOf(item);
  }

  /** What is in turn, which is held no longer. */
  drain(): readonly T[] {
    const items: T[] = [];
    for (;;) {
      const item = this.#held.get(this.#next);
      if (item === undefined) return items;
      this.#held.delete(this.#next);
      this.#size -= this.#sizeOf(item);
      this.#next += 1;
      items.push(item);
    }
  }
}
