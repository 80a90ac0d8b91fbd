import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Beyond this a larger young generation makes a batch no faster, in bytes (measured on Node 20 and 24). */
const enough = 16 * 1024 * 1024;

/**
 * Keeps V8's young generation from growing further once it is large enough. V8 lets it grow with every row that outlives a
 * collection, to 32 MB on Node 20 and several times that on Node 24: a long run would then take a third more memory than
 * a short one, or twice as much, for the same work.
 * @param nodeVersion such as `20.20.2`; V8's flags are not stable, so that other majors are left alone
 * @returns what to call now and then
 */
export function holdYoungGeneration(nodeVersion: string): () => void {
  let isDone = !/^(?:20|22|24)\./.test(nodeVersion);
  return () => {
    if (isDone) return;
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    if ((young?.space_size ?? 0) < enough) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    isDone = true;
  };
}
