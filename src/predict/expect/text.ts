import { UsageError } from '../../errors.ts';
import type { Expectation } from './expectation.ts';
import { quote } from './quote.ts';

/**
 * The answer's text contains `wanted`, or matches it where it is a regular expression between slashes: `/yes|no/i`.
 * @throws UsageError for a regular expression that is none, and for an empty text, which no answer could miss
 */
export function expectText(wanted: string): Expectation {
  if (wanted === '') {
    throw new UsageError('--expect is given no text', { hint: 'every answer contains an empty one' });
  }
  const pattern = readPattern(wanted);
  const expected = pattern ? `text that matches ${wanted}` : `text that contains ${quote(wanted)}`;
  return ({ text }) => {
    const isMet = pattern ? pattern.test(text) : text.includes(wanted);
    return isMet ? undefined : { flag: '--expect', expected, got: quote(text) };
  };
}

function readPattern(wanted: string): RegExp | undefined {
  const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(wanted) ?? [];
  if (source === undefined) return undefined;
  try {
    // Where the last match ended must not matter to the next answer.
    return new RegExp(source, flags.replace(/[gy]/g, ''));
  } catch (cause) {
    throw new UsageError(`--expect '${wanted}' is no regular expression`, {
      cause,
      hint: 'between slashes stands a JavaScript regular expression, behind them its flags: /yes|no/i; a text that begins with a slash is written as one: /\\/usr\\/bin/',
    });
  }
}
