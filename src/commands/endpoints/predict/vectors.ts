import type { Vector } from '../../../predict/vectors.ts';

/** For a terminal how many vectors of how many dimensions, and how each begins; for a pipe all of them as JSON. */
export function vectorsText(vectors: readonly Vector[], isTerminal: boolean): string {
  if (!isTerminal) return JSON.stringify(vectors);
  const dimensions = [...new Set(vectors.map((vector) => vector.length))].join(' and ');
  const noun = vectors.length === 1 ? 'vector' : 'vectors';
  return [`${vectors.length} ${noun} × ${dimensions} dimensions`, ...vectors.map(preview)].join('\n');
}

const preview = (vector: Vector): string => {
  const start = vector.slice(0, 4).map((value) => value.toFixed(4));
  return `[${start.join(', ')}${vector.length > start.length ? ', …' : ''}]`;
};
