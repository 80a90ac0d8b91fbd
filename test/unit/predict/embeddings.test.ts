import { expect, it } from 'vitest';
import { joinEmbeddings } from '../../../src/predict/embeddings.ts';

const part = (vectors: readonly number[], tokens: number) => ({
  object: 'list',
  model: 'bge',
  data: vectors.map((value, index) => ({ object: 'embedding', index, embedding: [value] })),
  usage: { prompt_tokens: tokens, total_tokens: tokens },
});

it('joins answers: vectors numbered through, tokens added up, other fields kept', () => {
  expect(joinEmbeddings([part([1, 2], 5), part([3], 7)])).toEqual(part([1, 2, 3], 12));
});

it('keeps the order of vectors that come in another', () => {
  const turned = {
    ...part([], 1),
    data: [
      { index: 1, embedding: [2] },
      { index: 0, embedding: [1] },
    ],
  };
  expect(joinEmbeddings([part([0], 1), turned])).toMatchObject({
    data: [{ index: 0 }, { index: 2, embedding: [2] }, { index: 1, embedding: [1] }],
  });
});

it('does not make an answer of what is none', () => {
  const bodies = [part([1], 1), { predictions: [] }];
  expect(joinEmbeddings(bodies)).toBe(bodies);
});
