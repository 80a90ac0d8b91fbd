import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLines } from '../../../../src/predict/batch/lines.ts';

async function linesOf(chunks: readonly Uint8Array[]): Promise<readonly string[]> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const lines: string[] = [];
  for await (const some of readLines(bytes())) lines.push(...some);
  return lines;
}

it('finds the same lines however the bytes are cut', async () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => `x${text.replaceAll(/[\n\r]/g, '')}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(line),
      fc.boolean(),
      fc.array(fc.nat({ max: 40 })),
      async (lines, endsWithFeed, cuts) => {
        const bytes = Buffer.from(lines.join('\n') + (endsWithFeed ? '\n' : ''));
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const length of cuts) chunks.push(bytes.subarray(at, (at += length)));
        chunks.push(bytes.subarray(at));
        expect(await linesOf(chunks)).toEqual(lines);
      },
    ),
  );
});

it('leaves out empty lines and a byte order mark', async () => {
  expect(await linesOf([Buffer.from('\uFEFF{"a":1}\r\n\r\n  \n{"b":2}')])).toEqual(['{"a":1}\r', '{"b":2}']);
});
