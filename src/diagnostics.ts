/** A place in a text that the user wrote. Lines and columns count from 1, columns in UTF-16 code units. */
export interface SourceRange {
  /** The path as the user gave it, or `<stdin>`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = 'error' | 'warning' | 'note';

/** One finding about the user's input. All findings of a file are reported at once. */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable, kebab-case, documented: `unknown-key`, `traffic-sum`, … */
  readonly code: string;
  /** One sentence, lower-case start, no full stop, that names the thing. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Where; absent only where no text was read (a missing file). */
  readonly range?: SourceRange;
  /** The source line of `range.line`, for the excerpt with a caret. */
  readonly sourceLine?: string;
  /** Another place that has to do with it, such as the first of two that exclude each other. */
  readonly related?: { readonly range: SourceRange; readonly sourceLine: string };
  /** Where in the document: `['config', 'served_entities', 0, 'name']`. */
  readonly path?: readonly (string | number)[];
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error');
