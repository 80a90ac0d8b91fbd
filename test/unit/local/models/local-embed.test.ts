import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiFault } from '../../../../src/local/http/api-fault.ts';
import type { JsonObject } from '../../../../src/local/models/answer.ts';
import { fnv1a, hashedVector } from '../../../../src/local/models/feature-hash.ts';
import { answerEmbeddings } from '../../../../src/local/models/local-embed.ts';

interface Item {
  readonly object: string;
  readonly index: number;
  readonly embedding: readonly number[] | string;
}

function document(body: JsonObject): JsonObject & { readonly data: readonly Item[] } {
  const answer = answerEmbeddings(body);
  if (answer.kind !== 'document') throw new Error('a stream where a document was expected');
  return answer.body as JsonObject & { readonly data: readonly Item[] };
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

describe('feature hashing', () => {
  it('uses FNV-1a, whose test vectors are published', () => {
    expect([fnv1a(''), fnv1a('a'), fnv1a('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });

  it('gives every text a vector of unit norm', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.constantFrom(1, 2, 64, 1024),
        (text, size) => {
          const vector = hashedVector(text, size);
          expect(vector).toHaveLength(size);
          expect(dot(vector, vector)).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  it('puts a text at the same place on every platform', () => {
    const vector = hashedVector('Hello, world', 1024);
    const places = [...vector.entries()].filter(([, value]) => value !== 0);
    const part = Math.fround(1 / Math.sqrt(3));
    // Computed apart from this code, in Python.
    expect(places).toEqual([
      [156, part],
      [823, -part],
      [886, -part],
    ]);
  });

  it('puts texts that share words near each other, and others not', () => {
    const one = hashedVector('the quick brown fox', 1024);
    const near = hashedVector('a quick brown fox', 1024);
    const far = hashedVector('stock markets fell sharply', 1024);
    expect(dot(one, near)).toBeGreaterThan(0.5);
    expect(Math.abs(dot(one, far))).toBeLessThan(0.2);
  });

  it('looks past case, and at the order of words', () => {
    expect(hashedVector('Ada Lovelace', 64)).toEqual(hashedVector('ada lovelace', 64));
    expect(hashedVector('dog bites man', 1024)).not.toEqual(hashedVector('man bites dog', 1024));
  });
});

describe('local-embed', () => {
  it('answers one vector of 1,024 dimensions for each text, in order', () => {
    const answer = document({ input: ['one two', 'three'] });
    expect(answer).toMatchObject({
      object: 'list',
      model: 'local-embed',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    });
    expect(answer.data.map(({ object, index, embedding }) => [object, index, embedding.length])).toEqual([
      ['embedding', 0, 1024],
      ['embedding', 1, 1024],
    ]);
    expect(document({ input: 'three' }).data[0]?.embedding).toEqual(answer.data[1]?.embedding);
  });

  it('says the same in base64, as little-endian 32-bit floats', () => {
    const [plain] = document({ input: 'hello' }).data;
    const [packed] = document({ input: 'hello', encoding_format: 'base64' }).data;
    const bytes = Buffer.from(packed!.embedding as string, 'base64');
    const values = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
    expect(values).toEqual(plain!.embedding);
  });

  it('makes shorter vectors of unit norm', () => {
    const [item] = document({ input: 'hello world', dimensions: 16 }).data;
    const vector = Float32Array.from(item!.embedding as readonly number[]);
    expect(vector).toHaveLength(16);
    expect(dot(vector, vector)).toBeCloseTo(1, 5);
  });

  it.each([
    ['an empty text', { input: '' }, 'input: expected a text that is not empty'],
    ['an empty text in a list', { input: ['a', ''] }, 'input[1]: expected a text that is not empty'],
    ['an empty list', { input: [] }, 'input: expected at least one text'],
    ['tokens', { input: [1, 2] }, 'tokens as numbers are not supported'],
    ['lists of tokens', { input: [[1], [2]] }, 'tokens as numbers are not supported'],
    ['no input', { inputs: ['a'] }, 'input: '],
    ['more dimensions than there are', { input: 'a', dimensions: 1025 }, 'dimensions: '],
    ['another encoding', { input: 'a', encoding_format: 'hex' }, 'encoding_format: '],
    ['a stream', { input: 'a', stream: true }, 'embeddings can not be streamed'],
    ['a chat', { messages: [] }, "use 'local-echo' to chat"],
  ])('refuses %s', (_name, body, reason) => {
    let fault: unknown;
    try {
      document(body);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(ApiFault);
    expect(fault).toMatchObject({ status: 400, code: 'INVALID_PARAMETER_VALUE' });
    expect((fault as ApiFault).message).toContain(reason);
  });
});
