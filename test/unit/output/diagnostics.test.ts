import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics.ts';
import { diagnosticRecords, renderDiagnostics, summarize } from '../../../src/output/diagnostics.ts';
import { plainStyle } from '../../../src/output/style.ts';

const render = (diagnostics: readonly Diagnostic[], width?: number): string =>
  renderDiagnostics(diagnostics, { style: plainStyle, ...(width !== undefined && { width }) });

const at = (
  sourceLine: string,
  column: number,
  endColumn: number,
  more: Partial<Diagnostic> = {},
): Diagnostic => ({
  severity: 'error',
  code: 'some-code',
  message: 'something is wrong',
  range: { file: 'chat.yaml', line: 3, column, endLine: 3, endColumn },
  sourceLine,
  ...more,
});

/** The source line and the carets, without the gutter. */
const excerptOf = (diagnostic: Diagnostic, width?: number): string[] =>
  render([diagnostic], width)
    .split('\n')
    .slice(1, 3)
    .map((line) => line.replace(/^[\s\d]{4} \| ?/, ''));

describe('a finding for people', () => {
  it('has its place, code and message on one line, then the source line with carets, then the fix', () => {
    expect(render([at('nmae: chat', 1, 5, { hint: 'did you mean `name`?' })])).toBe(
      [
        'chat.yaml:3:1: error[some-code]: something is wrong',
        '   3 | nmae: chat',
        '     | ^^^^',
        '  hint: did you mean `name`?',
        '',
        '1 error in chat.yaml',
      ].join('\n'),
    );
  });

  it('has no excerpt where there is no place', () => {
    const diagnostic: Diagnostic = { severity: 'error', code: 'file-missing', message: 'there is no file x' };
    expect(render([diagnostic])).toBe('error[file-missing]: there is no file x\n\n1 error');
  });

  it('counts findings by severity, and names the file or how many there are', () => {
    const warning = at('', 1, 1, { severity: 'warning' });
    const other = at('', 1, 1, { range: { file: 'b.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 } });
    expect(summarize([at('', 1, 1), at('', 1, 1), warning])).toBe('2 errors, 1 warning in chat.yaml');
    expect(summarize([at('', 1, 1), other, at('', 1, 1, { severity: 'note' })])).toBe(
      '2 errors, 1 note in 2 files',
    );
    expect(summarize([])).toBe('no findings');
  });

  it('paints by severity through the style that it is given', () => {
    const style = { ...plainStyle, yellow: (text: string) => `<${text}>` };
    const text = renderDiagnostics([at('x', 1, 2, { severity: 'warning' })], { style });
    expect(text).toContain('<warning[some-code]:>');
    expect(text).toContain('<^>');
  });
});

describe('carets stand under what they mean', () => {
  it('after tabs, which are drawn as four spaces', () => {
    expect(excerptOf(at('\t\tname: x', 9, 10))).toEqual(['        name: x', '              ^']);
  });

  it('after wide characters, which take two columns', () => {
    expect(excerptOf(at('名前: 🚀 x', 8, 9))).toEqual(['名前: 🚀 x', '         ^']);
  });

  it('under wide characters', () => {
    expect(excerptOf(at('a: 名前', 4, 6))).toEqual(['a: 名前', '   ^^^^']);
  });

  it('after an emoji of many code points, which takes two columns', () => {
    expect(excerptOf(at('👩‍👩‍👧 x', 10, 11))).toEqual(['👩‍👩‍👧 x', '   ^']);
  });

  it('after control characters, which are made visible', () => {
    expect(excerptOf(at('a\u001b[31mb', 7, 8))).toEqual(['a\\x1b[31mb', '         ^']);
  });

  it('at the end of a line, and where the place has no width', () => {
    expect(excerptOf(at('abc', 4, 4))).toEqual(['abc', '   ^']);
    expect(excerptOf(at('', 1, 1))).toEqual(['', '^']);
  });

  it('to the end of the line where the place goes on in the next', () => {
    const diagnostic = at('key: |', 6, 3);
    const range = { ...diagnostic.range!, endLine: 5 };
    expect(excerptOf({ ...diagnostic, range })).toEqual(['key: |', '     ^']);
  });
});

describe('a long line', () => {
  const long = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;

  it('is shown as a window around the place', () => {
    const [text = '', carets = ''] = excerptOf(at(long, 301, 305), 60);
    expect(text).toMatch(/^…a+HEREb*…?$/);
    expect(text.length).toBeLessThanOrEqual(60);
    expect(text.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('keeps its beginning where the place is near to it', () => {
    const [text = '', carets] = excerptOf(at(`HERE${'b'.repeat(300)}`, 1, 5), 60);
    expect(text).toMatch(/^HEREb+…$/);
    expect(carets).toBe('^^^^');
  });

  it('has carets for as much of a long place as is shown', () => {
    const [text = '', carets = ''] = excerptOf(at(`x: ${'y'.repeat(500)}`, 4, 504), 60);
    expect(carets.length).toBeLessThanOrEqual(60);
    expect(text.startsWith('x: yyy')).toBe(true);
  });

  it('of megabytes is shown in no time, and never cuts a character in two', () => {
    const text = '🚀'.repeat(2_000_000);
    const start = performance.now();
    const [line = ''] = excerptOf(at(text, 2_000_001, 2_000_003), 80);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(line).toMatch(/^…(🚀)+…?$/u);
  });
});

it('prints nothing that a terminal would obey', () => {
  const text = render([
    at('x\u009b31m', 1, 2, {
      message: 'bad \u001b[31m name',
      hint: 'no \u0007',
      range: { file: 'a\u001b.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 },
    }),
  ]);
  expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
});

it('gives programs records in snake case, without excerpts', () => {
  expect(diagnosticRecords([at('nmae: chat', 1, 5, { hint: 'h', path: ['tags', 0, 'key'] })])).toEqual([
    {
      severity: 'error',
      code: 'some-code',
      message: 'something is wrong',
      hint: 'h',
      file: 'chat.yaml',
      line: 3,
      column: 1,
      end_line: 3,
      end_column: 5,
      path: ['tags', 0, 'key'],
    },
  ]);
  expect(diagnosticRecords([{ severity: 'note', code: 'c', message: 'm' }])).toEqual([
    { severity: 'note', code: 'c', message: 'm' },
  ]);
});
