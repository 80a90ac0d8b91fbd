import type { Diagnostic, Severity, SourceRange } from '../diagnostics.ts';
import { escapeLine } from './escape.ts';
import { excerpt } from './excerpt.ts';
import type { Style } from './style.ts';
import type { Cell } from './view.ts';

export interface DiagnosticsLook {
  readonly style: Style;
  /** Columns of the terminal. Default: 100. */
  readonly width?: number;
}

/**
 * Findings for people: place, severity, code and message on one line, the source line with carets, the fix; at the end
 * how many there are. No newline at the end.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], look: DiagnosticsLook): string {
  const { style, width } = look;
  const paint = (cell: Cell): string =>
    typeof cell === 'string' ? escapeLine(cell) : style[cell.tone](escapeLine(cell.text));
  const lines = diagnosticLines(diagnostics, width).map((cells) => cells.map(paint).join(''));
  return [...lines, summarize(diagnostics)].join('\n');
}

type Line = readonly Cell[];

/** The findings as lines, each with an empty one after it. What they hold is not escaped yet. */
export const diagnosticLines = (diagnostics: readonly Diagnostic[], width = 100): readonly Line[] =>
  diagnostics.flatMap((diagnostic) => [...linesOf(diagnostic, width), []]);

const tones = { error: 'red', warning: 'yellow', note: 'cyan' } as const;

function* linesOf(diagnostic: Diagnostic, width: number): Generator<Line> {
  const { range, severity, code, message, hint, sourceLine, related } = diagnostic;
  const tone = tones[severity];
  yield [
    ...(range ? [{ text: `${placeText(range)}:`, tone: 'bold' } as const, ' '] : []),
    { text: `${severity}[${code}]:`, tone },
    ` ${message}`,
  ];
  if (range && sourceLine !== undefined) yield* excerptLines(range, sourceLine, width, tone);
  if (related) {
    yield [`  and ${placeText(related.range)}:`];
    yield* excerptLines(related.range, related.sourceLine, width, 'dim');
  }
  if (hint !== undefined) yield ['  ', { text: 'hint:', tone: 'cyan' }, ` ${hint}`];
}

const placeText = ({ file, line, column }: SourceRange): string => `${file}:${line}:${column}`;

function* excerptLines(
  range: SourceRange,
  sourceLine: string,
  width: number,
  tone: 'dim' | 'red' | 'yellow' | 'cyan',
): Generator<Line> {
  const number = String(range.line).padStart(4);
  const endColumn = range.endLine > range.line ? sourceLine.length + 1 : range.endColumn;
  const { text, carets } = excerpt(sourceLine, range.column, endColumn, Math.max(20, width - 7));
  yield [{ text: `${number} |`, tone: 'dim' }, text === '' ? '' : ` ${text}`];
  yield [{ text: `${' '.repeat(number.length)} |`, tone: 'dim' }, ' ', { text: carets, tone }];
}

/** `2 errors, 1 warning in chat.yaml`. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  const files = new Set(diagnostics.flatMap(({ range }) => (range ? [range.file] : [])));
  const [file] = files;
  const where =
    file === undefined ? '' : files.size === 1 ? ` in ${escapeLine(file)}` : ` in ${files.size} files`;
  return `${counts.length === 0 ? 'no findings' : counts.join(', ')}${where}`;
}

/** A finding for programs. Lines and columns count from 1, columns in UTF-16 code units. */
export interface DiagnosticRecord {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly end_line?: number;
  readonly end_column?: number;
  /** The other place that has to do with it. */
  readonly related?: { readonly file: string; readonly line: number; readonly column: number };
  /** Where in the document, as it is written: `["config", "served_entities", 0, "name"]`. */
  readonly path?: readonly (string | number)[];
}

export const diagnosticRecords = (diagnostics: readonly Diagnostic[]): readonly DiagnosticRecord[] =>
  diagnostics.map(({ severity, code, message, hint, range, related, path }) => ({
    severity,
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(range && {
      file: range.file,
      line: range.line,
      column: range.column,
      end_line: range.endLine,
      end_column: range.endColumn,
    }),
    ...(related && {
      related: { file: related.range.file, line: related.range.line, column: related.range.column },
    }),
    ...(path && { path }),
  }));
