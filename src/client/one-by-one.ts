/**
 * The items of lists that arrive, one at a time. By hand: a generator would cost each item several turns of the microtask
 * queue, where one does. An empty list counts as the end: an arrival brings something.
 */
export function oneByOne<Item extends object>(
  arrivals: AsyncIterator<readonly Item[], void>,
): AsyncIterableIterator<Item, void> {
  type Result = IteratorResult<Item, void>;
  let arrival: readonly Item[] = [];
  let at = 0;
  let refilling: Promise<Result> | undefined;

  async function refill(): Promise<Result> {
    try {
      const next = await arrivals.next();
      const [first] = next.done === true ? [] : next.value;
      if (next.done === true || first === undefined) return { done: true, value: undefined };
      arrival = next.value;
      at = 1;
      return { done: false, value: first };
    } finally {
      refilling = undefined;
    }
  }

  const iterator: AsyncIterableIterator<Item, void> = {
    next: () => {
      // Whoever asks ahead gets the chunks in their order all the same.
      if (refilling) return refilling.then(() => iterator.next());
      const chunk = arrival[at++];
      if (chunk !== undefined) return Promise.resolve({ done: false, value: chunk });
      return (refilling = refill());
    },
    return: async () => {
      arrival = [];
      await arrivals.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
