/**
 * Runs `work` over all items, at most `limit` at a time, and gives the results in the order of the items. After the
 * first failure no further item is begun, and that failure is thrown.
 */
export async function mapPooled<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const remaining = items.entries();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of remaining) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
