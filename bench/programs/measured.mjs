/**
 * Reads a stream twice, first to warm up, and prints how long the second time took.
 * @param {() => Promise<number>} read resolves to how many chunks it read
 */
export async function measured(read) {
  await read();
  const started = performance.now();
  const chunks = await read();
  console.log(JSON.stringify({ chunks, ms: performance.now() - started }));
}
