/**
 * A body that `derive` makes of `source`. A generator that is left before it has begun never reaches its `finally`; this
 * one lets go of its source then, too, so that the connection is free.
 */
export function derivedBody(
  source: AsyncIterable<Uint8Array>,
  derive: (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array, void>,
): AsyncIterableIterator<Uint8Array> {
  const derived = derive(source);
  let begun = false;
  return {
    next: () => {
      begun = true;
      return derived.next();
    },
    return: async () => {
      if (!begun) await source[Symbol.asyncIterator]().return?.();
      return derived.return();
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
