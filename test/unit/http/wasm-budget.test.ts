import { describe, expect, it } from 'vitest';
import { deferWasmOptimization } from '../../../src/http/wasm-budget.ts';

describe('deferWasmOptimization', () => {
  it.each([
    ['20.18.1', true],
    ['20.20.2', true],
    ['22.23.3', false],
    ['24.21.0', false],
    ['200.0.0', false],
  ])('on Node %s: %s', (nodeVersion, expected) => {
    expect(deferWasmOptimization(nodeVersion)).toBe(expected);
  });
});
