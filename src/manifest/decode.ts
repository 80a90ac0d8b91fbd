import type { Diagnostic, SourceRange } from '../diagnostics.ts';
import { maskedSource } from './mask.ts';
import { sourceText, type SourceText } from './source-text.ts';

/** The largest file that is read, in bytes. */
const maxFileBytes = 32 * 1024 * 1024;

export type Decoded =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly diagnostic: Diagnostic };

/**
 * The text of a file: UTF-8, with or without a byte order mark, CRLF or LF. What is no text, or too much of it,
 * is a finding with its place.
 */
export function decode(file: string, bytes: Uint8Array): Decoded {
  if (bytes.byteLength > maxFileBytes) return refuse(tooLarge(file, bytes.byteLength));
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'LE' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'BE' : '';
  if (utf16) {
    return refuse({
      severity: 'error',
      code: 'not-utf8',
      message: `${file} is UTF-16${utf16}`,
      hint: 'save the file as UTF-8',
      range: beginning(file),
    });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse(notUtf8(file, bytes));
  }
  const control = controlCharacter.exec(text);
  return control ? refuse(hasControlCharacter(file, text, control.index)) : { ok: true, text };
}

/** Everything that YAML does not count as printable; some of it drives terminals, some of it drives the YAML lexer. */
const controlCharacter = /(?![\t\n\r\u0085])\p{Cc}/u;

const refuse = (diagnostic: Diagnostic): Decoded => ({ ok: false, diagnostic });

const tooLarge = (file: string, bytes: number): Diagnostic => ({
  severity: 'error',
  code: 'file-too-large',
  message: `${file} is ${(bytes / 1024 / 1024).toFixed(1)} MiB; at most 32 MiB are read`,
  hint: 'split the file into several',
  range: beginning(file),
});

/** Of what can't be shown, the first place. */
const beginning = (file: string): SourceRange => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });

function notUtf8(file: string, bytes: Uint8Array): Diagnostic {
  const decodable = bytes.subarray(0, longestDecodablePrefix(bytes));
  // In stream mode a character that is cut at the end is left out: what comes out ends where the fault begins.
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodable, { stream: true });
  const offset = new TextEncoder().encode(before).byteLength;
  const source = sourceText(file, before.replace(/^\uFEFF/, ''));
  const range = source.range(source.text.length, source.text.length);
  const byte = (bytes[offset] ?? 0).toString(16).padStart(2, '0');
  const message = `byte 0x${byte} at offset ${offset} is not UTF-8`;
  return withExcerpt(source, { code: 'not-utf8', message, hint: 'save the file as UTF-8' }, range);
}

/** A prefix of valid text decodes in stream mode wherever it is cut, so the first fault can be bisected. */
function longestDecodablePrefix(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.byteLength;
  while (valid < invalid - 1) {
    const middle = Math.floor((valid + invalid) / 2);
    if (decodes(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function hasControlCharacter(file: string, text: string, offset: number): Diagnostic {
  const source = sourceText(file, text);
  const range = source.range(offset, offset + 1);
  const code = text.charCodeAt(offset).toString(16).padStart(4, '0').toUpperCase();
  const message = `control character U+${code} in the text`;
  const hint = `remove it, or write it as an escape in double quotes: "\\u${code.toLowerCase()}"`;
  return withExcerpt(source, { code: 'control-character', message, hint }, range);
}

/** There is no tree to tell secrets by, so that they are masked by how the line looks. */
const withExcerpt = (
  source: SourceText,
  what: { readonly code: string; readonly message: string; readonly hint: string },
  range: SourceRange,
): Diagnostic => maskedSource(source, [], { broken: true }).diagnostic('error', what, range);
