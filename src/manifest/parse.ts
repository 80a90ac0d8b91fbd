import { type Document, type Node, visit, type YAMLError } from 'yaml';
import type { Diagnostic, SourceRange } from '../diagnostics.ts';
import { type Composed, compose } from './compose.ts';
import { decode } from './decode.ts';
import { jsonFault, looksLikeJson } from './json-errors.ts';
import type { Located } from './located.ts';
import { locate, type Part, type Path, spanOf } from './locate.ts';
import { type MaskedSource, maskedSource } from './mask.ts';
import { type SourceText, sourceText } from './source-text.ts';
import { type NodeFault, toValue } from './to-value.ts';
import { explainYamlError, isUnclosedQuote } from './yaml-errors.ts';

export interface ParsedFile {
  readonly file: string;
  /** The documents that hold something; none where the syntax is broken. Places are computed when they are asked for. */
  readonly documents: readonly Located[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a YAML or JSON file. Nothing that stands in it throws: every fault is a finding with its place. */
export function parse(file: string, bytes: Uint8Array): ParsedFile {
  const decoded = decode(file, bytes);
  if (!decoded.ok) return { file, documents: [], diagnostics: [decoded.diagnostic] };
  const source = sourceText(file, decoded.text);
  const composed = compose(source.text);
  const masked = maskedSource(
    source,
    composed.documents.map((document) => document.contents as Node | null),
    { broken: composed.documents.some(({ errors }) => errors.length > 0) },
  );
  const syntax = syntaxDiagnostics(masked, composed);
  if (syntax.length > 0) return { file, documents: [], diagnostics: syntax };

  const diagnostics: Diagnostic[] = [];
  const documents: Located[] = [];
  const mayHoldVariables = source.text.includes('${');
  // Aliases may stand for about as much as the file holds without them: enough for every honest use.
  const aliasBudget = 10_000 + source.text.length;
  for (const [index, { contents }] of composed.documents.entries()) {
    const root = contents as Node | null;
    const { value, faults, targets } = toValue(root, aliasBudget / composed.documents.length);
    diagnostics.push(...faults.map((fault) => faultDiagnostic(masked, fault)));
    if (value === null && faults.length === 0) continue;
    const spanAt = (path: Path, part: Part) => locate(root, path, part, targets);
    documents.push({
      value,
      mayHoldVariables,
      origin: (path) => ({ file, document: index, path }),
      locate: (path, part) => rangeOf(source, spanAt(path, part)),
      say: ({ severity, ...what }, path, part) => ({
        ...masked.diagnostic(severity, what, rangeOf(source, spanAt(path, part))),
        path,
      }),
      textOf: (path) => {
        const { start, end } = spanAt(path, 'value');
        return source.text.slice(start, end).replace(/^(["'])(.*)\1$/s, '$2');
      },
    });
  }
  if (documents.length === 0 && diagnostics.length === 0) diagnostics.push(nothingInside(file, source.text));
  return { file, documents, diagnostics };
}

function syntaxDiagnostics(source: MaskedSource, composed: Composed): readonly Diagnostic[] {
  const { text, file } = source;
  if (composed.cut) {
    const { offset, fault } = composed.cut;
    return [source.diagnostic('error', fault, source.range(offset - 1, offset))];
  }
  const faults = composed.documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (faults.length === 0) return [];
  const json = looksLikeJson(file, text) ? jsonFault(text) : undefined;
  if (json) {
    const range = source.range(json.offset, json.offset + 1);
    return [source.diagnostic('error', { code: 'json-syntax', message: json.message }, range)];
  }
  return firstOfEachLine(source, faults, composed.documents).map(([error, range]) =>
    source.diagnostic('error', { code: 'yaml-syntax', ...explainYamlError(error) }, range),
  );
}

/** One fault makes the parser stumble several times over the same line: only the first time says something. */
function firstOfEachLine(
  source: SourceText,
  errors: readonly YAMLError[],
  documents: readonly Document.Parsed[],
): readonly (readonly [YAMLError, SourceRange])[] {
  const byLine = new Map<number, readonly [YAMLError, SourceRange]>();
  for (const error of errors) {
    const opening = isUnclosedQuote(error) ? openingQuote(documents, error.pos[0]) : undefined;
    const range = opening === undefined ? source.range(...error.pos) : source.range(opening, opening + 1);
    if (!byLine.has(range.line)) byLine.set(range.line, [error, range]);
  }
  return [...byLine.values()];
}

/** Where the quoted text begins that runs up to `end`. */
function openingQuote(documents: readonly Document.Parsed[], end: number): number | undefined {
  let opening: number | undefined;
  for (const document of documents) {
    visit(document, {
      Scalar: (_, { type, range }) => {
        if (
          (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') &&
          range &&
          range[0] < end &&
          range[1] >= end
        ) {
          opening = range[0];
        }
      },
    });
  }
  return opening;
}

function faultDiagnostic(source: MaskedSource, fault: NodeFault): Diagnostic {
  const span = spanOf(fault.node) ?? { start: 0, end: 0 };
  const earlier = spanOf(fault.earlier ?? null);
  const hint = earlier
    ? `keep one: the other stands in line ${source.range(earlier.start, earlier.end).line}`
    : fault.hint;
  return source.diagnostic(
    'error',
    { code: fault.code, message: fault.message, ...(hint !== undefined && { hint }) },
    rangeOf(source, span),
  );
}

const rangeOf = (source: SourceText, span: { start: number; end: number }): SourceRange =>
  source.range(span.start, span.end);

const nothingInside = (file: string, text: string): Diagnostic => ({
  severity: 'error',
  code: 'empty-file',
  message: text.trim() === '' ? `${file} is empty` : `${file} holds no document`,
  hint: 'see `servectl schema --example openai` for a manifest to start from',
  range: { file, line: 1, column: 1, endLine: 1, endColumn: 1 },
});
