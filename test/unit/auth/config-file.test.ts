import { describe, expect, it } from 'vitest';
import { parseConfigFile } from '../../../src/auth/config-file.ts';

const profilesOf = (text: string): Record<string, Record<string, string>> =>
  Object.fromEntries(
    [...parseConfigFile(text, 'cfg').profiles].map(([name, values]) => [name, Object.fromEntries(values)]),
  );

const valueOf = (line: string): string | undefined => profilesOf(`[p]\n${line}`)['p']?.['k'];

describe('parseConfigFile', () => {
  it.each([
    ['an equals sign', 'k = v', 'v'],
    ['a colon', 'k: v', 'v'],
    ['the first delimiter: colon before equals', 'k: a=b', 'a=b'],
    ['the first delimiter: equals before colon', 'k = https://host', 'https://host'],
    ['no space around', 'k=v', 'v'],
    ['space around', '  \tk\t =  v \t', 'v'],
    ['an empty value', 'k =', ''],
    ['a value with spaces inside', 'k = a b', 'a b'],
    ['a hash without a space is kept', 'k = a#b', 'a#b'],
    ['a semicolon without a space is kept', 'k = a;b', 'a;b'],
    ['a value that begins with a hash is kept', 'k = #b', '#b'],
    ['a hash after a space begins a comment', 'k = a #b', 'a'],
    ['a semicolon after a space begins a comment', 'k = a ;b', 'a'],
    ['a hash goes before a semicolon that is earlier', 'k = a ;b #c', 'a ;b'],
    ['double quotes are stripped', 'k = "%Y#X$Z"', '%Y#X$Z'],
    ['quotes before a comment are stripped', 'k = "%Y#X$Z" # comment', '%Y#X$Z'],
    ['single quotes are stripped', "k = 'a b'", 'a b'],
    ['quotes that do not match are kept', `k = "a'`, `"a'`],
    ['quotes with one inside are kept', 'k = "a"b"', '"a"b"'],
    ['a lone quote is kept', 'k = "', '"'],
    ['empty quotes are an empty value', 'k = ""', ''],
    ['nothing is interpolated', 'k = %(host)s', '%(host)s'],
  ])('reads %s', (_, line, expected) => {
    expect(valueOf(line)).toBe(expected);
  });

  it.each([
    ['keys before a header belong to DEFAULT', 'k = v\n[p]\nk = w', { DEFAULT: { k: 'v' }, p: { k: 'w' } }],
    [
      'DEFAULT is not inherited',
      '[DEFAULT]\ntoken = t\n[p]\nhost = h',
      { DEFAULT: { token: 't' }, p: { host: 'h' } },
    ],
    [
      'sections of one name merge',
      '[p]\na = 1\n[q]\nb = 2\n[p]\nc = 3',
      { p: { a: '1', c: '3' }, q: { b: '2' } },
    ],
    ['the last of equal keys wins', '[p]\na = 1\na = 2', { p: { a: '2' } }],
    ['keys are case-sensitive', '[p]\na = 1\nA = 2', { p: { a: '1', A: '2' } }],
    ['full-line comments', '# a\n; b\n[p]\n  # k = v\n\t; k = v\nk = 1', { p: { k: '1' } }],
    ['a name up to the last bracket', '[foo]bar]\nk = 1', { 'foo]bar': { k: '1' } }],
    ['a name with dots and spaces, untrimmed', '[ my.dev ]\nk = 1', { ' my.dev ': { k: '1' } }],
    ['CRLF', '[p]\r\nk = v\r\n', { p: { k: 'v' } }],
    ['a byte-order mark', '\ufeff[p]\nk = v', { p: { k: 'v' } }],
    ['an empty section', '[p]', { p: {} }],
    ['an empty file', '', {}],
  ])('%s', (_, text, expected) => {
    expect(profilesOf(text)).toEqual(expected);
  });

  it('reads the settings section, which is no profile', () => {
    const file = parseConfigFile('[__settings__]\ndefault_profile = dev \n[dev]\nhost = h', 'cfg');
    expect(file.defaultProfile).toBe('dev');
    expect([...file.profiles.keys()]).toEqual(['dev']);
  });

  it.each([
    ['[p\nk = v', 'cfg:1: a section header has no closing bracket'],
    ['[]\n', 'cfg:1: a section has no name'],
    ['[p]\n\n= v', 'cfg:3: a value has no key'],
    ['[p]\ndapi0123456789', 'cfg:2: a line is neither a section header nor "key = value"'],
  ])('refuses %j with its line, and shows nothing of it', (text, message) => {
    expect(() => parseConfigFile(text, 'cfg')).toThrow(
      expect.objectContaining({ message, exitCode: 4 }) as Error,
    );
  });
});
