import fc from 'fast-check';
import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { InterruptedError } from '../../../src/errors.ts';
import { pipedLines } from '../../../src/terminal/piped-lines.ts';

async function linesOf(chunks: readonly (string | Uint8Array)[]): Promise<string[]> {
  const source = pipedLines(
    Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
    new AbortController().signal,
  );
  const lines: string[] = [];
  for (let next = await source.next('> '); next.kind === 'line'; next = await source.next('> '))
    lines.push(next.text);
  return lines;
}

it('gives each line, the last one without its newline too', async () => {
  expect(await linesOf(['a\r\n\nb'])).toEqual(['a', '', 'b']);
  expect(await linesOf(['a\n'])).toEqual(['a']);
  expect(await linesOf([])).toEqual([]);
});

it('gives the same lines however the bytes are divided', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 5 }), async (text, size) => {
      const bytes = Buffer.from(text);
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      expect(await linesOf(chunks)).toEqual(await linesOf([text]));
    }),
  );
});

it('gives a line as soon as it is whole', async () => {
  const pipe = new PassThrough();
  const source = pipedLines(pipe, new AbortController().signal);
  pipe.write('one\ntw');
  expect(await source.next('')).toEqual({ kind: 'line', text: 'one' });
  const second = source.next('');
  pipe.write('o\n');
  expect(await second).toEqual({ kind: 'line', text: 'two' });
});

it('rejects where the program is told to end while it waits', async () => {
  const controller = new AbortController();
  const source = pipedLines(new PassThrough(), controller.signal);
  const asked = source.next('');
  controller.abort(new InterruptedError('SIGINT'));
  await expect(asked).rejects.toBeInstanceOf(InterruptedError);
});
