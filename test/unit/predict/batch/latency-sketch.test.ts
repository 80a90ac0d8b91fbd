import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLatencySketch } from '../../../../src/predict/batch/latency-sketch.ts';

describe('the sketch of latencies', () => {
  it('knows nothing before the first', () => {
    expect(createLatencySketch().percentile(0.5)).toBeUndefined();
  });

  it('gives each percentile within 1 %', () => {
    const latencies = fc.array(fc.double({ min: 0.02, max: 600_000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const sketch = createLatencySketch();
        for (const value of values) sketch.add(value);
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
        expect(Math.abs(sketch.percentile(share)! / exact - 1)).toBeLessThan(0.0101);
        expect(sketch.count).toBe(values.length);
      }),
    );
  });

  it('takes what is out of its range for its ends', () => {
    const sketch = createLatencySketch();
    sketch.add(0);
    sketch.add(1e12);
    expect(sketch.percentile(0)).toBeCloseTo(0.01, 3);
    expect(sketch.percentile(1)! / 86_400_000).toBeCloseTo(1, 1);
  });
});
