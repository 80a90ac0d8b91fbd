import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, escapeInQuotes, escapeLine } from '../../../src/output/escape.ts';

describe('control characters', () => {
  it.each([
    ['a colour', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a window title', '\u001b]0;x\u0007', '\\x1b]0;x\\x07'],
    ['C1, which is an escape in one byte', '\u009b2J', '\\x9b2J'],
    ['DEL and backspace', 'a\u007f\b', 'a\\x7f\\x08'],
    ['a bidi override', 'abc\u202etxt.exe', 'abc\\u202etxt.exe'],
    ['a bidi isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['a lone carriage return, which would overwrite the line', 'safe\rEVIL', 'safe\\x0dEVIL'],
    ['zero width and line separators', 'a\u200bb\u2028c\ufeff', 'a\\u200bb\\u2028c\\ufeff'],
  ])('%s is made visible', (_case, text, expected) => {
    expect(escapeControls(text)).toBe(expected);
  });

  it('leaves text alone: newlines, tabs, accents, emoji with joiners, scripts that need them', () => {
    const text = 'a\tb\nÜ 👩‍👩‍👧 नमस्ते می‌خواهم';
    expect(escapeControls(text)).toBe(text);
    expect(escapeControls('a\r\nb')).toBe('a\nb');
  });

  it('keeps one line one line', () => {
    expect(escapeLine('a\nb\tc')).toBe('a\\nb c');
  });

  it('never passes, however a text is split into chunks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, cut) => {
        const at = text.length === 0 ? 0 : cut % text.length;
        const shown = escapeControls(text.slice(0, at)) + escapeControls(text.slice(at));
        expect(shown).not.toMatch(/[^\P{Cc}\t\n]|\p{Bidi_Control}/u);
      }),
    );
  });

  it('of JSON keep their meaning', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = escapeInQuotes(JSON.stringify(value));
        expect(text).not.toMatch(/[^\P{Cc}\t\n]|\p{Bidi_Control}/u);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
