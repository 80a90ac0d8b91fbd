/** Percentiles of any number of values in flat memory, each within 1 % of the true one (the idea of DDSketch). */
export interface LatencySketch {
  readonly count: number;
  add(ms: number): void;
  /**
   * The smallest value that `share` of all values do not exceed; undefined where there is none.
   * @param share from 0 to 1
   */
  percentile(share: number): number | undefined;
}

const accuracy = 0.01;
const growth = Math.log((1 + accuracy) / (1 - accuracy));
const smallestMs = 0.01;
/** Far longer than any call may take, in milliseconds. */
const largestMs = 86_400_000;
const bucketOf = (ms: number): number => Math.ceil(Math.log(ms / smallestMs) / growth);
const buckets = bucketOf(largestMs) + 1;

export function createLatencySketch(): LatencySketch {
  const counts = new Float64Array(buckets);
  let count = 0;
  return {
    get count() {
      return count;
    },
    add: (ms) => {
      const bucket = bucketOf(Math.min(Math.max(ms, smallestMs), largestMs));
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      count += 1;
    },
    percentile: (share) => {
      if (count === 0) return undefined;
      let left = Math.max(1, Math.ceil(share * count));
      const bucket = counts.findIndex((amount) => (left -= amount) <= 0);
      // The middle of the bucket, whose bounds are 2 % apart.
      return (smallestMs * Math.exp(bucket * growth) * 2) / (1 + Math.exp(growth));
    },
  };
}
