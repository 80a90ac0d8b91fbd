import type { Diagnostic, Severity } from '../diagnostics.ts';
import { escapeLine } from './escape.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Findings as workflow commands of GitHub Actions, a line each: GitHub shows them at their places in a pull request.
 * @param pathOf a file's path relative to the checked-out repository
 */
export const githubAnnotations = (
  diagnostics: readonly Diagnostic[],
  pathOf: (file: string) => string,
): readonly string[] => diagnostics.map((diagnostic) => annotation(diagnostic, pathOf));

function annotation(
  { severity, code, message, hint, range }: Diagnostic,
  pathOf: (file: string) => string,
): string {
  const isOneLine = range?.line === range?.endLine;
  const properties = {
    ...(range && { file: pathOf(range.file), line: range.line, endLine: range.endLine }),
    // GitHub takes columns only where a place is in one line, and its last one is part of it.
    ...(range && isOneLine && { col: range.column, endColumn: Math.max(range.column, range.endColumn - 1) }),
    title: code,
  };
  const given = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = hint === undefined ? message : `${message}\nhint: ${hint}`;
  return `::${commands[severity]} ${given.join(',')}::${text.split('\n').map(escapeLine).map(escapeData).join('%0A')}`;
}

/** As GitHub's own toolkit escapes them: percent signs and line breaks end a command early, or forge another one. */
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
