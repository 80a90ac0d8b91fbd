// Control characters but tab and newline, and what reorders or hides text: bidi controls, zero-width spaces and joiners
// of words, line separators, the byte order mark. (The joiners that emoji and many scripts need are left alone.)
const dangerous = /[^\P{Cc}\t\n]|\p{Bidi_Control}|[\u200b\u2028\u2029\u2060-\u2064\ufeff]/gu;

/**
 * Makes control characters visible instead of letting a terminal obey them. Each is replaced by itself, so a sequence
 * that is split over two chunks of a stream is as harmless as a whole one. Tabs and newlines stay; CRLF becomes LF.
 */
export const escapeControls = (text: string): string =>
  text.replace(/\r\n/g, '\n').replace(dangerous, visible);

/** As `escapeControls`, for what must stay on one line: a table cell, a name inside a sentence. */
export const escapeLine = (text: string): string =>
  escapeControls(text).replace(/\n/g, '\\n').replace(/\t/g, ' ');

/**
 * JSON and YAML escape C0 themselves but print DEL, C1 and bidi marks as they are. On a terminal these become
 * `\uXXXX`, which still means the same character inside a double-quoted string.
 */
export const escapeInQuotes = (text: string): string => text.replace(dangerous, unicodeEscape);

function visible(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(character);
}

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
