import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Diagnostic, Severity, SourceRange } from '../diagnostics.ts';
import type { Span } from './locate.ts';
import { harmless, maskBroken, secretKeyEnd } from './mask-broken.ts';
import type { SourceText } from './source-text.ts';

/** A source text whose lines can be shown: secrets in them are masked by as many asterisks. */
export interface MaskedSource extends SourceText {
  diagnostic(
    severity: Severity,
    what: { readonly code: string; readonly message: string; readonly hint?: string },
    range: SourceRange,
  ): Diagnostic;
}

/** Keys whose values are never shown, wherever they stand. */
const secretKey = new RegExp(`${secretKeyEnd}$`, 'i');
/** Keys that hold a secret, or a reference to one, inside these parents. */
const secretParent = /(^secrets|_auth)$/;
const secretKeyOfParent = /^(value|token|string_value|bytes_value|text)/;

/** Keys as providers issue them: OpenAI, Anthropic, Databricks, AWS, Google, GitHub, Hugging Face, Slack, a JWT. */
const rawKeys =
  /\b(?:sk-[\w-]{8,}|dapi[0-9a-f]{8,}|A(?:KIA|SIA)[0-9A-Z]{8,}|AIza[\w-]{10,}|gh[pousr]_\w{10,}|hf_\w{10,}|xox[abprs]-[\w-]{8,}|eyJ[\w-]{8,}\.[\w.-]+)/g;

/** `key: value` pairs of a line, for what the tree doesn't show as a value: anchors, aliases, tags. */
const pairOnLine = new RegExp(
  String.raw`((?<![\w.-])["']?[\w.-]*${secretKeyEnd}["']?\s*[:=]\s*)("[^"]*"?|'[^']*'?|(?![|>][-+\d]*\s*$)[^\s,{}#][^,}#]*)`,
  'gi',
);

/** Long runs of base64: lines of a private key that lost its structure. */
const longRun = /[A-Za-z0-9+/_=-]{40,}/g;

/**
 * Adds safe excerpts to a source. What is secret is known from the keys in the tree, so a key that spans lines is
 * masked on each; where the syntax is broken and the tree may lie, from how the line looks, too.
 */
export function maskedSource(
  source: SourceText,
  roots: readonly (Node | null)[],
  { broken }: { readonly broken: boolean },
): MaskedSource {
  let spans: readonly Span[] | undefined;
  let brokenLines: readonly string[] | undefined;
  const lines = new Map<number, string>();
  const show = (range: SourceRange): string => {
    const known = lines.get(range.line);
    if (known !== undefined) return known;
    spans ??= roots.flatMap((root) => [...secretSpans(root)]);
    let line = maskLine(source, range.line, spans);
    if (broken) {
      brokenLines ??= maskBroken(source.text.split(/\r?\n/), stars);
      line = bothMasked(line, brokenLines[range.line - 1] ?? '').replace(longRun, stars);
    }
    lines.set(range.line, line);
    return line;
  };
  return {
    ...source,
    diagnostic: (severity, what, range) => ({ severity, ...what, range, sourceLine: show(range) }),
  };
}

function maskLine(source: SourceText, number: number, spans: readonly Span[]): string {
  const line = source.line(number);
  const start = source.offsetOfLine(number);
  let masked = line;
  for (const span of spans) {
    const from = Math.max(span.start - start, 0);
    const to = Math.min(span.end - start, line.length);
    if (from < to) masked = masked.slice(0, from) + stars(masked.slice(from, to)) + masked.slice(to);
  }
  return masked.replace(rawKeys, stars).replace(pairOnLine, maskPair);
}

const maskPair = (pair: string, key: string, value: string): string =>
  harmless.test(value) ? pair : key + stars(value);

/** A line with everything masked that either of two masks hides: both are as long as the line. */
const bothMasked = (one: string, other: string): string =>
  Array.from({ length: one.length }, (_, index) => (other[index] === '*' ? '*' : one[index])).join('');

/** Blanks stay, so that the caret still stands under what it means. */
const stars = (text: string): string => text.replace(/\S/g, '*');

function* secretSpans(node: Node | null, key = '', parent = ''): Generator<Span> {
  if (isMap(node)) {
    for (const pair of node.items) {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      // All that a map holds where a secret belongs is one, whatever it is called there.
      yield* secretSpans(pair.value as Node | null, secretKey.test(key) ? key : name, key);
    }
  } else if (isSeq(node)) {
    for (const item of node.items) yield* secretSpans(item as Node | null, key, parent);
  } else if (isScalar(node) && typeof node.value === 'string' && node.range) {
    const named = secretKey.test(key) || (secretParent.test(parent) && secretKeyOfParent.test(key));
    if (named && !harmless.test(node.value)) yield { start: node.range[0], end: node.range[1] };
  }
}
