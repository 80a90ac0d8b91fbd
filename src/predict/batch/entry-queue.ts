import type { AskRow, Call, Entry, SettledRow } from './call.ts';

/** Rows that have been read and not yet taken, in their order. */
export class EntryQueue<T> {
  #entries: readonly Entry<T>[] = [];
  #at = 0;
  #later: (readonly Entry<T>[])[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The index of the first; undefined where there is none. */
  get firstIndex(): number | undefined {
    return this.#peek(0)?.index;
  }

  push(entries: readonly Entry<T>[]): void {
    if (entries.length === 0) return;
    this.#later.push(entries);
    this.#length += entries.length;
  }

  /** The first, where it needs no asking. */
  takeSettled(): SettledRow<T> | undefined {
    const entry = this.#peek(0);
    if (entry === undefined || !('item' in entry)) return undefined;
    this.#drop(1);
    return entry;
  }

  /**
   * The next call: the first row, and as many after it as go with it.
   * @param isLast that no more rows will come; else a call that could still grow is not taken
   */
  takeCall(isLast: boolean): Call | undefined {
    const first = this.#peek(0);
    if (first === undefined || 'item' in first) return undefined;
    const { grouping } = first;
    const rows: AskRow[] = [first];
    while (grouping && rows.length < grouping.size) {
      const entry = this.#peek(rows.length);
      if (entry === undefined && !isLast) return undefined;
      if (entry === undefined || 'item' in entry || entry.grouping !== grouping) break;
      rows.push(entry);
    }
    this.#drop(rows.length);
    return { rows, attempt: 1 };
  }

  #peek(ahead: number): Entry<T> | undefined {
    const inFirst = this.#entries[this.#at + ahead];
    if (inFirst !== undefined) return inFirst;
    let beyond = this.#at + ahead - this.#entries.length;
    for (const entries of this.#later) {
      if (beyond < entries.length) return entries[beyond];
      beyond -= entries.length;
    }
    return undefined;
  }

  #drop(count: number): void {
    this.#at += count;
    this.#length -= count;
    while (this.#at >= this.#entries.length && this.#later.length > 0) {
      this.#at -= this.#entries.length;
      this.#entries = this.#later.shift() ?? [];
    }
  }
}
