/** A body as it arrives: chunks are pushed in by the connection and pulled out by one reader. */
export class BodyQueue implements AsyncIterableIterator<Uint8Array> {
  /** Bytes held before the connection is told to pause. */
  static readonly highWaterMark = 64 * 1024;

  readonly #flow: { pause(): void; resume(): void; abandon(): void };
  #chunks: Uint8Array[] = [];
  #held = 0;
  #end: { readonly error?: Error } | undefined;
  #waiting: { resolve(result: IteratorResult<Uint8Array>): void; reject(error: Error): void } | undefined;

  /**
   * @param flow what the connection is asked to do: `pause` and `resume` sending chunks, and `abandon` the answer when
   *   the reader leaves before its end
   */
  constructor(flow: { pause(): void; resume(): void; abandon(): void }) {
    this.#flow = flow;
  }

  push(chunk: Uint8Array): void {
    if (this.#end) return;
    if (this.#waiting) {
      this.#waiting.resolve({ done: false, value: chunk });
      this.#waiting = undefined;
      return;
    }
    this.#chunks.push(chunk);
    this.#held += chunk.byteLength;
    if (this.#held >= BodyQueue.highWaterMark) this.#flow.pause();
  }

  /** Nothing more comes: because all has come, or because of `error`. What came before is still handed out. */
  end(error?: Error): void {
    if (this.#end) return;
    this.#end = error === undefined ? {} : { error };
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error !== undefined) waiting?.reject(error);
    else waiting?.resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      this.#held -= chunk.byteLength;
      if (this.#held === 0) this.#flow.resume();
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.#end) {
      const { error } = this.#end;
      // An error is told once; after it the body is over.
      this.#end = {};
      return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Uint8Array>> {
    this.#chunks = [];
    this.#held = 0;
    if (!this.#end) {
      this.end();
      this.#flow.abandon();
    }
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
