import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createStopCutter, cutAnswer, cutAtStop } from '../../../src/predict/stop.ts';

/** Few letters, so that stop texts are found, overlap and begin without ending. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n', '🙂'), maxLength: 24 });
const stops = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', '\n', '🙂'), minLength: 1, maxLength: 4 }),
  {
    maxLength: 3,
  },
);

/** The text in pieces, wherever `cuts` falls, between the halves of a character too. */
function inPieces(whole: string, cuts: readonly number[]): readonly string[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length])].sort(
    (a, b) => a - b,
  );
  return places.slice(1).map((place, at) => whole.slice(places[at], place));
}

describe('a text is cut', () => {
  test.each<[string, readonly string[], string]>([
    ['Good. Very', ['.'], 'Good'],
    ['Good. Very', ['Very', '.'], 'Good'],
    ['Good', ['.'], 'Good'],
    ['. Good', ['.'], ''],
    ['abcabd', ['abd'], 'abc'],
    ['anything', [''], 'anything'],
    ['anything', [], 'anything'],
  ])('%j at %j leaves %j', (whole, stop, left) => {
    expect(cutAtStop(whole, stop)).toBe(left);
  });

  it('alike in whatever pieces it comes', () => {
    fc.assert(
      fc.property(text, stops, fc.array(fc.nat(30)), (whole, stop, cuts) => {
        const cutter = createStopCutter(stop);
        const said = inPieces(whole, cuts).map(cutter.take).join('') + cutter.end();
        expect(said).toBe(cutAtStop(whole, stop));
      }),
      { numRuns: 2000 },
    );
  });

  it('with nothing said that has to be taken back, and nothing held back that needs not be', () => {
    fc.assert(
      fc.property(text, stops, fc.array(fc.nat(30)), (whole, stop, cuts) => {
        const cutter = createStopCutter(stop);
        const longest = Math.max(0, ...stop.map((one) => one.length - 1));
        let came = '';
        let said = '';
        for (const piece of inPieces(whole, cuts)) {
          came += piece;
          said += cutter.take(piece);
          expect(cutAtStop(came, stop).startsWith(said)).toBe(true);
          if (!cutter.stopped) expect(came.length - said.length).toBeLessThanOrEqual(longest * 2);
        }
      }),
    );
  });

  it('where a longer stop text begins before a shorter one ends', () => {
    const cutter = createStopCutter(['abcd', 'c']);
    expect([cutter.take('xab'), cutter.take('c'), cutter.stopped]).toEqual(['x', '', false]);
    expect([cutter.take('e'), cutter.stopped, cutter.take('more'), cutter.end()]).toEqual([
      'ab',
      true,
      '',
      '',
    ]);
  });
});

describe('an answer is cut', () => {
  const stop = ['.'];
  test.each<[string, unknown, unknown]>([
    ['predictions', { predictions: ['a.b', 'c', 1], id: 'x.y' }, { predictions: ['a', 'c', 1], id: 'x.y' }],
    ['a prediction', { predictions: 'a.b' }, { predictions: 'a' }],
    [
      'rows that are objects, which are no text',
      { predictions: [{ t: 'a.b' }] },
      { predictions: [{ t: 'a.b' }] },
    ],
    [
      'candidates',
      { predictions: [{ candidates: [{ text: 'a.b', n: 1 }] }] },
      { predictions: [{ candidates: [{ text: 'a', n: 1 }] }] },
    ],
    [
      'messages',
      { choices: [{ index: 0, message: { role: 'assistant', content: 'a.b' } }] },
      { choices: [{ index: 0, message: { role: 'assistant', content: 'a' } }] },
    ],
    ['completions', { choices: [{ text: 'a.b' }] }, { choices: [{ text: 'a' }] }],
    [
      "an agent's messages, but for what a tool said",
      {
        messages: [
          { role: 'tool', content: 'a.b' },
          { role: 'assistant', content: 'c.d' },
        ],
      },
      {
        messages: [
          { role: 'tool', content: 'a.b' },
          { role: 'assistant', content: 'c' },
        ],
      },
    ],
    [
      'output items, over their parts',
      {
        output: [
          {
            type: 'message',
            content: [
              { type: 'output_text', text: 'a' },
              { type: 'output_text', text: 'b.c' },
              { type: 'output_text', text: 'd' },
            ],
          },
        ],
      },
      {
        output: [
          {
            type: 'message',
            content: [
              { type: 'output_text', text: 'a' },
              { type: 'output_text', text: 'b' },
              { type: 'output_text', text: '' },
            ],
          },
        ],
      },
    ],
    ['a bare text, as an app answers', 'a.b', 'a'],
    ['a list of texts', ['a.b'], ['a']],
    ['null', { predictions: null, error: null }, { predictions: null, error: null }],
  ])('%s', (_, body, cut) => {
    expect(cutAnswer(body, stop)).toEqual(cut);
  });

  it('not at all without stop texts', () => {
    const body = { predictions: ['a.b'] };
    expect(cutAnswer(body, [])).toBe(body);
  });

  it('once, as often as it is cut', () => {
    fc.assert(
      fc.property(fc.array(text), stops, (predictions, stop) => {
        const cut = cutAnswer({ predictions }, stop);
        expect(cutAnswer(cut, stop)).toEqual(cut);
      }),
    );
  });
});
