/**
 * A printer lays a document out its own way: blank lines, spaces before comments, comments in lines of their own. This
 * takes the lines of `source` back wherever the changes have not touched what is printed of them.
 * @param before `source` as it is printed without a change
 * @param after as it is printed with the changes
 */
export function keepLines(source: string, before: string, after: string): string {
  const original = linesOf(source);
  const printed = linesOf(before);
  const changed = linesOf(after);
  const kept = unchanged(printed.lines, changed.lines, (one, other) => one.text === other.text);
  const result: Line[] = [];
  let next = 0;
  for (const { from, to } of hunks(original.lines, printed.lines)) {
    const places = to.map((index) => kept.get(index));
    const [first] = places;
    // The lines of a hunk are one: all of them are taken back, or none.
    if (first === undefined || places.some((place, index) => place !== first + index)) continue;
    result.push(...changed.lines.slice(next, first));
    result.push(...from);
    next = first + places.length;
  }
  result.push(...changed.lines.slice(next));
  return [...result.map(({ blank, text }) => blank + text), original.end].join('\n');
}

interface Line {
  /** The blank lines above it. */
  readonly blank: string;
  readonly text: string;
}

function linesOf(text: string): { readonly lines: readonly Line[]; readonly end: string } {
  const lines: Line[] = [];
  let blank = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '') blank += `${line}\n`;
    else {
      lines.push({ blank, text: line });
      blank = '';
    }
  }
  return { lines, end: blank.slice(0, -1) };
}

interface Hunk {
  readonly from: readonly Line[];
  /** Indexes of the printed lines, at least one. */
  readonly to: readonly number[];
}

/** Which lines were printed as which: one as one where they differ by blanks, else all between two such. */
function hunks(original: readonly Line[], printed: readonly Line[]): readonly Hunk[] {
  const found: Hunk[] = [];
  let [row, column] = [0, 0];
  const addUpTo = (rowEnd: number, columnEnd: number): void => {
    const from = original.slice(row, rowEnd);
    const to = Array.from({ length: columnEnd - column }, (_, index) => column + index);
    const last = found.at(-1);
    if (to.length > 0) found.push({ from, to });
    else if (from.length > 0 && last) found[found.length - 1] = { ...last, from: [...last.from, ...from] };
  };
  for (const [index, place] of unchanged(original, printed, sameButBlanks)) {
    addUpTo(index, place);
    found.push({ from: original.slice(index, index + 1), to: [place] });
    [row, column] = [index + 1, place + 1];
  }
  addUpTo(original.length, printed.length);
  return found;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

const sameButBlanks = ({ text: one }: Line, { text: other }: Line): boolean =>
  indentOf(one) === indentOf(other) && one.replaceAll(/\s/g, '') === other.replaceAll(/\s/g, '');

/** Bounds what comparing costs; where changes lie further apart, the lines between them are printed anew. */
const maxTable = 4_000_000;

/** Which lines of `before` are which of `after`, in their order, by a longest common subsequence. */
function unchanged(
  before: readonly Line[],
  after: readonly Line[],
  isSame: (one: Line, other: Line) => boolean,
): ReadonlyMap<number, number> {
  const same = (row: number, column: number): boolean => {
    const [one, other] = [before[row], after[column]];
    return one !== undefined && other !== undefined && isSame(one, other);
  };
  const kept = new Map<number, number>();
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(start, start)) {
    kept.set(start, start);
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && same(before.length - 1 - end, after.length - 1 - end)) end += 1;
  const [rowEnd, columnEnd] = [before.length - end, after.length - end];
  const width = columnEnd - start + 1;
  if ((rowEnd - start + 1) * width <= maxTable) {
    const lengths = new Uint32Array((rowEnd - start + 1) * width);
    const place = (row: number, column: number): number => (row - start) * width + column - start;
    const lengthAt = (row: number, column: number): number => lengths[place(row, column)] ?? 0;
    for (let row = rowEnd - 1; row >= start; row -= 1) {
      for (let column = columnEnd - 1; column >= start; column -= 1) {
        lengths[place(row, column)] = same(row, column)
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
      }
    }
    for (let row = start, column = start; row < rowEnd && column < columnEnd;) {
      if (same(row, column)) kept.set(row++, column++);
      else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row += 1;
      else column += 1;
    }
  }
  for (let index = 0; index < end; index += 1) kept.set(rowEnd + index, columnEnd + index);
  return kept;
}
