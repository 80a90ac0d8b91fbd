/**
 * What a journal knows of the rows from `next` on: which have been sent, and which were answered out of their turn. A row
 * goes from unknown to sent, and from there to answered, or, where it was refused, back to unknown. Rows before `next`
 * stand in the file of answers, and are forgotten.
 *
 * The journal is text, a record a line: `s 4-7,9` rows that are about to be sent, `r 9` rows that were refused,
 * `a 5 {…}` the answer to one row, as it goes into the file of answers.
 */
export class JournalState {
  readonly #sent = new Set<number>();
  readonly #answered = new Map<number, string>();
  #next: number;

  constructor(next = 0) {
    this.#next = next;
  }

  /** Rows that were sent, and of whose answer nothing is known, in their order. */
  get uncertain(): readonly number[] {
    return [...this.#sent].sort((a, b) => a - b);
  }

  /** The answer to a row that is not in its turn yet, without its line feed. */
  answer(index: number): string | undefined {
    return this.#answered.get(index);
  }

  /** A row that is answered stays so. */
  send(index: number): void {
    if (index >= this.#next && !this.#answered.has(index)) this.#sent.add(index);
  }

  refuse(index: number): void {
    this.#sent.delete(index);
  }

  /** @param line without its line feed */
  answered(index: number, line: string): void {
    if (index < this.#next) return;
    this.#sent.delete(index);
    this.#answered.set(index, line);
  }

  /** Rows before `next` are in the file of answers. */
  advance(next: number): void {
    for (let index = this.#next; index < next; index++) {
      this.#sent.delete(index);
      this.#answered.delete(index);
    }
    this.#next = next;
  }

  /**
   * Does what a line of the journal says.
   * @returns false where it says nothing that can be understood
   */
  replay(line: string): boolean {
    const [, kind, list] = /^([sr]) (\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)$/.exec(line) ?? [];
    if (list !== undefined) {
      for (const index of indexesOf(list)) {
        if (kind === 's') this.send(index);
        else this.refuse(index);
      }
      return true;
    }
    const [, index, answer] = /^a (\d+) (\{.*\})$/s.exec(line) ?? [];
    if (index === undefined || answer === undefined) return false;
    this.answered(Number(index), answer);
    return true;
  }

  /** The shortest journal that leads here. */
  records(): string {
    const answers = [...this.#answered].map(([index, line]) => answerRecord(index, line));
    return `${this.#sent.size === 0 ? '' : sentRecord(this.uncertain)}${answers.join('')}`;
  }
}

export const sentRecord = (indexes: readonly number[]): string => `s ${ranges(indexes)}\n`;

export const refusedRecord = (indexes: readonly number[]): string => `r ${ranges(indexes)}\n`;

/** @param line without its line feed */
export const answerRecord = (index: number, line: string): string => `a ${index} ${line}\n`;

/** `4-7,9` of 4, 5, 6, 7, 9. */
export function ranges(indexes: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < indexes.length; at++) {
    const first = indexes[at];
    while ((indexes[at + 1] ?? NaN) - (indexes[at] ?? NaN) === 1) at++;
    const last = indexes[at];
    parts.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return parts.join(',');
}

function* indexesOf(list: string): Generator<number> {
  for (const part of list.split(',')) {
    const [first = 0, last = first] = part.split('-').map(Number);
    for (let index = first; index <= last; index++) yield index;
  }
}
