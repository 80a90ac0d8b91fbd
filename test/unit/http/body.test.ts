import { describe, expect, it } from 'vitest';
import { UnexpectedAnswerError } from '../../../src/errors.ts';
import { peekText, readBytes, readJson, readText } from '../../../src/http/body.ts';
import type { HttpResponse } from '../../../src/http/transport.ts';

function response(
  ...chunks: readonly (string | Uint8Array)[]
): HttpResponse & { readonly left: () => boolean } {
  let left = false;
  return {
    status: 200,
    headers: {},
    left: () => left,
    body: (async function* () {
      try {
        for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      } finally {
        left = true;
      }
    })(),
  };
}

describe('readText', () => {
  it('joins chunks that cut a character', async () => {
    const bytes = Buffer.from('Grüße 👋');
    for (let at = 0; at <= bytes.length; at++) {
      expect(await readText(response(bytes.subarray(0, at), bytes.subarray(at)))).toBe('Grüße 👋');
    }
  });

  it('stops at the limit, and lets go of the rest', async () => {
    const long = response('x'.repeat(10), 'x'.repeat(10));
    await expect(readText(long, { maxBytes: 15 })).rejects.toThrow('longer than 15 bytes');
    expect(long.left()).toBe(true);
    expect(await readBytes(response('x'.repeat(15)), { maxBytes: 15 })).toHaveLength(15);
  });
});

describe('readJson', () => {
  it.each([
    ['{"a":', '1}', { a: 1 }],
    ['\ufeff[1]', '', [1]],
    ['null', '', null],
    ['', ' \n', undefined],
  ])('reads %j%j', async (one, other, expected) => {
    expect(await readJson(response(one, other))).toEqual(expected);
  });

  it.each([
    ['{"name":"chat","config":{"served', true, 'broke off'],
    ['[{"a":1},', true, 'broke off'],
    ['{"a":{"b":1}', true, 'broke off'],
    ['{"a":"}]', true, 'broke off'],
    ['{"a":1,}', false, 'is not JSON'],
    ['not json', false, 'is not JSON'],
    ['<!doctype html><html>login</html>', false, 'is an HTML page'],
  ])('refuses %j', async (text, truncated, message) => {
    const error: unknown = await readJson(response(text)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnexpectedAnswerError);
    expect(error).toMatchObject({
      truncated,
      message: expect.stringContaining(message) as string,
      exitCode: 1,
    });
    expect((error as UnexpectedAnswerError).hint).toBeDefined();
  });
});

describe('readJson of a long answer', () => {
  it('sees that it broke off in the middle of a string of many megabytes', async () => {
    const text = `{"a":"\\"${'x'.repeat(20_000_000)}`;
    await expect(readJson(response(text))).rejects.toMatchObject({ truncated: true });
  });
});

describe('peekText', () => {
  it('gives the beginning, and the body from its beginning', async () => {
    const peeked = await peekText(response('abc', 'def', 'ghi'), 4);
    expect(peeked.text).toBe('abcd');
    expect(await readText(peeked.response)).toBe('abcdefghi');
  });

  it('lets go of a body that nobody reads on', async () => {
    const long = response('abc', 'def');
    const peeked = await peekText(long, 1);
    await peeked.response.body[Symbol.asyncIterator]().return?.();
    expect(long.left()).toBe(true);
  });
});
