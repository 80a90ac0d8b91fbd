import { execFileSync } from 'node:child_process';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatAssignments } from '../../../src/output/assignments.ts';

const one = (value: string) => ({ variables: { NAME: value }, comments: ['said beside it'] });

describe('assignments', () => {
  test.each([
    ['shell', "it's", `export NAME='it'\\''s'\n`],
    ['shell', 'https://a.b:1/c', 'export NAME=https://a.b:1/c\n'],
    ['dotenv', 'dapi123', 'NAME=dapi123\n'],
    ['dotenv', 'a b', "NAME='a b'\n"],
    ['dotenv', "it's", `NAME="it's"\n`],
    ['powershell', "it's ‘so’", "$env:NAME = 'it''s ‘‘so’’'\n"],
    ['fish', String.raw`a\'$b`, String.raw`set -gx NAME 'a\\\'$b'` + '\n'],
  ] as const)('in %s quote %j', (format, value, line) => {
    expect(formatAssignments(one(value), format)).toBe(`${line}# said beside it\n`);
  });

  it('in JSON are an object, without comments', () => {
    expect(JSON.parse(formatAssignments(one('"'), 'json'))).toEqual({ NAME: '"' });
  });

  it('let no comment become a command', () => {
    const text = formatAssignments({ variables: {}, comments: ['a\nrm -rf /\r\x1b'] }, 'shell');
    expect(text).toBe('# a\\nrm -rf /\\x0d\\x1b\n');
  });
});

describe('a shell', () => {
  /** What `sh` makes of each value; all in one process. */
  function obeyed(values: readonly string[], evaluate: (text: string) => string): readonly string[] {
    const script = values.map(
      (value) => `${evaluate(formatAssignments(one(value), 'shell'))}\nprintf '%s\\0' "$NAME"`,
    );
    const output = execFileSync('sh', ['-s'], { input: script.join('\n'), encoding: 'utf8' });
    return output.split('\0').slice(0, -1);
  }

  const value = fc
    .oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[ '"\\$`!;&|<>(){}*?[\]~#\n\t=-]*$/))
    .map((text) => text.replaceAll('\0', ''));

  it('gets each value back, whatever is in it', () => {
    // Text that is no valid UTF-8 can't go through a pipe as text.
    const values = fc.sample(value, 500).filter((text) => Buffer.from(text).toString() === text);
    expect(obeyed(values, (text) => text)).toEqual(values);
  });

  it('gets plain values back without quotes around eval', () => {
    const text = formatAssignments(
      { variables: { A: 'https://a/b', B: 'dapi12' }, comments: ['a "b'] },
      'shell',
    );
    const script = `eval $(cat <<'END'\n${text}END\n)\nprintf '%s %s' "$A" "$B"`;
    expect(execFileSync('sh', ['-s'], { input: script, encoding: 'utf8' })).toBe('https://a/b dapi12');
  });
});

describe('a reader of .env files', () => {
  it('gets values back that hold not all kinds of quotes', () => {
    const value = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[\r\n\\]/.test(text) && ["'", '"', '`'].some((quote) => !text.includes(quote)));
    fc.assert(
      fc.property(value, (text) => {
        expect(parseEnv(formatAssignments(one(text), 'dotenv'))).toEqual({ NAME: text });
      }),
    );
  });
});
