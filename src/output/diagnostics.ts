import type { Diagnostic, Severity, SourceRange } from '../diagnostics.ts';
import { escapeLine } from './escape.ts';
import { excerpt } from './excerpt.ts';
import type { Style } from './style.ts';

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
  const blocks = diagnostics.map((diagnostic) => renderOne(diagnostic, look));
  return [...blocks, summarize(diagnostics)].join('\n\n');
}

function renderOne(diagnostic: Diagnostic, { style, width = 100 }: DiagnosticsLook): string {
  const { range, severity, code, message, hint, sourceLine, related } = diagnostic;
  const place = range ? `${style.bold(escapeLine(`${range.file}:${range.line}:${range.column}:`))} ` : '';
  const paint = paintOf(severity, style);
  const lines = [`${place}${paint(`${severity}[${code}]:`)} ${escapeLine(message)}`];
  if (range && sourceLine !== undefined) lines.push(...excerptLines(range, sourceLine, width, style, paint));
  if (related) {
    const { file, line, column } = related.range;
    lines.push(`  and ${escapeLine(`${file}:${line}:${column}:`)}`);
    lines.push(...excerptLines(related.range, related.sourceLine, width, style, (text) => style.dim(text)));
  }
  if (hint !== undefined) lines.push(`  ${style.cyan('hint:')} ${escapeLine(hint)}`);
  return lines.join('\n');
}

function excerptLines(
  range: SourceRange,
  sourceLine: string,
  width: number,
  style: Style,
  paint: (text: string) => string,
): readonly string[] {
  const number = String(range.line).padStart(4);
  const endColumn = range.endLine > range.line ? sourceLine.length + 1 : range.endColumn;
  const { text, carets } = excerpt(sourceLine, range.column, endColumn, Math.max(20, width - 7));
  return [
    `${style.dim(`${number} |`)} ${text}`.trimEnd(),
    `${style.dim(`${' '.repeat(number.length)} |`)} ${paint(carets)}`,
  ];
}

function paintOf(severity: Severity, style: Style): (text: string) => string {
  switch (severity) {
    case 'error':
      return (text) => style.red(text);
    case 'warning':
      return (text) => style.yellow(text);
    case 'note':
      return (text) => style.cyan(text);
  }
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
