import type { Diagnostic } from '../diagnostics.ts';
import { summarize } from './diagnostics.ts';
import { escapeMarkdown, maxSummaryLength } from './markdown.ts';

/** Findings as Markdown, for the summary of a CI job that ends because of them. */
export function findingsMarkdown(diagnostics: readonly Diagnostic[]): string {
  let text = `### servectl: ${escapeMarkdown(summarize(diagnostics))}\n\n`;
  for (const diagnostic of diagnostics) {
    const line = lineOf(diagnostic);
    if (text.length + line.length > maxSummaryLength) return `${text}\n… and more.\n`;
    text += line;
  }
  return text;
}

function lineOf({ severity, code, message, hint, range }: Diagnostic): string {
  const place = range ? ` ${escapeMarkdown(`${range.file}:${range.line}:${range.column}`)}` : '';
  const fix = hint === undefined ? '' : `<br>hint: ${escapeMarkdown(hint)}`;
  return `- **${severity}**${place}: ${escapeMarkdown(message)} (${code})${fix}\n`;
}
