import type { Block } from '../../../output/view.ts';
import type { Vector } from '../../../predict/vectors.ts';

/**
 * How each vector begins, and what of.
 * @param input as the request had it: a text, a list of texts, or tokens in place of texts
 */
export const vectorsTable = (vectors: readonly Vector[], input: unknown): Block => {
  // A list of numbers is one text in tokens.
  const isList = Array.isArray(input) && !input.every((item) => typeof item === 'number');
  const inputs: readonly unknown[] = isList ? input : [input];
  return {
    kind: 'table',
    header: ['INPUT', 'DIMENSIONS', 'VECTOR'],
    rows: vectors.map((vector, at) => [named(inputs[at], at), String(vector.length), preview(vector)]),
    empty: 'no vectors',
  };
};

/** What a text is cut to, in characters: the vector is to have its place on the line. */
const shown = 40;

function named(input: unknown, at: number): string {
  const text = typeof input === 'string' ? input : input === undefined ? `${at + 1}` : JSON.stringify(input);
  const characters = Array.from(text);
  return characters.length > shown ? `${characters.slice(0, shown - 1).join('')}…` : text;
}

const preview = (vector: Vector): string => {
  const start = vector.slice(0, 4).map((value) => value.toFixed(4));
  return `[${start.join(', ')}${vector.length > start.length ? ', …' : ''}]`;
};
