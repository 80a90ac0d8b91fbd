import { escapeLine } from './escape.ts';
import { displayWidth, truncate, truncateStart } from './width.ts';

export interface Excerpt {
  /** The line, or as much of it around the place as there is room for. */
  readonly text: string;
  /** Carets under the place, as wide as it is drawn. */
  readonly carets: string;
}

/** More code units than any line of a terminal can show; a line of megabytes is cut before it is looked at. */
const reach = 500;
const tab = '    ';

/**
 * Shows a place of a source line. Control characters become visible, tabs become four spaces, and wide characters
 * count as the two columns they take, so that the carets stand under what they mean.
 * @param column first code unit of the place, from 1
 * @param endColumn the code unit after it; a place that goes on in the next line ends with this one
 * @param width columns there are for the text
 */
export function excerpt(line: string, column: number, endColumn: number, width: number): Excerpt {
  const start = Math.min(column - 1, line.length);
  const end = Math.min(Math.max(endColumn - 1, start), line.length);
  const from = wholeCharacter(line, Math.max(0, start - reach));
  const markedEnd = Math.min(end, start + reach);
  const before = visible(line.slice(from, start));
  const marked = visible(line.slice(start, markedEnd));
  const after = visible(line.slice(markedEnd, markedEnd + reach));

  const carets = Math.max(1, displayWidth(marked));
  const wanted = displayWidth(before) + carets + displayWidth(after);
  if (from === 0 && wanted <= width) return layOut(before, carets, marked + after);

  // Half of the room is the place's own, as far as it needs it; of the rest, some is kept for what comes after.
  const place = Math.min(carets, Math.floor(width / 2));
  const room = width - place - Math.min(displayWidth(after), Math.floor((width - place) / 4));
  const shortened = truncateStart(from > 0 ? `…${before}` : before, room);
  const left = Math.max(1, width - displayWidth(shortened));
  return layOut(shortened, Math.min(carets, left), truncate(marked + after, left));
}

const layOut = (before: string, carets: number, rest: string): Excerpt => ({
  text: (before + rest).trimEnd(),
  carets: ' '.repeat(displayWidth(before)) + '^'.repeat(carets),
});

const visible = (text: string): string => escapeLine(text.replaceAll('\t', tab));

/** An offset that doesn't cut a surrogate pair in two. */
function wholeCharacter(line: string, offset: number): number {
  const code = line.charCodeAt(offset);
  return offset > 0 && code >= 0xdc00 && code < 0xe000 ? offset - 1 : offset;
}
