import type { SourceRange } from '../diagnostics.ts';

/** A text that the user wrote, with the places in it. Offsets are UTF-16 code units from its start. */
export interface SourceText {
  /** The path as the user gave it, or `<stdin>`. */
  readonly file: string;
  readonly text: string;
  readonly range: (start: number, end: number) => SourceRange;
  /** The line that counts from 1, without its line break. */
  readonly line: (number: number) => string;
  /** Where that line begins. */
  readonly offsetOfLine: (number: number) => number;
}

/** Line starts are looked for once, and only when the first place is asked for: a file without findings pays nothing. */
export function sourceText(file: string, text: string): SourceText {
  let starts: readonly number[] | undefined;
  const lineStarts = (): readonly number[] => (starts ??= findLineStarts(text));
  const position = (offset: number): { line: number; column: number } => {
    const index = lastAtMost(lineStarts(), offset);
    return { line: index + 1, column: offset - (lineStarts()[index] ?? 0) + 1 };
  };
  return {
    file,
    text,
    range: (start, end) => {
      const from = position(start);
      const to = position(Math.max(start, end));
      return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    },
    line: (number) => {
      const start = lineStarts()[number - 1] ?? text.length;
      const next = lineStarts()[number] ?? text.length + 1;
      const line = text.slice(start, next - 1);
      return line.endsWith('\r') ? line.slice(0, -1) : line;
    },
    offsetOfLine: (number) => lineStarts()[number - 1] ?? text.length,
  };
}

function findLineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The index of the last of `sorted` that is not greater than `value`; 0 where all are. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
