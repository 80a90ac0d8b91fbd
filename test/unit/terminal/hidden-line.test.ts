import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HiddenLine } from '../../../src/terminal/hidden-line.ts';

const type = (...pieces: readonly string[]): readonly [state: string, value: string] => {
  const line = new HiddenLine();
  let state = 'more';
  for (const piece of pieces) state = line.feed(piece);
  return [state, line.value];
};

describe('a line that nobody sees', () => {
  it.each([
    ['is what was typed', ['s3', 'cret', '\r'], ['entered', 's3cret']],
    ['ends at a newline too', ['a\n'], ['entered', 'a']],
    ['loses a character to backspace', ['ab\x7fc\r'], ['entered', 'ac']],
    ['loses a whole emoji to backspace', ['a😀\x7f\r'], ['entered', 'a']],
    ['is emptied by Ctrl-U', ['wrong\x15right\r'], ['entered', 'right']],
    ['has no arrow keys in it', ['a\x1b[Db\x1bOAc\r'], ['entered', 'abc']],
    ['ignores a key that is split over pieces', ['a\x1b', '[', 'Db\r'], ['entered', 'ab']],
    ['stops at Ctrl-C', ['abc\x03'], ['interrupted', 'abc']],
    ['ends at Ctrl-D where it is empty', ['\x04'], ['ended', '']],
    ['is entered by Ctrl-D where it is not', ['abc\x04'], ['entered', 'abc']],
    ['drops other control characters', ['a\x01\x0bb\r'], ['entered', 'ab']],
  ] as const)('%s', (_case, pieces, expected) => {
    expect(type(...pieces)).toEqual(expected);
  });

  it('takes a paste as it is, with its newlines, and drops the last one', () => {
    const key = '-----BEGIN KEY-----\rabc\r-----END KEY-----\r';
    expect(type(`\x1b[200~${key}\x1b[201~`, '\r')).toEqual([
      'entered',
      '-----BEGIN KEY-----\nabc\n-----END KEY-----',
    ]);
  });

  it('gives the same value wherever the terminal splits what it sends', () => {
    const sent = 'a\x1b[200~p\rq\x1b[201~b\x7fc\x1b[Ad\r';
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: sent.length - 1 })), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), sent.length];
        const pieces = places.slice(1).map((end, index) => sent.slice(places[index], end));
        expect(type(...pieces)).toEqual(['entered', 'ap\nqcd']);
      }),
    );
  });
});
