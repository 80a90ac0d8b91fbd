/**
 * Everything that an async iterable yields; `Array.fromAsync` came with Node 22.
 * @template T
 * @param {AsyncIterable<T>} items
 * @returns {Promise<T[]>}
 */
export async function all(items) {
  const found = [];
  for await (const item of items) found.push(item);
  return found;
}
