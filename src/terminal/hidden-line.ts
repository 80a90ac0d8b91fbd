/** What the keys typed so far amount to. */
export type HiddenLineState = 'more' | 'entered' | 'interrupted' | 'ended';

const escape = '\x1b';
const pasteStart = '[200~';
const pasteEnd = `${escape}[201~`;

/**
 * A line typed in raw mode that nobody sees. Feed it what the terminal sends, in pieces of any size.
 * Pasted text (bracketed paste) is taken as it is, newlines within included, so that a PEM key can be pasted.
 */
export class HiddenLine {
  #value = '';
  #pending = '';
  #pasting = false;

  /** What was typed. One newline at the end of a paste is not part of it. */
  get value(): string {
    return this.#value.replace(/\r?\n$/, '');
  }

  feed(text: string): HiddenLineState {
    let rest = this.#pending + text;
    this.#pending = '';
    while (rest !== '') {
      if (this.#pasting) {
        rest = this.#takePaste(rest);
      } else if (rest.startsWith(escape)) {
        const sequence = /^(?:\[[0-?]*[ -/]*[@-~]|O.|[^[O])/su.exec(rest.slice(escape.length))?.[0];
        if (sequence === undefined) {
          this.#pending = rest;
          return 'more';
        }
        // Arrow and function keys have no meaning here.
        this.#pasting = sequence === pasteStart;
        rest = rest.slice(escape.length + sequence.length);
      } else {
        const key = String.fromCodePoint(rest.codePointAt(0) ?? 0);
        rest = rest.slice(key.length);
        const state = this.#press(key);
        if (state !== 'more') return state;
      }
    }
    return 'more';
  }

  #takePaste(text: string): string {
    const end = text.indexOf(pasteEnd);
    if (end < 0) {
      // The end mark may be split over two pieces.
      const kept = Math.max(0, text.length - pasteEnd.length + 1);
      this.#value += newlines(text.slice(0, kept));
      this.#pending = text.slice(kept);
      return '';
    }
    this.#value += newlines(text.slice(0, end));
    this.#pasting = false;
    return text.slice(end + pasteEnd.length);
  }

  #press(key: string): HiddenLineState {
    switch (key) {
      case '\r':
      case '\n':
        return 'entered';
      case '\x03':
        return 'interrupted';
      case '\x04':
        return this.#value === '' ? 'ended' : 'entered';
      case '\x7f':
      case '\b':
        this.#value = this.#value.replace(/.$/su, '');
        return 'more';
      case '\x15':
        this.#value = '';
        return 'more';
      default:
        if (key >= ' ' || key === '\t') this.#value += key;
        return 'more';
    }
  }
}

/** Terminals send a carriage return for each newline of a paste. */
const newlines = (text: string): string => text.replace(/\r\n?/g, '\n');
