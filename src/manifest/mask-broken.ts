/** Words that end a key whose value is never shown, also as people misspell them: `…_plaintxt`, `openai_key`. */
export const secretKeyEnd = String.raw`(?:apikey|_key|access_key_id|token|secret|password|passwd|plain\w{0,20})`;

/** What stands for a secret without being one. */
export const harmless = /^\s*(?:&\S+\s+)?["']?(?:\{\{|\$\{|\$[A-Z_]|secrets\/|$)/;

/** `|` and `>` with what may stand beside them: the value is in the lines below. */
const blockHeader = /^[|>][-+\d]*\s*(?:#.*)?$/;

/** A value in quotes, and after it what may come after a value. */
const quotedValue = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')(?=\s*(?:[,}\]]|$))/;

/** A secret key in a line; the `:` after it may be missing where it begins the line. */
const secretKeyOnLine = new RegExp(
  String.raw`(^\s*(?:-\s+)*["']?[\w.-]*${secretKeyEnd}["']?(?:\s*[:=]|\s|$)|(?<![\w.-])["']?[\w.-]*${secretKeyEnd}["']?\s*[:=])\s*`,
  'gi',
);
/** `value` holds secrets and harmless things; one of several lines is no harmless one. */
const valueOfLines = /^\s*(?:-\s+)*(?:\w+_)?value\s*:\s*(?=[|>])/;

/** A line that goes on with the next key: words of manifests are in small letters, lines of a key file hardly ever. */
const nextKey = /^\s*(?:-\s+)*[a-z_$]\w*\s*:(?:\s|$)/;
const documentEnd = /^(?:---|\.\.\.)(?:\s|$)/;

/**
 * Masks the lines of a text whose syntax is broken, so that no tree tells what belongs to which key: all that stands
 * after a secret key, in its line and in those below, up to the next key that is indented as far or less. Rather too
 * much than too little: one space too few turns a line of a private key into something else.
 * @param mask what is shown in place of a text
 */
export function maskBroken(lines: readonly string[], mask: (text: string) => string): readonly string[] {
  /** Where the key stands whose value goes on; undefined where none does. */
  let open: number | undefined;
  return lines.map((line) => {
    if (open !== undefined && !documentEnd.test(line) && !isNextKey(line, open)) return mask(line);
    const { shown, opens } = maskLine(line, mask);
    open = opens;
    return shown;
  });
}

const isNextKey = (line: string, open: number): boolean => nextKey.test(line) && indentOf(line) <= open;

/** Where a line's key or item begins. */
const indentOf = (line: string): number => /^\s*(?:-\s+)*/.exec(line)?.[0].length ?? 0;

function maskLine(
  line: string,
  mask: (text: string) => string,
): { shown: string; opens: number | undefined } {
  let shown = '';
  let at = 0;
  let opens = valueOfLines.test(line) ? indentOf(line) : undefined;
  for (const match of line.matchAll(secretKeyOnLine)) {
    const start = match.index + match[0].length;
    if (start < at) continue;
    const value = line.slice(start);
    if (value !== '' && harmless.test(value)) continue;
    const quoted = quotedValue.exec(value)?.[0];
    const end = quoted === undefined ? line.length : start + quoted.length;
    const kept = blockHeader.test(value);
    shown += line.slice(at, start) + (kept ? line.slice(start, end) : mask(line.slice(start, end)));
    at = end;
    if (quoted === undefined) opens = indentOf(line);
  }
  return { shown: shown + line.slice(at), opens };
}
