/** Events from many sources, for one reader: what is pushed comes out in the order in which it was pushed. */
export class EventQueue<Event> implements AsyncIterable<Event> {
  #events: Event[] = [];
  #closed = false;
  #wake: (() => void) | undefined;

  push(event: Event): void {
    this.#events.push(event);
    this.#wake?.();
  }

  /** Ends the reading, once all that was pushed has been read. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    for (;;) {
      // Taken as a whole: shifting one by one would cost as much as there is still to come.
      const events = this.#events;
      this.#events = [];
      yield* events;
      if (this.#events.length > 0) continue;
      if (this.#closed) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
  }
}
