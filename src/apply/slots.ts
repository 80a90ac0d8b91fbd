/** At most `size` holders at a time. Whoever has begun before goes before those who haven't, so that work gets finished. */
export class Slots {
  #free: number;
  readonly #begun: (() => void)[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  /** Resolves once there is a slot; give it back with `release`. */
  async acquire(hasBegun = false): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    await new Promise<void>((resolve) => (hasBegun ? this.#begun : this.#waiting).push(resolve));
  }

  release(): void {
    const next = this.#begun.shift() ?? this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
